package dev.shindan.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The HTTP server of Shindan. Started once; closing it ends every open event stream. */
public final class WebServer implements AutoCloseable {
  private static final String CONTENT_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final WebSettings settings;
  private final WebPorts ports;
  private final LiveTrail live;
  private final Javalin server;

  public WebServer(WebSettings settings, WebPorts ports) {
    this.settings = settings;
    this.ports = ports;
    Templates templates = new Templates();
    this.live = new LiveTrail(ports, templates, settings.readersMax());
    this.server = Javalin.create(config -> configure(config, templates));
  }

  /** Listens; returns itself. */
  public WebServer start() {
    server.start(settings.host(), settings.port());
    return this;
  }

  /** The port it listens on; the one the system chose when the settings say 0. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    live.close();
    server.stop();
  }

  private void configure(JavalinConfig config, Templates templates) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = settings.maxRequestBytes();
    RoutesConfig routes = config.routes;
    Access access = new Access(settings);
    RequestMetrics metrics = new RequestMetrics(ports.metrics());
    config.requestLogger.http(metrics::record);
    routes.before(WebServer::addHeaders);
    routes.before(access::check);
    new Failures(templates, settings).addTo(routes);
    new Assets().addTo(routes);
    metrics.addTo(routes);
    new HealthRoutes(ports).addTo(routes);
    new ApiRoutes(ports, live).addTo(routes);
    new AlertRoutes(ports, settings).addTo(routes);
    new PageRoutes(ports, templates, access).addTo(routes);
  }

  private static void addHeaders(Context request) {
    request.header("Content-Security-Policy", CONTENT_POLICY);
    request.header("X-Content-Type-Options", "nosniff");
    // Not no-referrer: a browser would then send "Origin: null" with our own forms.
    request.header("Referrer-Policy", "same-origin");
    request.header("Cache-Control", "no-store");
  }
}
