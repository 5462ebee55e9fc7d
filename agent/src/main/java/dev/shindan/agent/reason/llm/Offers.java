package dev.shindan.agent.reason.llm;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a model may call: every diagnostic that fits a target, and the ledger moves. */
final class Offers {
  static final String PROPOSE = "propose_hypothesis";
  static final String JUDGE = "judge_evidence";
  static final String CONCLUDE = "conclude";
  static final String REPLY = "reply";
  static final String PIN = "pin_statement";
  static final String TARGET = "target";
  static final String HYPOTHESIS = "hypothesis";
  static final String PREDICTION = "prediction";
  static final String REASON = "reason";

  /** What every diagnostic takes beside its own arguments. */
  static final Set<String> COMMON_ARGUMENTS = Set.of(TARGET, HYPOTHESIS, PREDICTION, REASON);

  private final Map<String, ToolSpecification> always = new LinkedHashMap<>();
  private final Map<String, ToolSpecification> whenAPersonWaits = new LinkedHashMap<>();

  /**
   * @param faultKinds ids of the fault catalogue; empty when the kind is free text
   */
  Offers(Toolbox toolbox, Inventory inventory, List<String> faultKinds) {
    for (Tool tool : toolbox.tools()) {
      List<String> targets =
          inventory.targets().stream().filter(tool::appliesTo).map(Target::name).toList();
      if (!targets.isEmpty()) {
        add(always, tool.spec().name(), purpose(tool.spec()), arguments(tool.spec(), targets));
      }
    }
    add(
        always,
        PROPOSE,
        "Put a claimed cause on the ledger. The answer gives its id.",
        propose(faultKinds));
    add(
        always,
        JUDGE,
        "Weigh what an entry showed against a hypothesis, with a verbatim quote.",
        judge());
    add(always, CONCLUDE, "End the investigation with a verdict.", conclude());
    add(whenAPersonWaits, REPLY, "Answer what a person said, from the recorded entries.", reply());
    add(
        whenAPersonWaits,
        PIN,
        "Record a person's statement that a target is fine or broken.",
        pin());
  }

  /** The offers in a stable order. */
  Map<String, ToolSpecification> offered(boolean personWaits) {
    Map<String, ToolSpecification> offered = new LinkedHashMap<>(always);
    if (personWaits) {
      offered.putAll(whenAPersonWaits);
    }
    return offered;
  }

  private static void add(
      Map<String, ToolSpecification> offers, String name, String purpose, JsonObjectSchema takes) {
    ToolSpecification offer =
        ToolSpecification.builder().name(name).description(purpose).parameters(takes).build();
    if (offers.put(name, offer) != null) {
      throw new IllegalArgumentException("a diagnostic may not be called " + name);
    }
  }

  private static String purpose(ToolSpec spec) {
    return spec.purpose() + " Basis: " + spec.basis().name() + ".";
  }

  private static JsonObjectSchema arguments(ToolSpec spec, List<String> targets) {
    JsonObjectSchema.Builder schema =
        JsonObjectSchema.builder()
            .addProperty(TARGET, oneOf("Where to look.", targets))
            .additionalProperties(false);
    List<String> required = new ArrayList<>(List.of(TARGET));
    for (Argument argument : spec.arguments()) {
      if (COMMON_ARGUMENTS.contains(argument.name())) {
        throw new IllegalArgumentException(
            spec.name() + " may not have an argument called " + argument.name());
      }
      schema.addProperty(argument.name(), schema(argument));
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    return schema
        .addStringProperty(HYPOTHESIS, "Id of the hypothesis this tests; leave out at first look.")
        .addStringProperty(PREDICTION, "What will be seen if the hypothesis holds.")
        .addStringProperty(REASON, "Why this, now, in a few words.")
        .required(required)
        .build();
  }

  private static JsonSchemaElement schema(Argument argument) {
    String purpose =
        argument.purpose()
            + argument.byDefault().map(value -> " By default " + value + ".").orElse("");
    if (!argument.choices().isEmpty()) {
      return oneOf(purpose, argument.choices());
    }
    return argument.isNumber()
        ? dev.langchain4j.model.chat.request.json.JsonIntegerSchema.builder()
            .description(purpose + " From " + argument.min() + " to " + argument.max() + ".")
            .build()
        : JsonStringSchema.builder()
            .description(purpose + " Matches " + argument.pattern().pattern() + ".")
            .build();
  }

  private static JsonObjectSchema propose(List<String> faultKinds) {
    String purpose = "A fault kind of the catalogue, or other.";
    List<String> kinds = new ArrayList<>(faultKinds);
    kinds.add(dev.shindan.agent.model.Hypothesis.OTHER);
    return JsonObjectSchema.builder()
        .addProperty(
            "kind",
            faultKinds.isEmpty()
                ? JsonStringSchema.builder().description(purpose).build()
                : oneOf(purpose, kinds.stream().distinct().toList()))
        .addStringProperty(TARGET, "A target, or a component of one such as app1:/data.")
        .addStringProperty("statement", "The claim in one sentence that a test could refute.")
        .addStringProperty("because", "What makes it worth testing.")
        .required("kind", TARGET, "statement", "because")
        .additionalProperties(false)
        .build();
  }

  private static JsonObjectSchema judge() {
    return JsonObjectSchema.builder()
        .addStringProperty(HYPOTHESIS, "Id of the hypothesis.")
        .addIntegerProperty("entry", "Number of the entry that showed it.")
        .addEnumProperty("bearing", List.of("supports", "refutes", "neutral"))
        .addEnumProperty("strength", List.of("weak", "moderate"))
        .addStringProperty("why", "Why it speaks so.")
        .addStringProperty("quote", "Copied character for character from the entry's output.")
        .required(HYPOTHESIS, "entry", "bearing", "strength", "why", "quote")
        .additionalProperties(false)
        .build();
  }

  private static JsonObjectSchema conclude() {
    JsonObjectSchema cause =
        JsonObjectSchema.builder()
            .addStringProperty(HYPOTHESIS, "Id of the hypothesis named as cause.")
            .addProperty("claims", claims("The sentences that carry it."))
            .required(HYPOTHESIS, "claims")
            .additionalProperties(false)
            .build();
    return JsonObjectSchema.builder()
        .addEnumProperty("outcome", List.of("root_cause", "inconclusive", "no_fault"))
        .addProperty("causes", list("The causes; empty unless a root cause is named.", cause))
        .addProperty("summary", claims("One or two sentences for the reader."))
        .addProperty(
            "next_checks", list("What to look at next.", JsonStringSchema.builder().build()))
        .required("outcome", "summary")
        .additionalProperties(false)
        .build();
  }

  private static JsonObjectSchema reply() {
    return JsonObjectSchema.builder()
        .addIntegerProperty("said", "Number of the entry that is answered.")
        .addProperty("claims", claims("The answer, sentence by sentence."))
        .required("said", "claims")
        .additionalProperties(false)
        .build();
  }

  private static JsonObjectSchema pin() {
    return JsonObjectSchema.builder()
        .addIntegerProperty("said", "Number of the entry in which it was said.")
        .addStringProperty(TARGET, "The target spoken about.")
        .addBooleanProperty("healthy", "True when the person says that it is fine.")
        .required("said", TARGET, "healthy")
        .additionalProperties(false)
        .build();
  }

  private static JsonArraySchema claims(String purpose) {
    JsonObjectSchema citation =
        JsonObjectSchema.builder()
            .addIntegerProperty("entry", "Number of the cited entry.")
            .addStringProperty(
                "quote", "Verbatim from its output; empty when facts alone carry it.")
            .required("entry", "quote")
            .additionalProperties(false)
            .build();
    return list(
        purpose,
        JsonObjectSchema.builder()
            .addStringProperty("text", "One sentence.")
            .addProperty("citations", list("What it rests on.", citation))
            .required("text", "citations")
            .additionalProperties(false)
            .build());
  }

  private static JsonArraySchema list(String purpose, JsonSchemaElement items) {
    return JsonArraySchema.builder().description(purpose).items(items).build();
  }

  private static JsonEnumSchema oneOf(String purpose, List<String> values) {
    return JsonEnumSchema.builder().description(purpose).enumValues(values).build();
  }
}
