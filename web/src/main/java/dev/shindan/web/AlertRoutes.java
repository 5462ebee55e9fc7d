package dev.shindan.web;

import dev.shindan.agent.model.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Takes alerts from monitoring systems; a 202 means that the alert is stored. */
final class AlertRoutes {
  private final WebPorts ports;
  private final WebSettings settings;

  AlertRoutes(WebPorts ports, WebSettings settings) {
    this.ports = ports;
    this.settings = settings;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/alerts/{source}", this::take);
  }

  private void take(Context request) {
    Bodies.checkSize(request, settings.maxRequestBytes());
    byte[] body = request.bodyAsBytes();
    var receipt = ports.investigations().accept(request.pathParam("source"), body);
    request.status(202).contentType("application/json").result(Json.write(receipt));
  }
}
