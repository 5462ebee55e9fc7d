package dev.shindan.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;

/** The JSON interface. */
final class ApiRoutes {
  private static final int LISTED_BY_DEFAULT = 100;
  private static final int LISTED_MAX = 1_000;

  private final WebPorts ports;
  private final LiveTrail live;

  ApiRoutes(WebPorts ports, LiveTrail live) {
    this.ports = ports;
    this.live = live;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/incidents", this::incidents);
    routes.get("/api/incidents/{id}", this::incident);
    routes.post("/api/investigations", this::open);
    String one = "/api/investigations/{id}";
    routes.get(one, this::investigation);
    routes.get(one + "/trail", this::trail);
    // Before the stream is begun: afterwards its status is 200 for good.
    routes.before(
        one + "/events",
        request -> {
          Trails.known(ports.trails(), request);
          live.requirePlace();
        });
    routes.sse(one + "/events", live::serve);
    routes.post(one + "/messages", request -> post(request, "message"));
    routes.post(one + "/stop", request -> post(request, "stop"));
    routes.post(one + "/feedback", request -> post(request, "feedback"));
  }

  private void incidents(Context request) {
    long asked = Trails.number(request.queryParam("limit"));
    int limit = asked == 0 ? LISTED_BY_DEFAULT : (int) Math.min(asked, LISTED_MAX);
    answer(request, 200, Map.of("incidents", ports.investigations().list(limit)));
  }

  private void incident(Context request) {
    String id = request.pathParam("id");
    IncidentSummary summary =
        ports.investigations().list(LISTED_MAX).stream()
            .filter(listed -> listed.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new NotFoundResponse("no such incident: " + id));
    answer(request, 200, summary);
  }

  private void open(Context request) {
    String id =
        ports.investigations().open(Bodies.text(request, "question"), Bodies.hosts(request));
    request.header("Location", "/api/investigations/" + id);
    answer(request, 201, Map.of("id", id));
  }

  private void investigation(Context request) {
    var file = Trails.fold(ports.trails(), request);
    answer(request, 200, InvestigationView.of(file, ports.clock().instant()));
  }

  private void trail(Context request) {
    String id = Trails.known(ports.trails(), request);
    long after = Trails.number(request.queryParam("after"));
    answer(request, 200, Map.of("entries", ports.trails().read(id, after)));
  }

  private void post(Context request, String kind) {
    String id = Trails.known(ports.trails(), request);
    String message = Messages.post(ports, id, kind, Bodies.author(request), body(request, kind));
    answer(request, 202, Map.of("message", message));
  }

  private static String body(Context request, String kind) {
    if (kind.equals("message")) {
      return Bodies.text(request, "text");
    }
    JsonNode whole = Bodies.object(request);
    return kind.equals("stop") ? "" : whole.toString();
  }

  private static void answer(Context request, int status, Object body) {
    request.status(status).contentType("application/json").result(Json.write(body));
  }
}
