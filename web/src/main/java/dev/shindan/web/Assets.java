package dev.shindan.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The style sheet, scripts and icon of the pages: a fixed list, read once. */
final class Assets {
  private final Map<String, Asset> byName = new TreeMap<>();

  private record Asset(String type, byte[] bytes) {}

  Assets() {
    own("style.css", "text/css");
    own("page.js", "text/javascript");
    own("favicon.svg", "image/svg+xml");
    webJar("htmx.js", "htmx.org", "dist/htmx.min.js");
    webJar("sse.js", "htmx-ext-sse", "sse.js");
  }

  void addTo(RoutesConfig routes) {
    routes.get("/assets/{name}", this::serve);
    routes.get("/favicon.ico", request -> request.redirect("/assets/favicon.svg"));
  }

  private void serve(Context request) {
    Asset asset = byName.get(request.pathParam("name"));
    if (asset == null) {
      throw new NotFoundResponse("no such asset");
    }
    request.header("Cache-Control", "max-age=300");
    request.contentType(asset.type()).result(asset.bytes());
  }

  private void own(String name, String type) {
    byName.put(name, new Asset(type + ";charset=utf-8", read("/dev/shindan/web/static/" + name)));
  }

  /** The version in a WebJar's paths is read from the jar, so that it is written down once. */
  private void webJar(String name, String artifact, String file) {
    Properties properties = new Properties();
    String description = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
    try (InputStream in = open(description)) {
      properties.load(in);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    String root = "/META-INF/resources/webjars/" + artifact + "/";
    byte[] bytes = read(root + properties.getProperty("version") + "/" + file);
    byName.put(name, new Asset("text/javascript;charset=utf-8", bytes));
  }

  private static byte[] read(String path) {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static InputStream open(String path) {
    InputStream in = Assets.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException("missing on the class path: " + path);
    }
    return in;
  }
}
