package dev.shindan.web;

import dev.shindan.agent.trail.CaseFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages for people, and the fragments that keep them up to date. */
final class PageRoutes {
  private static final int LISTED = 200;

  private final WebPorts ports;
  private final Templates templates;
  private final Access access;

  PageRoutes(WebPorts ports, Templates templates, Access access) {
    this.ports = ports;
    this.templates = templates;
    this.access = access;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", this::incidents);
    routes.get("/login", request -> login(request, false));
    routes.post("/login", this::signIn);
    routes.post("/investigations", this::ask);
    String one = "/investigations/{id}";
    routes.get(one, this::investigation);
    routes.get(one + "/panel", request -> request.html(panel(fold(request))));
    routes.get(one + "/signals", this::signals);
    routes.get(one + "/chat", request -> request.html(chat(fold(request))));
    routes.post(one + "/messages", this::say);
    routes.post(one + "/stop", this::stop);
    routes.get(one + "/entries/{n}/raw", this::raw);
  }

  private void incidents(Context request) {
    var list = ports.investigations().list(LISTED);
    page(request, "incidents", Map.of("incidents", list));
  }

  private void ask(Context request) {
    String id =
        ports.investigations().open(Bodies.text(request, "question"), Bodies.hosts(request));
    request.redirect("/investigations/" + id, HttpStatus.SEE_OTHER);
  }

  private void investigation(Context request) {
    CaseFile file = fold(request);
    List<TrailRow> rows =
        file.entries().stream().map(entry -> TrailRow.of(entry, file.startedAt())).toList();
    page(
        request,
        "investigation",
        Map.of(
            "panel", Panel.of(file, ports.clock().instant()),
            "signals", Signals.of(file, ports),
            "chat", Chat.of(file, ports.inbox().messages(file.investigation())),
            "rows", rows));
  }

  private void say(Context request) {
    String id = Trails.known(ports.trails(), request);
    Messages.post(ports, id, "message", Bodies.author(request), Bodies.text(request, "text"));
    if (request.header("HX-Request") == null) {
      request.redirect("/investigations/" + id + "#chat", HttpStatus.SEE_OTHER);
    } else {
      request.html(chat(fold(request)));
    }
  }

  private void stop(Context request) {
    String id = Trails.known(ports.trails(), request);
    Messages.post(ports, id, "stop", Bodies.author(request), "");
    request.redirect("/investigations/" + id, HttpStatus.SEE_OTHER);
  }

  private void raw(Context request) {
    long number = Trails.number(request.pathParam("n"));
    String wanted = Optional.ofNullable(request.queryParam("quote")).orElse("");
    page(request, "raw", Map.of("page", RawPage.of(fold(request), ports, number, wanted)));
  }

  private void signIn(Context request) {
    String shown = Optional.ofNullable(request.formParam("token")).orElse("").strip();
    if (access.signIn(request, shown)) {
      request.redirect("/", HttpStatus.SEE_OTHER);
    } else {
      request.status(HttpStatus.UNAUTHORIZED);
      login(request, true);
    }
  }

  private void login(Context request, boolean wrong) {
    page(request, "login", Map.of("wrong", wrong));
  }

  private CaseFile fold(Context request) {
    return Trails.fold(ports.trails(), request);
  }

  private String panel(CaseFile file) {
    return templates.render("panel", Map.of("panel", Panel.of(file, ports.clock().instant())));
  }

  /** Nothing is sent to a page that shows the same already. */
  private void signals(Context request) {
    CaseFile file = fold(request);
    if (Signals.version(file).equals(request.queryParam("seen"))) {
      request.status(HttpStatus.NO_CONTENT);
    } else {
      page(request, "signals", Map.of("signals", Signals.of(file, ports)));
    }
  }

  private String chat(CaseFile file) {
    var messages = ports.inbox().messages(file.investigation());
    return templates.render("chat", Map.of("chat", Chat.of(file, messages)));
  }

  private void page(Context request, String template, Map<String, Object> parameters) {
    request.html(templates.render(template, parameters));
  }
}
