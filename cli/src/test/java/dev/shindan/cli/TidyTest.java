package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Habits that a compiler does not hold: sizes, banned calls and names, files named as they say. */
final class TidyTest {
  private static final int LINES_MAX = 300;

  /** A test tells several stories about one thing. */
  private static final int TEST_LINES_MAX = 350;

  private static final long BYTES_MAX = 1024 * 1024;

  private static final Set<String> BANNED_PACKAGES =
      Set.of("util", "common", "core", "manager", "helper", "impl", "base", "service");

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z0-9_.]+);");

  @Test
  void filesAreShort() {
    assertThat(Repository.files(".java"))
        .allSatisfy(
            file ->
                assertThat(Repository.text(file).lines().count())
                    .as("lines of %s", file)
                    .isLessThanOrEqualTo(isTest(file) ? TEST_LINES_MAX : LINES_MAX));
  }

  @Test
  void nothingIsLeftForLater() {
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|TB" + "D)\\b");
    assertThat(Repository.files(".java"))
        .allSatisfy(
            file ->
                assertThat(later.matcher(Repository.text(file)).find()).as("%s", file).isFalse());
  }

  @Test
  void onlyTheCommandLineWritesToStandardOutput() {
    assertThat(production())
        .filteredOn(file -> !file.startsWith("cli"))
        .allSatisfy(
            file -> assertThat(Repository.text(file)).as("%s", file).doesNotContain("System.out"));
  }

  @Test
  void testsWaitForAConditionAndDoNotSleep() {
    Pattern sleep = Pattern.compile("\\b(Thread|SECONDS)\\.sleep\\(");
    assertThat(Repository.files(".java").stream().filter(TidyTest::isTest).toList())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(sleep.matcher(Repository.text(file)).find()).as("%s", file).isFalse());
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<Path> packages = production().stream().map(Path::getParent).collect(Collectors.toSet());
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            folder ->
                assertThat(Repository.text(folder.resolve("package-info.java")))
                    .as("%s", folder)
                    .containsPattern("(?m)^@(org\\.jspecify\\.annotations\\.)?NullMarked$"));
  }

  @Test
  void packagesAreNamedByWhatTheyAreAbout() {
    assertThat(Repository.files(".java"))
        .allSatisfy(
            file -> {
              Matcher named = PACKAGE.matcher(Repository.text(file));
              if (named.find()) {
                assertThat(named.group(1).split("\\."))
                    .as("package of %s", file)
                    .doesNotContainAnyElementsOf(BANNED_PACKAGES);
              }
            });
  }

  @Test
  void everyFaultKindStandsInTheFileOfItsName() {
    List<Path> kinds =
        Repository.files(".yaml").stream()
            .filter(file -> file.startsWith("config/faults"))
            .toList();
    assertThat(kinds)
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(Repository.text(file).lines())
                    .as("%s", file)
                    .contains("id: " + String.valueOf(file.getFileName()).replace(".yaml", "")));
  }

  @Test
  void noFileIsLarge() {
    assertThat(Repository.files())
        .allSatisfy(
            file ->
                assertThat(size(Repository.ROOT.resolve(file)))
                    .as("bytes of %s", file)
                    .isLessThanOrEqualTo(BYTES_MAX));
  }

  @Test
  void everyLinkInTheDocumentationLeadsSomewhere() {
    Pattern link = Pattern.compile("]\\(([^)#:\\s]+)(#[^)]*)?\\)");
    Set<String> broken = new TreeSet<>();
    for (Path page : Repository.files(".md")) {
      Matcher links = link.matcher(Repository.text(page));
      while (links.find()) {
        Path folder = Repository.ROOT.resolve(page).getParent();
        if (folder == null || !Files.exists(folder.resolve(links.group(1)))) {
          broken.add(page + " -> " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> production() {
    return Repository.files(".java").stream()
        .filter(file -> file.toString().contains("src/main/java"))
        .toList();
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("src/test/java");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException wrong) {
      throw new java.io.UncheckedIOException(wrong);
    }
  }
}
