package dev.shindan.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.Optional;

/** Whether the process lives, and whether it can work. */
final class HealthRoutes {
  private final WebPorts ports;

  HealthRoutes(WebPorts ports) {
    this.ports = ports;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/healthz", request -> request.result("ok\n"));
    routes.get("/readyz", this::ready);
  }

  private void ready(Context request) {
    Optional<String> problem = ports.investigations().check();
    if (problem.isPresent()) {
      throw new ServiceUnavailableResponse(problem.get());
    }
    request.result("ready\n");
  }
}
