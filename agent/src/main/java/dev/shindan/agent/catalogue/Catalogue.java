package dev.shindan.agent.catalogue;

import dev.shindan.agent.catalogue.CheckReader.Reading;
import dev.shindan.agent.catalogue.CheckReader.Truth;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The known fault kinds, and what their checks make of an observation. Thread-safe. */
public final class Catalogue implements Assessor {
  private final Inventory inventory;
  private final Map<String, FaultKind> kinds = new LinkedHashMap<>();
  private final Map<String, CheckReader> readers = new LinkedHashMap<>();
  private final String hash;

  private Catalogue(Map<String, String> files, KindReader reader, Inventory inventory) {
    this.inventory = inventory;
    MessageDigest digest = sha256();
    Map<String, String> fileOf = new HashMap<>();
    files.forEach(
        (file, text) -> {
          digest.update(text.getBytes(StandardCharsets.UTF_8));
          FaultKind kind = reader.read(file, text, readers);
          if (kinds.put(kind.id(), kind) != null) {
            throw new WrongInput(file, "a second fault kind '" + kind.id() + "'");
          }
          fileOf.put(kind.id(), file);
        });
    hash = HexFormat.of().formatHex(digest.digest());
    kinds
        .values()
        .forEach(kind -> requireKnownSymptoms(kind, fileOf.getOrDefault(kind.id(), kind.id())));
  }

  /**
   * Reads every {@code *.yaml} of a directory, by name.
   *
   * @param lenient whether a check of a tool that is not registered is left out instead of refused
   * @throws WrongInput with file and line when a file does not fit
   */
  public static Catalogue load(
      Path directory, Toolbox toolbox, Inventory inventory, boolean lenient) {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".yaml")).sorted().toList()) {
        files.put(path.toString(), Files.readString(path));
      }
    } catch (IOException missing) {
      throw new WrongInput(
          directory.toString(), "cannot be read: " + missing.getClass().getSimpleName());
    }
    return of(files, toolbox, inventory, lenient);
  }

  /**
   * @param files the text of each file by its name
   */
  public static Catalogue of(
      Map<String, String> files, Toolbox toolbox, Inventory inventory, boolean lenient) {
    return new Catalogue(files, new KindReader(toolbox, lenient), inventory);
  }

  private void requireKnownSymptoms(FaultKind kind, String file) {
    for (String symptom : kind.explains()) {
      if (!kinds.containsKey(symptom)) {
        throw new WrongInput(file, "key 'explains': there is no fault kind '" + symptom + "'");
      }
    }
  }

  @Override
  public String hash() {
    return hash;
  }

  public List<FaultKind> kinds() {
    return List.copyOf(kinds.values());
  }

  public Optional<FaultKind> find(String kind) {
    return Optional.ofNullable(kinds.get(kind));
  }

  /** The check with an id such as {@code kind/check}. */
  public Optional<Check> check(String id) {
    return find(id.replaceFirst("/.*", "")).stream()
        .flatMap(kind -> kind.checks().stream())
        .filter(check -> check.id().equals(id))
        .findFirst();
  }

  @Override
  public List<Finding> findings(CallState call, CaseFile caseFile, String raw) {
    Map<String, Finding> byText = new LinkedHashMap<>();
    for (FaultKind kind : kinds.values()) {
      for (Check check : kind.checks()) {
        if (check.on() == On.SELF && check.severity().isPresent() && check.covers(call.call())) {
          for (Reading reading : readings(check, call, caseFile, call.call().target())) {
            if (reading.truth() == Truth.YES) {
              Finding finding = finding(check, call, reading, raw);
              byText.merge(
                  kind.id() + finding.target() + reading.sentence(), finding, Catalogue::worse);
            }
          }
        }
      }
    }
    return List.copyOf(byText.values());
  }

  private static Finding worse(Finding first, Finding second) {
    return second.severity().compareTo(first.severity()) > 0 ? second : first;
  }

  private static Finding finding(Check check, CallState call, Reading reading, String raw) {
    String host = call.call().target();
    String target = reading.component().isEmpty() ? host : host + ":" + reading.component();
    String limit = check.threshold().isEmpty() ? "" : " (threshold: " + check.threshold() + ")";
    return new Finding(
        check.id(),
        target,
        reading.sharedKernel() ? Severity.INFO : check.severity().orElseThrow(),
        reading.sentence() + limit + mark(reading),
        quoted(reading, raw));
  }

  @Override
  public List<Evidence> evidence(
      Hypothesis hypothesis, CallState call, CaseFile caseFile, String raw) {
    List<Evidence> evidence = new ArrayList<>();
    for (Check check : find(hypothesis.kind()).map(FaultKind::checks).orElse(List.of())) {
      if (check.covers(call.call())
          && targetsOf(check, hypothesis.target()).contains(call.call().target())) {
        decisive(
                restricted(check, hypothesis, readings(check, call, caseFile, hypothesis.target())))
            .ifPresent(reading -> evidence.add(weigh(check, hypothesis, call, reading, raw)));
      }
    }
    return evidence;
  }

  /** The targets whose answers a check reads for a hypothesis on {@code target}. */
  public List<String> targetsOf(Check check, String target) {
    String host = Inventory.hostPart(target);
    return switch (check.on()) {
      case SELF -> List.of(host);
      case DEPENDENCY -> inventory.find(host).map(Target::dependsOn).orElse(List.of());
      case CALLERS -> inventory.callers(host);
      case PEERS -> inventory.peers(host);
    };
  }

  private List<Reading> restricted(Check check, Hypothesis hypothesis, List<Reading> readings) {
    String host = Inventory.hostPart(hypothesis.target());
    if (hypothesis.target().equals(host)
        || check.on() != On.SELF
        || !reader(check).hasComponent()) {
      return readings;
    }
    String component = hypothesis.target().substring(host.length() + 1);
    return readings.stream()
        .filter(reading -> reading.component().equals(component) || reading.component().isEmpty())
        .toList();
  }

  /** One row that holds decides; all rows must be known not to hold for the other side. */
  private static Optional<Reading> decisive(List<Reading> readings) {
    Optional<Reading> holds =
        readings.stream().filter(reading -> reading.truth() == Truth.YES).findFirst();
    boolean unknown = readings.stream().anyMatch(reading -> reading.truth() == Truth.UNKNOWN);
    return holds.isPresent() || unknown ? holds : readings.stream().findFirst();
  }

  private static Evidence weigh(
      Check check, Hypothesis hypothesis, CallState call, Reading reading, String raw) {
    Weight weight =
        reading.truth() != Truth.YES
            ? check.otherwise()
            : reading.sharedKernel() ? Weight.NONE : check.then();
    return new Evidence(
        hypothesis.id(),
        call.number(),
        weight.bearing(),
        weight.strength(),
        check.basis(),
        Optional.of(check.id()),
        reading.sentence() + (reading.truth() == Truth.YES ? mark(reading) : ""),
        quoted(reading, raw));
  }

  private static String mark(Reading reading) {
    return reading.sharedKernel() ? SharedKernel.MARK : "";
  }

  /**
   * @param about the target that the check is to say something about
   */
  private List<Reading> readings(Check check, CallState call, CaseFile caseFile, String about) {
    Instant onset = caseFile.incident().onset();
    List<String> addresses =
        inventory.find(Inventory.hostPart(about)).stream()
            .flatMap(target -> target.addresses().stream())
            .toList();
    CheckReader reader = reader(check);
    boolean shared = SharedKernel.of(reader.kernelFiles(), call.call().target(), caseFile);
    Instant observedAt = call.observedAt().orElse(Instant.EPOCH);
    return call.facts()
        .map(
            facts ->
                reader.readings(
                    facts, new CheckReader.Circumstances(onset, observedAt, addresses, shared)))
        .orElse(List.of());
  }

  private CheckReader reader(Check check) {
    return Objects.requireNonNull(readers.get(check.id()), check.id());
  }

  private static String quoted(Reading reading, String raw) {
    return raw.contains(reading.quote()) ? reading.quote() : "";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
