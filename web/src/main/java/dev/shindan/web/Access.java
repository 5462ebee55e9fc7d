package dev.shindan.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Decides who may send which request; asked before every route. */
final class Access {
  private static final String COOKIE = "shindan";
  private static final String BEARER = "Bearer ";
  private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/readyz", "/login");

  private final WebSettings settings;

  Access(WebSettings settings) {
    this.settings = settings;
  }

  /** Throws the answer for a request that is not allowed; redirects a browser to the login page. */
  void check(Context request) {
    if (request.path().startsWith("/alerts/") || request.path().startsWith("/changes/")) {
      checkWebhook(request);
      return;
    }
    checkHost(request);
    checkOrigin(request);
    if (settings.token().isEmpty() || isOpen(request.path()) || isSignedIn(request)) {
      return;
    }
    if (request.method().equals(HandlerType.GET) && wantsPage(request)) {
      request.redirect("/login");
      request.skipRemainingHandlers();
      return;
    }
    throw new UnauthorizedResponse("a token is needed: Authorization: Bearer …");
  }

  /** Whether the token of the login form is right; if so the browser gets its cookie. */
  boolean signIn(Context request, String shown) {
    if (settings.token().filter(token -> same(token, shown)).isEmpty()) {
      return false;
    }
    Cookie cookie = new Cookie(COOKIE, cookieValue(settings.token().get()));
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setSecure("https".equals(request.header("X-Forwarded-Proto")));
    request.cookie(cookie);
    return true;
  }

  static boolean wantsPage(Context request) {
    return Optional.ofNullable(request.header("Accept")).orElse("").contains("text/html");
  }

  private static boolean isOpen(String path) {
    return OPEN_PATHS.contains(path) || path.startsWith("/assets/");
  }

  private boolean isSignedIn(Context request) {
    String token = settings.token().orElseThrow();
    String cookie = request.cookie(COOKIE);
    return shows(request, token) || (cookie != null && same(cookieValue(token), cookie));
  }

  /** A webhook always shows a token: a page in the operator's browser could reach loopback too. */
  private void checkWebhook(Context request) {
    Optional<String> expected = settings.alertToken().or(settings::token);
    if (expected.isEmpty()) {
      throw new UnauthorizedResponse("no alert token is configured (web.alertToken)");
    }
    if (!shows(request, expected.get())) {
      throw new UnauthorizedResponse("the alert token is needed: Authorization: Bearer …");
    }
  }

  /** Without a token the name in the request must be loopback, or DNS rebinding opens the door. */
  private void checkHost(Context request) {
    if (settings.token().isPresent() || isOpen(request.path())) {
      return;
    }
    String host = Optional.ofNullable(request.host()).orElse("");
    String name = host.startsWith("[") ? host.replaceFirst("].*$", "]") : hostWithoutPort(host);
    if (!WebSettings.isLoopback(name)) {
      throw new ForbiddenResponse("the host name of the request is not loopback");
    }
  }

  private static String hostWithoutPort(String host) {
    return host.replaceFirst(":[0-9]*$", "");
  }

  private static void checkOrigin(Context request) {
    if (request.method().equals(HandlerType.GET) || request.method().equals(HandlerType.HEAD)) {
      return;
    }
    String site = request.header("Sec-Fetch-Site");
    String origin = request.header("Origin");
    boolean foreign =
        site != null
            ? !site.equals("same-origin") && !site.equals("none")
            : origin != null && !sameHost(origin, request.host());
    if (foreign) {
      throw new ForbiddenResponse("a request from another site is not accepted");
    }
  }

  private static boolean sameHost(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static boolean shows(Context request, String token) {
    String header = request.header("Authorization");
    return header != null
        && header.startsWith(BEARER)
        && same(token, header.substring(BEARER.length()).strip());
  }

  /** Takes equally long wherever the texts differ. */
  private static boolean same(String expected, String shown) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Proves knowledge of the token without being the token. */
  private static String cookieValue(String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] proof = mac.doFinal("shindan cookie 1".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(proof);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
