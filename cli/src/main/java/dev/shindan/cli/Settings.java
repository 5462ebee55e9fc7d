package dev.shindan.cli;

import dev.shindan.agent.fleet.FleetLimits;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.reason.llm.LlmSettings;
import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.NoStore;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.prometheus.PrometheusSettings;
import dev.shindan.web.WebSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The file {@code shindan.yaml}; every key is optional. */
record Settings(
    Optional<Store> store,
    Optional<Web> web,
    Optional<String> reasoner,
    Optional<Budget> limits,
    Optional<Integer> investigationsMax,
    Optional<Integer> joinWithinMinutes,
    Optional<Questions> questions,
    Optional<Integer> alertsMax,
    Optional<Integer> changesMax,
    Optional<HostLoad> hostLimits,
    Optional<Fleet> fleet,
    Optional<Retries> storeRetries,
    Optional<Prometheus> prometheus,
    Optional<List<Tier>> metricTiers,
    Optional<Mackerel> mackerel,
    Optional<Alertmanager> alertmanager,
    Optional<LogStores> logs,
    Optional<TraceStores> traces,
    Optional<ChangeStores> changes,
    Optional<Llm> llm) {

  /** Where trails are kept. */
  record Store(Optional<String> directory, Optional<Postgres> postgres) {}

  /** A database shared by several processes. */
  record Postgres(String url, String user, String password) {
    @Override
    public String toString() {
      return "Postgres[" + url + "]";
    }
  }

  /** The server. */
  record Web(
      Optional<String> host,
      Optional<Integer> port,
      Optional<String> token,
      Optional<String> alertToken,
      Optional<Long> maxRequestBytes,
      Optional<Integer> readersMax) {
    @Override
    public String toString() {
      return "Web[" + host + ":" + port + "]";
    }
  }

  /** The budget of one investigation. */
  record Budget(
      Optional<Integer> movesMax,
      Optional<Integer> toolCallsMax,
      Optional<Integer> wallTimeSeconds,
      Optional<Integer> callSeconds,
      Optional<Integer> parallelCallsMax,
      Optional<Long> tokensMax,
      Optional<Double> costMax) {}

  /** What one host is asked to bear. */
  record HostLoad(
      Optional<Integer> commandsPerTenMinutes,
      Optional<Integer> sessionsMax,
      Optional<Double> loadPerCpuMax,
      Optional<Double> memoryAvailablePercentMin,
      Optional<Integer> strainKnownSeconds,
      Optional<Integer> niceness) {
    HostLimits limits() {
      HostLimits standard = HostLimits.DEFAULT;
      return new HostLimits(
          commandsPerTenMinutes.orElse(standard.commandsMax()),
          sessionsMax.orElse(standard.sessionsMax()),
          loadPerCpuMax.orElse(standard.loadPerCpuMax()),
          memoryAvailablePercentMin.orElse(standard.memoryAvailablePercentMin()),
          seconds(strainKnownSeconds, standard.strainKnownFor()),
          niceness.orElse(standard.niceness()));
    }
  }

  /** A Prometheus-compatible store. */
  record Prometheus(
      URI url,
      Optional<String> token,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> seriesMax,
      Optional<Integer> responseBytesMax) {
    @Override
    public String toString() {
      return "Prometheus";
    }

    PrometheusSettings settings() {
      PrometheusSettings standard = PrometheusSettings.of(url);
      return new PrometheusSettings(
          url,
          token.filter(text -> !text.isBlank()),
          seconds(timeoutSeconds, standard.timeout()),
          seriesMax.orElse(standard.seriesMax()),
          responseBytesMax.orElse(standard.responseBytesMax()));
    }
  }

  /** An OpenAI-compatible endpoint. */
  record Llm(
      String baseUrl,
      Optional<String> apiKey,
      String model,
      Optional<Double> temperature,
      Optional<Integer> answerTimeoutSeconds,
      Optional<Integer> retriesMax,
      Optional<Integer> repairsMax,
      Optional<Integer> inputCharactersMax,
      Optional<Integer> excerptBytes,
      Optional<Double> inputPricePerMillion,
      Optional<Double> outputPricePerMillion) {
    @Override
    public String toString() {
      return "Llm[" + model + "]";
    }
  }

  /**
   * @throws WrongInput in one line when the file does not fit
   */
  static Settings read(Path file, Map<String, String> environment) {
    if (!Files.exists(file)) {
      throw new WrongInput(file.toString(), "there is no such file");
    }
    Settings settings = new StrictYaml(environment).read(file, Settings.class);
    settings.requireSense(file);
    return settings;
  }

  /** Refuses what has the right shape but cannot be meant, before anything is begun. */
  private void requireSense(Path file) {
    inSection(file, "web", () -> webSettings(Optional.empty()));
    inSection(file, "limits", this::budget);
    inSection(file, "hostLimits", () -> hostLimits.map(HostLoad::limits));
    inSection(file, "questions", () -> questions.map(Questions::limits));
    inSection(file, "fleet", this::fleetLimits);
    inSection(file, "storeRetries", this::retry);
    inSection(file, "prometheus", this::prometheusSettings);
    inSection(file, "metricTiers", this::checkedTiers);
    inSection(file, "mackerel", () -> mackerel.map(Mackerel::settings));
    inSection(file, "alertmanager", () -> alertmanager.map(Alertmanager::address));
    inSection(file, "logs.openSearch", () -> logs.flatMap(LogStores::openSearchSettings));
    inSection(file, "logs.loki", () -> logs.flatMap(LogStores::lokiSettings));
    inSection(file, "logs.hosts", () -> logs.flatMap(LogStores::hostSettings));
    inSection(file, "llm", this::llmSettings);
    String name = reasoner.orElse("builtin");
    if (!name.equals("builtin") && !name.equals("llm")) {
      throw new WrongInput(
          file.toString(), "key 'reasoner': expected builtin or llm, not '" + name + "'");
    }
    if (name.equals("llm") && llm.isEmpty()) {
      throw new WrongInput(file.toString(), "key 'reasoner': llm needs a key 'llm'");
    }
    requirePositive(file, "investigationsMax", investigationsMax);
    requirePositive(file, "joinWithinMinutes", joinWithinMinutes);
    requirePositive(file, "alertsMax", alertsMax);
    requirePositive(file, "changesMax", changesMax);
  }

  private static void inSection(Path file, String key, Supplier<?> reading) {
    try {
      var _ = reading.get();
    } catch (WrongInput | IllegalArgumentException wrong) {
      throw new WrongInput(file.toString(), "key '" + key + "': " + wrong.getMessage());
    }
  }

  private static void requirePositive(Path file, String key, Optional<Integer> given) {
    if (given.filter(number -> number < 1).isPresent()) {
      throw new WrongInput(
          file.toString(), "key '" + key + "': expected 1 or more, not " + given.get());
    }
  }

  /** Their stores are opened later; what is wrong with them is said at once. */
  private List<PrometheusSettings> checkedTiers() {
    if (metricTiers.isPresent() && prometheus.isPresent()) {
      throw new IllegalArgumentException("give either 'prometheus' or 'metricTiers'");
    }
    List<Tier> tiers = metricTiers.orElse(List.of());
    tiers.forEach(tier -> tier.over(NoStore.INSTANCE));
    return tiers.stream().map(Tier::settings).toList();
  }

  Path storeDirectory(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", ".");
    String directory = store.flatMap(Store::directory).orElse("~/.local/share/shindan");
    return Path.of(directory.startsWith("~/") ? home + directory.substring(1) : directory);
  }

  /**
   * @param portAsked wins over the file's
   */
  WebSettings webSettings(Optional<Integer> portAsked) {
    Web given =
        web.orElse(
            new Web(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    return new WebSettings(
        given.host().orElse("127.0.0.1"),
        portAsked.or(given::port).orElse(7080),
        given.token().filter(text -> !text.isBlank()),
        given.alertToken().filter(text -> !text.isBlank()),
        given.maxRequestBytes().orElse(WebSettings.REQUEST_BYTES_MAX),
        given.readersMax().orElse(WebSettings.READERS_MAX));
  }

  Limits budget() {
    Limits standard = Limits.DEFAULT;
    return limits
        .map(
            given ->
                new Limits(
                    given.movesMax().orElse(standard.movesMax()),
                    given.toolCallsMax().orElse(standard.toolCallsMax()),
                    seconds(given.wallTimeSeconds(), standard.wallTimeMax()),
                    seconds(given.callSeconds(), standard.callTimeMax()),
                    given.parallelCallsMax().orElse(standard.parallelCallsMax()),
                    given.tokensMax().orElse(standard.tokensMax()),
                    given.costMax().orElse(standard.costMax())))
        .orElse(standard);
  }

  FleetLimits fleetLimits() {
    return fleet.map(Fleet::limits).orElse(FleetLimits.DEFAULT);
  }

  HostLimits loadLimits() {
    return hostLimits.map(HostLoad::limits).orElse(HostLimits.DEFAULT);
  }

  Retry retry() {
    return storeRetries.map(Retries::limits).orElse(Retry.DEFAULT);
  }

  Optional<PrometheusSettings> prometheusSettings() {
    return prometheus.map(Prometheus::settings);
  }

  Optional<LlmSettings> llmSettings() {
    return llm.map(
        given -> {
          LlmSettings standard =
              LlmSettings.of(given.baseUrl(), given.apiKey().orElse(""), given.model());
          return new LlmSettings(
              given.baseUrl(),
              given.apiKey().orElse(""),
              given.model(),
              given.temperature(),
              seconds(given.answerTimeoutSeconds(), standard.answerTimeout()),
              given.retriesMax().orElse(standard.retriesMax()),
              given.repairsMax().orElse(standard.repairsMax()),
              given.inputCharactersMax().orElse(standard.inputCharactersMax()),
              given.excerptBytes().orElse(standard.excerptBytes()),
              given.inputPricePerMillion().orElse(standard.inputPricePerMillion()),
              given.outputPricePerMillion().orElse(standard.outputPricePerMillion()));
        });
  }

  static Duration seconds(Optional<Integer> given, Duration standard) {
    return given.map(Duration::ofSeconds).orElse(standard);
  }
}
