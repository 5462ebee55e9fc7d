package dev.shindan.agent.catalogue;

import dev.shindan.agent.catalogue.KindFile.CheckFile;
import dev.shindan.agent.catalogue.KindFile.WeightFile;
import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.Toolbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one fault kind and compiles its checks. */
final class KindReader {
  private final Toolbox toolbox;
  private final boolean lenient;
  private final Map<String, Expressions> byTool = new HashMap<>();

  /**
   * @param lenient whether a check of a tool that is not registered is left out instead of refused
   */
  KindReader(Toolbox toolbox, boolean lenient) {
    this.toolbox = toolbox;
    this.lenient = lenient;
  }

  FaultKind read(String file, String text, Map<String, CheckReader> readers) {
    KindFile kind = new StrictYaml(Map.of()).parse(file, text, KindFile.class);
    List<Pattern> alerts = new ArrayList<>();
    for (String alert : orEmpty(kind.alerts())) {
      try {
        alerts.add(Pattern.compile(alert, Pattern.CASE_INSENSITIVE));
      } catch (PatternSyntaxException wrong) {
        throw new WrongInput(file + line(text, alert), "alerts: '" + alert + "' is not a pattern");
      }
    }
    List<Check> checks = new ArrayList<>();
    for (CheckFile check : orEmpty(kind.checks())) {
      Optional<Tool> tool = toolbox.find(check.tool());
      String id = kind.id() + "/" + check.id();
      if (tool.isPresent()) {
        checks.add(check(id, check));
        if (readers.put(id, reader(file, text, check, tool.get())) != null) {
          throw new WrongInput(file + line(text, check.id()), "two checks named '" + id + "'");
        }
      } else if (!lenient) {
        throw new WrongInput(
            file + line(text, check.tool()),
            "check '" + check.id() + "': there is no tool '" + check.tool() + "'");
      }
    }
    return new FaultKind(
        kind.id(),
        kind.name(),
        kind.domain(),
        kind.prior(),
        alerts,
        orEmpty(kind.explains()),
        checks,
        kind.remedy().strip());
  }

  private CheckReader reader(String file, String text, CheckFile check, Tool tool) {
    try {
      return new CheckReader(
          check,
          byTool.computeIfAbsent(
              check.tool(), _ -> Expressions.over(new FactsShape(tool.spec().facts()))),
          tool.kernelFiles());
    } catch (Expressions.Malformed wrong) {
      throw new WrongInput(
          file + line(text, "id: " + check.id()),
          "check '" + check.id() + "': " + wrong.getMessage());
    }
  }

  private static Check check(String id, CheckFile file) {
    return new Check(
        id,
        file.on(),
        file.tool(),
        file.arguments() == null ? Map.of() : file.arguments(),
        weight(file.then()),
        weight(file.otherwise()),
        Optional.ofNullable(file.severity()),
        file.basis(),
        file.threshold() == null ? "" : file.threshold(),
        Boolean.TRUE.equals(file.symptom()),
        file.source());
  }

  private static Weight weight(WeightFile file) {
    return new Weight(file.bearing(), file.strength());
  }

  private static <T> List<T> orEmpty(@org.jspecify.annotations.Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static String line(String text, String word) {
    int at = text.indexOf(word);
    return at < 0 ? "" : ":" + (text.substring(0, at).chars().filter(c -> c == '\n').count() + 1);
  }
}
