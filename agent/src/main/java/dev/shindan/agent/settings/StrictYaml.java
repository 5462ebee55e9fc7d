package dev.shindan.agent.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads a YAML file into a record. An unknown key, a wrong type or a missing value is a {@link
 * WrongInput} with file, line and key. {@code ${NAME}} and {@code ${NAME:default}} are replaced
 * from the environment; an undefined name without a default is refused.
 */
public final class StrictYaml {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(:([^}]*))?}");
  private static final YAMLMapper MAPPER = mapper();

  private final Map<String, String> environment;

  public StrictYaml(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public <T> T read(Path file, Class<T> type) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException missing) {
      throw new WrongInput(
          file.toString(), "cannot be read: " + missing.getClass().getSimpleName());
    }
    return parse(file.toString(), text, type);
  }

  /**
   * @param where the name of the text for messages
   */
  public <T> T parse(String where, String text, Class<T> type) {
    try {
      T value = MAPPER.readValue(withVariables(where, text), type);
      if (value == null) {
        throw new WrongInput(where, "is empty; a " + type.getSimpleName() + " was expected");
      }
      return value;
    } catch (JsonProcessingException wrong) {
      throw new WrongInput(where + line(wrong, text), describe(wrong));
    }
  }

  private String withVariables(String where, String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        found -> {
          if (inComment(text, found.start())) {
            return Matcher.quoteReplacement(found.group());
          }
          String name = found.group(1);
          String value = environment.getOrDefault(name, found.group(3));
          if (value == null) {
            throw new WrongInput(
                where + line(text, found.start()),
                "environment variable " + name + " is not set and has no default");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  /** Whether a {@code #} outside quotes stands before the offset on its line. */
  private static boolean inComment(String text, int offset) {
    int start = text.lastIndexOf('\n', offset) + 1;
    char quote = 0;
    for (int i = start; i < offset; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#' && (i == start || Character.isWhitespace(text.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }

  private static String describe(JsonProcessingException wrong) {
    return switch (wrong) {
      case UnrecognizedPropertyException unknown ->
          "unknown key '%s'; expected one of %s"
              .formatted(
                  path(unknown),
                  unknown.getKnownPropertyIds() == null
                      ? "none"
                      : unknown.getKnownPropertyIds().stream()
                          .map(String::valueOf)
                          .sorted()
                          .collect(Collectors.joining(", ")));
      case InvalidFormatException format ->
          "key '%s': '%s' is not a valid %s"
              .formatted(path(format), format.getValue(), format.getTargetType().getSimpleName());
      case MismatchedInputException mismatch ->
          "key '%s': expected %s"
              .formatted(
                  path(mismatch),
                  mismatch.getTargetType() == null
                      ? firstLine(mismatch)
                      : mismatch.getTargetType().getSimpleName());
      case JsonMappingException mapping ->
          "key '%s': %s".formatted(path(mapping), rootMessage(mapping));
      default -> firstLine(wrong);
    };
  }

  private static String path(JsonMappingException wrong) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : wrong.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "(top level)" : path.toString();
  }

  private static String rootMessage(Throwable wrong) {
    Throwable cause = wrong;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof JsonProcessingException json
        ? firstLine(json)
        : String.valueOf(cause.getMessage());
  }

  private static String firstLine(JsonProcessingException wrong) {
    return String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("not valid YAML");
  }

  /** The reader has often gone on to the next line: the key is looked for from there backwards. */
  @SuppressWarnings("NullAway") // the location is null for problems found after the text was read
  private static String line(JsonProcessingException wrong, String text) {
    JsonLocation location = wrong.getLocation();
    if (location == null || location.getLineNr() < 1) {
      return "";
    }
    Optional<Pattern> key =
        wrong instanceof JsonMappingException mapping ? lastKey(mapping) : Optional.empty();
    List<String> lines = text.lines().toList();
    for (int line = Math.min(location.getLineNr(), lines.size()); line >= 1; line--) {
      if (key.isPresent() && key.get().matcher(lines.get(line - 1)).find()) {
        return ":" + line;
      }
    }
    return ":" + location.getLineNr();
  }

  private static Optional<Pattern> lastKey(JsonMappingException wrong) {
    return wrong.getPath().reversed().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .findFirst()
        .map(name -> Pattern.compile("(^|[\\s{,\"'])" + Pattern.quote(name) + "[\"']?\\s*:"));
  }

  private static String line(String text, int offset) {
    return ":" + (text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1);
  }

  private static YAMLMapper mapper() {
    LoaderOptions loader = new LoaderOptions();
    loader.setAllowDuplicateKeys(false);
    return YAMLMapper.builder(YAMLFactory.builder().loaderOptions(loader).build())
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
