package dev.shindan.cli;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.collectors.host.HostCheck;
import dev.shindan.collectors.host.HostReport;
import dev.shindan.collectors.host.Sudoers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code shindan hosts}: what is in the inventory, whether it can be examined, what to grant. */
@Command(
    name = "hosts",
    mixinStandardHelpOptions = true,
    description = "Lists hosts, checks that they can be examined, prints the sudo lines to grant.")
final class HostsCommand {
  private static final Duration CHECK_TIME = Duration.ofSeconds(10);

  @ParentCommand private @Nullable Main main;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the inventory.")
  int list() {
    try (Shindan shindan = open()) {
      for (Target target : shindan.inventory().targets()) {
        System.out.printf(
            "%-16s %-9s %s%n",
            target.name(),
            target.kind().name().toLowerCase(java.util.Locale.ROOT),
            String.join(" ", target.roles()));
      }
    }
    return Main.DONE;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Tries every host: connection, host key, login, sudo, missing programs.")
  int check() throws InterruptedException {
    boolean fit = true;
    try (Shindan shindan = open()) {
      HostCheck check = new HostCheck(shindan.hosts(), shindan.commands());
      for (String host : shindan.hosts().connections().keySet().stream().sorted().toList()) {
        CallContext context =
            new CallContext(
                "hosts check", shindan.clock().instant(), shindan.clock().instant(), CHECK_TIME);
        HostReport report =
            check.check(
                host,
                shindan.commandSettings().programPaths(),
                shindan.commandSettings().privileged(),
                context);
        fit &= report.failure().isEmpty();
        System.out.println(words(report));
      }
    }
    return fit ? Main.DONE : Main.WANTING;
  }

  @Command(
      name = "sudoers",
      mixinStandardHelpOptions = true,
      description = "Prints the exact lines that let the tools read what needs root.")
  int sudoers(
      @Option(
              names = "--user",
              description = "the login user; without it, every one of the inventory that may sudo")
          @Nullable String user) {
    try (Shindan shindan = open()) {
      for (String granted : user == null ? shindan.hosts().sudoUsers() : List.of(user)) {
        Sudoers.lines(granted, shindan.commandSettings().privileged()).forEach(System.out::println);
      }
    }
    return Main.DONE;
  }

  private Shindan open() {
    return Shindan.of(java.util.Objects.requireNonNull(main).home());
  }

  private static String words(HostReport report) {
    if (report.failure().isPresent()) {
      return "%-16s %s".formatted(report.host(), report.failure().get().inWords());
    }
    StringBuilder line =
        new StringBuilder("%-16s ok as %s".formatted(report.host(), report.login().orElse("?")));
    report
        .clockOffset()
        .ifPresent(offset -> line.append(", clock ").append(offset.toMillis()).append(" ms off"));
    if (!report.missing().isEmpty()) {
      line.append("; missing: ").append(String.join(" ", report.missing()));
    }
    if (!report.notGranted().isEmpty()) {
      line.append("; not granted by sudo: ").append(report.notGranted().size()).append(" commands");
    }
    if (!report.notAsked().isEmpty()) {
      line.append("; denied by the load guard: ").append(report.notAsked().size());
      line.append(" questions, the first ").append(report.notAsked().getFirst());
    }
    return line.toString();
  }
}
