package dev.shindan.agent.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets and control characters out of text before anything is stored or shown.
 *
 * <p>What looks like a secret is replaced by {@link #MASK}; line structure is kept, so that readers
 * still work. Thread-safe.
 */
public final class Redaction {
  public static final String MASK = "[redacted]";

  private static final String SECRET_WORD =
      "[A-Za-z0-9_.-]*(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|apikey|access[_-]?key"
          + "|private[_-]?key|credential|auth)[A-Za-z0-9_-]*";

  /** Each pattern keeps group 1 and masks what follows it. */
  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile(
              "(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\\s\\S]*?(?=-----END|\\z)",
              Pattern.CASE_INSENSITIVE),
          Pattern.compile("(\\b[a-z][a-z0-9+.-]*://[^\\s:/@]*:)[^\\s@/]+(?=@)"),
          Pattern.compile(
              "((?:proxy-)?authorization['\"]?\\s*[:=]\\s*['\"]?(?:bearer|basic|token)?\\s*)"
                  + "[^\\s'\",]+",
              Pattern.CASE_INSENSITIVE),
          Pattern.compile("(\\bbearer\\s+)[A-Za-z0-9._~+/=-]{8,}", Pattern.CASE_INSENSITIVE),
          Pattern.compile(
              "((?<![A-Za-z0-9])['\"]?"
                  + SECRET_WORD
                  + "['\"]?\\s*[=:]\\s*['\"]?)"
                  + "(?!\\s)[^\\s'\",;&]+",
              Pattern.CASE_INSENSITIVE),
          Pattern.compile(
              "(--?" + SECRET_WORD + "\\s+)(?!-)[^\\s'\",;]+", Pattern.CASE_INSENSITIVE),
          Pattern.compile("(\\b(?:mysql|mariadb|mysqldump|mysqladmin)\\b[^\\n]*?\\s-p)[^\\s-]\\S*"),
          Pattern.compile("(\\bredis-cli\\b[^\\n]*?\\s-a\\s+)\\S+"),
          Pattern.compile("(\\bcurl\\b[^\\n]*?\\s(?:-u|--user)\\s+[^\\s:]*:)\\S+"),
          Pattern.compile("(\\bsshpass\\b[^\\n]*?\\s-p\\s*)\\S+"),
          Pattern.compile("(\\b(?:AKIA|ASIA))[A-Z0-9]{16}\\b"),
          Pattern.compile("(\\bgh[pousr]_)[A-Za-z0-9]{20,}"),
          Pattern.compile("(\\beyJ)[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+"));

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
  private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

  public RawOutput clean(RawOutput raw) {
    return new RawOutput(clean(raw.text()).getBytes(StandardCharsets.UTF_8), raw.omittedBytes());
  }

  public String clean(String text) {
    String clean = CONTROL.matcher(ESCAPE.matcher(text).replaceAll("")).replaceAll("");
    for (Pattern secret : SECRETS) {
      clean = secret.matcher(clean).replaceAll(found -> keep(found.group(1)));
    }
    return clean;
  }

  private static String keep(String kept) {
    return Matcher.quoteReplacement(kept + MASK);
  }
}
