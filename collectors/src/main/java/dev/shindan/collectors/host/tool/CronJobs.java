package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What cron is told to start, and when. */
record CronJobs(int jobCount, List<Job> jobs) {
  private static final String TIME = "[0-9A-Za-z*/,~-]+";
  private static final Pattern FILED = Pattern.compile("(/etc/cron[^:]*):(.*)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]* *=.*");
  private static final Pattern SCHEDULE =
      Pattern.compile("\\s*((?:%s\\s+){4}%s|@[a-z]+)\\s+(\\S.*)".formatted(TIME, TIME));
  private static final Pattern USER = Pattern.compile("([a-z_][a-z0-9_-]{0,31})\\s+(\\S.*)");
  private static final String OWN = "crontab -l";

  /**
   * @param schedule minute, hour, day of month, month and day of week, or a word after an at sign
   * @param user on whose behalf; absent in a table of one's own
   */
  record Job(
      String schedule, Optional<String> user, String command, Optional<String> file, String line) {}

  static Question question() {
    return Question.fixed(
            "cron_jobs",
            "What cron is told to start and when.",
            CronJobs.class,
            "config",
            Set.of(),
            CronJobs::read,
            Command.of("/usr/bin/grep", "-rHs", "", "/etc/crontab", "/etc/cron.d"))
        .keepingPart();
  }

  private static CronJobs read(Reading reading) {
    List<Job> jobs = new ArrayList<>();
    for (Section section : reading.sections()) {
      boolean own = section.command().endsWith(OWN);
      for (String line : section.lines()) {
        Matcher filed = FILED.matcher(line);
        boolean inFile = filed.matches();
        String text = (inFile ? filed.group(2) : line).strip();
        if (!text.isEmpty() && !text.startsWith("#") && !VARIABLE.matcher(text).matches()) {
          Optional<String> file = inFile ? Optional.of(filed.group(1)) : Optional.empty();
          jobs.add(job(text, own, file, line));
        }
      }
    }
    reading.whole(0);
    return new CronJobs(jobs.size(), List.copyOf(jobs));
  }

  private static Job job(String text, boolean own, Optional<String> file, String line) {
    Matcher schedule = SCHEDULE.matcher(text);
    if (!schedule.matches()) {
      throw new UnreadableOutput("a schedule and a command", line);
    }
    String when = schedule.group(1).replaceAll("\\s+", " ");
    if (own) {
      return new Job(when, Optional.empty(), schedule.group(2), file, line);
    }
    Matcher user = USER.matcher(schedule.group(2));
    if (!user.matches()) {
      throw new UnreadableOutput("a user and a command", line);
    }
    return new Job(when, Optional.of(user.group(1)), user.group(2), file, line);
  }
}
