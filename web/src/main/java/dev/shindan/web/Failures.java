package dev.shindan.web;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever goes wrong in a route into one line of JSON, or a small page for a browser. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Templates templates;
  private final WebSettings settings;

  Failures(Templates templates, WebSettings settings) {
    this.templates = templates;
    this.settings = settings;
  }

  void addTo(RoutesConfig routes) {
    routes.exception(WrongInput.class, (wrong, request) -> answer(request, 400, said(wrong)));
    routes.exception(
        HttpResponseException.class,
        (refused, request) -> answer(request, refused.getStatus(), said(refused)));
    routes.exception(
        Exception.class,
        (defect, request) -> {
          LOG.error("{} {} failed", request.method(), request.path(), defect);
          answer(request, 500, "Shindan failed to answer; its log says why");
        });
  }

  private void answer(Context request, int status, String message) {
    Bodies.dropRest(request, settings.droppedBytesMax());
    request.status(status);
    if (Access.wantsPage(request)) {
      request.html(templates.render("failure", Map.of("status", status, "message", message)));
    } else {
      request.contentType("application/json").result(Json.write(Map.of("error", message)));
    }
  }

  private static String said(Exception refused) {
    String message = refused.getMessage();
    return message == null ? "refused" : message.replaceAll("\\s+", " ");
  }
}
