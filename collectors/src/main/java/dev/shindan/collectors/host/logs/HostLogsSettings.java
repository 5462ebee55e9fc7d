package dev.shindan.collectors.host.logs;

import java.util.List;

/**
 * Which logs on the hosts are searched.
 *
 * @param directories where log files lie; searched one level deep
 * @param names patterns of file names as {@code find -name} reads them; a rotated file is found by
 *     the pattern of the file it was rotated from
 * @param journal whether the systemd journal is searched too
 * @param filesMax files searched in one call, the most recently written first
 */
public record HostLogsSettings(
    List<String> directories, List<String> names, boolean journal, int filesMax) {
  /** Files searched in one call unless the settings say otherwise. */
  public static final int FILES_MAX = 20;

  public HostLogsSettings {
    directories = List.copyOf(directories);
    names = List.copyOf(names);
    if (!directories.stream().allMatch(path -> path.matches("/[A-Za-z0-9._/@-]*"))) {
      throw new IllegalArgumentException("directories must be absolute paths without patterns");
    }
    if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9._@*?-]+"))) {
      throw new IllegalArgumentException("names must be file names, with * and ? for patterns");
    }
    if (directories.isEmpty() != names.isEmpty()) {
      throw new IllegalArgumentException("directories and names are given together or not at all");
    }
    if (filesMax < 1) {
      throw new IllegalArgumentException("filesMax must be 1 or more");
    }
  }
}
