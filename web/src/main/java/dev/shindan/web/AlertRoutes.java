package dev.shindan.web;

import dev.shindan.agent.model.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * Takes alerts from monitoring systems and changes from pipelines; a 202 means that they are
 * stored.
 */
final class AlertRoutes {
  private final WebPorts ports;
  private final WebSettings settings;

  AlertRoutes(WebPorts ports, WebSettings settings) {
    this.ports = ports;
    this.settings = settings;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/alerts/{source}", this::take);
    routes.post("/changes/{source}", this::takeChanges);
  }

  private void take(Context request) {
    Bodies.checkSize(request, settings.maxRequestBytes());
    byte[] body = request.bodyAsBytes();
    var receipt = ports.investigations().accept(request.pathParam("source"), body);
    request.status(202).contentType("application/json").result(Json.write(receipt));
  }

  private void takeChanges(Context request) {
    Bodies.checkSize(request, settings.maxRequestBytes());
    byte[] body = request.bodyAsBytes();
    var noted = ports.investigations().note(request.pathParam("source"), body);
    request.status(202).contentType("application/json").result(Json.write(noted));
  }
}
