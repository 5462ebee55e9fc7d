package dev.shindan.web;

import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.TrailStore;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;

/** Finds the trail that a request names. */
final class Trails {
  private Trails() {}

  static String known(TrailStore trails, Context request) {
    String id = request.pathParam("id");
    if (trails.lastNumber(id) == 0) {
      throw new NotFoundResponse("no such investigation: " + id);
    }
    return id;
  }

  static CaseFile fold(TrailStore trails, Context request) {
    String id = request.pathParam("id");
    List<Entry> entries = trails.read(id, 0);
    if (entries.isEmpty()) {
      throw new NotFoundResponse("no such investigation: " + id);
    }
    return CaseFile.of(id, entries);
  }

  /** A whole number of 0 or more; anything else counts as 0. */
  static long number(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}
