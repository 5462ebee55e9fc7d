package dev.shindan.agent.replay;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes a case as a folder: {@code case.yaml}, {@code calls.jsonl} (one {@link
 * RecordedCall} a line) and {@code raw/} with one file for each output.
 */
public final class CaseFolder {
  private static final String CASE = "case.yaml";
  private static final String CALLS = "calls.jsonl";
  private static final String RAW = "raw";

  private CaseFolder() {}

  /**
   * @throws WrongInput when the folder is not a case
   */
  public static Case read(Path folder) {
    Case.Description description =
        new StrictYaml(Map.of()).read(folder.resolve(CASE), Case.Description.class);
    List<RecordedCall> calls = new ArrayList<>();
    Map<String, byte[]> raws = new HashMap<>();
    Path file = folder.resolve(CALLS);
    try {
      int line = 0;
      for (String text : Files.readAllLines(file)) {
        line++;
        calls.add(call(file, line, text));
      }
      for (RecordedCall call : calls) {
        if (call.raw().isPresent()) {
          String name = call.raw().get();
          Path output = folder.resolve(RAW).resolve(safe(file, name));
          // an output that was taken away is a gap in the recording, not a broken case
          if (Files.exists(output)) {
            raws.put(name, Files.readAllBytes(output));
          }
        }
      }
    } catch (IOException missing) {
      throw new WrongInput(file.toString(), "cannot be read: " + missing.getMessage());
    }
    return new Case(String.valueOf(folder.getFileName()), description, calls, raws);
  }

  private static RecordedCall call(Path file, int line, String text) {
    try {
      return Json.read(text, RecordedCall.class);
    } catch (UncheckedIOException wrong) {
      throw new WrongInput(file + ":" + line, "is not a recorded call");
    }
  }

  private static String safe(Path file, String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new WrongInput(file.toString(), "'" + name + "' is not a file name in raw/");
    }
    return name;
  }

  public static void write(Path folder, Case recorded) throws IOException {
    Files.createDirectories(folder.resolve(RAW));
    Files.writeString(folder.resolve(CASE), yaml().writeValueAsString(recorded.description()));
    StringBuilder calls = new StringBuilder();
    recorded.calls().forEach(call -> calls.append(Json.write(call)).append('\n'));
    Files.writeString(folder.resolve(CALLS), calls.toString());
    for (Map.Entry<String, byte[]> raw : recorded.raws().entrySet()) {
      Files.write(folder.resolve(RAW).resolve(raw.getKey()), raw.getValue());
    }
  }

  private static YAMLMapper yaml() {
    return YAMLMapper.builder(
            YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build())
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }
}
