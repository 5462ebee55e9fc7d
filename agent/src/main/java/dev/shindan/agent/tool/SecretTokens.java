package dev.shindan.agent.tool;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what is a secret by its own shape, whatever stands around it. */
final class SecretTokens {
  /**
   * @param hints lower case; the pattern is tried only when one of them is in the text
   * @param pattern keeps group 1 and masks what follows it
   */
  private record Shape(List<String> hints, Pattern pattern) {}

  private static final List<Shape> SHAPES =
      List.of(
          shape(
              "(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)(?s:.*?)(?=-----END|\\z)",
              "private key"),
          shape("(\\b[a-z][a-z0-9+.-]{1,20}+://[^\\s:/@'\"]{0,64}+:)[^\\s/'\"]{1,256}(?=@)", "://"),
          shape(
              "((?:digest|aws4-hmac-sha256)\\s{1,3})[a-z]{2,20}=[^\\n]{8,4096}+",
              "digest",
              "aws4-"),
          shape(
              "(authorization['\"\\\\]{0,3}\\s{0,3}[:=]\\s{0,3}['\"\\\\]{0,3}"
                  + "(?:(?:bearer|basic|token|negotiate|digest|aws4-hmac-sha256)\\s{1,3})?+)"
                  + "(?!\\[redacted])[^\\s'\"\\\\,]{1,8192}+",
              "authorization"),
          shape("(\\bbearer\\s{1,3})[a-z0-9._~+/=-]{8,}+", "bearer"),
          shape(
              "(\\b(?:set-)?cookie2?['\"\\\\]{0,3}\\s{0,3}:\\s{0,3})[^\\n'\"]{3,8192}+", "cookie"),
          shape("(\\b(?:akia|asia))[A-Z0-9]{16}\\b", "akia", "asia"),
          shape("(\\baiza)[a-z0-9_-]{30,}+", "aiza"),
          shape("(\\bya29\\.)[a-z0-9_-]{20,}+", "ya29."),
          shape("(\\bgh[pousr]_)[a-z0-9]{20,}+", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
          shape("(\\bgithub_pat_)[a-z0-9_]{20,}+", "github_pat_"),
          shape("(\\bglpat-)[a-z0-9_-]{16,}+", "glpat-"),
          shape("(\\bxox[abeprs]-)[a-z0-9-]{10,}+", "xox"),
          shape("(hooks\\.slack\\.com/services/)[a-z0-9/]{10,}+", "hooks.slack.com"),
          shape("(\\b[rsp]k_(?:live|test)_)[a-z0-9]{10,}+", "k_live_", "k_test_"),
          shape("(\\bsk-(?:ant-|proj-)?)[a-z0-9_-]{20,}+", "sk-"),
          shape("(\\bsg\\.)[a-z0-9_-]{16,}+\\.[a-z0-9_-]{16,}+", "sg."),
          shape("(\\bnpm_)[a-z0-9]{30,}+", "npm_"),
          shape("(\\bpypi-)[a-z0-9_-]{40,}+", "pypi-"),
          shape("(\\bhv[sb]\\.)[a-z0-9_-]{20,}+", "hvs.", "hvb."),
          shape("(\\bdo[por]_v1_)[a-f0-9]{32,}+", "_v1_"),
          shape("((?<![a-z0-9_-])eyJ)[a-z0-9_-]{8,}+\\.[a-z0-9_-]{8,}+\\.[a-z0-9_-]*+", "eyj"),
          shape("([?&](?:sig|signature|x-amz-signature)=)[^\\s&'\"]{8,}+", "sig=", "signature="),
          shape("(\\$(?:1|2[abxy]|5|6|y|gy|argon2id?)\\$)[^\\s:'\"]{8,}+", "$"),
          shape(
              "(\\b(?:j|php|asp\\.net_)?sess(?:ion)?_?id=)[^\\s;&'\"]{16,}+",
              "sessid=",
              "sessionid=",
              "session_id="));

  /**
   * @param lower the text in lower case
   */
  String mask(String text, String lower) {
    String masked = text;
    for (Shape shape : SHAPES) {
      if (shape.hints().stream().anyMatch(lower::contains)) {
        masked =
            shape
                .pattern()
                .matcher(masked)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + Redaction.MASK));
      }
    }
    return masked;
  }

  private static Shape shape(String pattern, String... hints) {
    return new Shape(List.of(hints), Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }
}
