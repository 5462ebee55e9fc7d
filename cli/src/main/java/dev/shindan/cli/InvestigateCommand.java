package dev.shindan.cli;

import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.collectors.alertmanager.AlertmanagerPayload;
import dev.shindan.store.SqlStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code shindan investigate}: one investigation from the command line to its verdict. */
@Command(
    name = "investigate",
    mixinStandardHelpOptions = true,
    description = "Investigates an alert or a question and prints the verdict.")
final class InvestigateCommand implements Callable<Integer> {
  private static final Duration LEASE = Duration.ofHours(1);

  @ParentCommand private @Nullable Main main;

  @Option(names = "--host", paramLabel = "NAME", description = "a host under suspicion; may repeat")
  private List<String> hosts = List.of();

  @Option(
      names = "--alert",
      paramLabel = "FILE",
      description = "an Alertmanager webhook body (version 4)")
  private @Nullable Path alert;

  @Option(names = "--question", paramLabel = "TEXT", description = "what you want to know")
  private @Nullable String question;

  @Option(names = "--reasoner", paramLabel = "builtin|llm", description = "who reasons")
  private @Nullable String reasoner;

  @Option(names = "--json", description = "print the verdict as one JSON document")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home());
        SqlStore store = shindan.openStore()) {
      String investigation = shindan.identifiers().next();
      String reasoning = chosen(shindan);
      Incident incident = incident(shindan, "inc-" + investigation);
      Investigator investigator = shindan.investigator(store);
      String worker = "command line " + ProcessHandle.current().pid();
      var _ = store.incidents().openLeased(incident, investigation, worker, LEASE);
      investigator.open(investigation, incident, reasoning, shindan.settings().budget());
      Progress progress = new Progress(store.trails(), investigation, System.err);
      try (var _ = store.trails().onAppend((_, _) -> progress.show())) {
        Optional<Verdict> verdict = investigator.run(investigation, worker);
        progress.show();
        CaseFile caseFile = CaseFile.of(investigation, store.trails().read(investigation, 0));
        boolean _ =
            store
                .incidents()
                .finish(
                    investigation,
                    worker,
                    verdict.map(Json::write).orElse("{}"),
                    caseFile.lastMessageTaken());
        print(verdict, caseFile, System.out);
      }
    }
    return Main.DONE;
  }

  private String chosen(Shindan shindan) {
    String name = reasoner != null ? reasoner : shindan.settings().reasoner().orElse("builtin");
    if (!name.equals("builtin") && !name.equals("llm")) {
      throw new WrongInput("--reasoner", "expected builtin or llm, not '" + name + "'");
    }
    if (name.equals("llm") && shindan.settings().llm().isEmpty()) {
      throw new WrongInput(
          shindan.home().settingsFile().toString(), "reasoner llm needs a key 'llm'");
    }
    return name;
  }

  private Incident incident(Shindan shindan, String id) {
    if (alert != null) {
      return fromAlerts(shindan, id, alert);
    }
    String asked =
        question != null
            ? question
            : hosts.isEmpty()
                ? "Is anything wrong?"
                : "Is anything wrong on " + String.join(", ", hosts) + "?";
    return shindan.scoping().fromQuestion(id, asked, hosts, shindan.clock().instant());
  }

  private static Incident fromAlerts(Shindan shindan, String id, Path file) {
    byte[] body;
    try {
      body = Files.readAllBytes(file);
    } catch (IOException missing) {
      throw new WrongInput(file.toString(), "cannot be read");
    }
    List<Alert> alerts = decode(shindan, file, body).stream().filter(Alert::firing).toList();
    if (alerts.isEmpty()) {
      throw new WrongInput(file.toString(), "has no firing alert");
    }
    Incident incident =
        shindan.scoping().fromAlert(id, alerts.getFirst(), shindan.clock().instant());
    for (Alert further : alerts.subList(1, alerts.size())) {
      incident = incident.withAlert(further);
    }
    return incident;
  }

  private static List<Alert> decode(Shindan shindan, Path file, byte[] body) {
    try {
      return new AlertmanagerPayload(shindan.settings().alertsMax().orElse(500)).decode(body);
    } catch (WrongInput wrong) {
      throw new WrongInput(file.toString(), String.valueOf(wrong.getMessage()));
    }
  }

  private void print(Optional<Verdict> verdict, CaseFile caseFile, PrintStream out) {
    if (verdict.isEmpty()) {
      throw new WrongInput(caseFile.investigation(), "was aborted by a defect; see the log");
    }
    out.println(json ? Json.write(verdict.get()) : ReportText.of(verdict.get(), caseFile));
  }
}
