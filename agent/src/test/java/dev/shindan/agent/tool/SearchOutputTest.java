package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SearchOutputTest {
  private static final CallContext CONTEXT =
      new CallContext("i1", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(5));
  private static final String OUTPUT = "first line\nERROR refused: a: b\nthird\nerror again\n";

  private final SearchOutput tool =
      new SearchOutput(
          (investigation, entry) ->
              investigation.equals("i1") && entry == 7
                  ? Optional.of(RawOutput.of(OUTPUT))
                  : Optional.empty());

  @Test
  void linesAreFoundWithTheirNumbers() {
    SearchOutputFacts facts = facts(Map.of("entry", "7", "pattern", "Error"));
    assertThat(facts)
        .isEqualTo(
            new SearchOutputFacts(
                7,
                4,
                2,
                List.of(
                    new SearchOutputFacts.Row(2, "ERROR refused: a: b"),
                    new SearchOutputFacts.Row(4, "error again")),
                false));
  }

  @Test
  void aRangeAloneShowsItsLines() {
    assertThat(facts(Map.of("entry", "7", "from", "3", "lines", "1")).lines())
        .containsExactly(new SearchOutputFacts.Row(3, "third"));
  }

  @Test
  void nothingFoundSaysWhatWasSearched() {
    assertThat(settled(Map.of("entry", "7", "pattern", "nowhere")))
        .isEqualTo(new ToolAnswer.Empty("'nowhere' in lines 1 to 4 of the 4 lines of entry #7"));
  }

  @Test
  void anEntryOfAnotherInvestigationIsDenied() {
    assertThat(settled(Map.of("entry", "8"))).isInstanceOf(ToolAnswer.Denied.class);
  }

  private ToolAnswer settled(Map<String, String> arguments) {
    return ((Fetched.Settled) tool.fetch(call(arguments), CONTEXT)).answer();
  }

  private SearchOutputFacts facts(Map<String, String> arguments) {
    ToolCall call = call(arguments);
    RawOutput raw = new Redaction().clean(((Fetched.Output) tool.fetch(call, CONTEXT)).raw());
    ToolAnswer.Observed observed = (ToolAnswer.Observed) tool.read(call, raw, CONTEXT);
    return Json.MAPPER.convertValue(observed.facts(), SearchOutputFacts.class);
  }

  private ToolCall call(Map<String, String> arguments) {
    Toolbox toolbox = new Toolbox(List.of(tool));
    ToolCall call = toolbox.complete(ToolCall.of(SearchOutput.NAME, "app1", arguments));
    assertThat(toolbox.problemWith(call)).isEmpty();
    return call;
  }
}
