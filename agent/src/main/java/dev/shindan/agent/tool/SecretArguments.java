package dev.shindan.agent.tool;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks passwords among the arguments of programs known to take them without naming them. */
final class SecretArguments {
  /**
   * @param hints the line patterns are tried only when one of them is in the text
   * @param program looked for once a line
   * @param argument looked for in the rest of that line; keeps group 1 and masks what follows it
   */
  private record Use(Pattern program, Pattern argument, List<String> hints) {}

  private static final List<Use> USES =
      List.of(
          use(
              "mysql(?:dump|admin|check|import|show|slap)?|mariadb[a-z-]*",
              "\\s-p",
              "[^\\s-]\\S*+",
              "mysql",
              "mariadb"),
          use("redis-cli|valkey-cli", "\\s(?:-a|--pass)\\s+", "\\S++", "redis-cli", "valkey-cli"),
          use(
              "redis-cli|valkey-cli",
              "\\bauth\\s+(?:[a-z0-9_]+\\s+)?+",
              "\\S++",
              "redis-cli",
              "valkey-cli"),
          use(
              "curl",
              "\\s(?:-u|--user|-U|--proxy-user)[\\s=]*+['\"]?[^\\s:'\"]{0,128}+:",
              "\\S++",
              "curl"),
          use("sshpass", "\\s-p\\s*+", "[^\\s-]\\S*+", "sshpass"),
          use("ldap(?:search|modify|add|delete|passwd|whoami)", "\\s-[wsa]\\s+", "\\S++", "ldap"),
          use(
              "mongo(?:sh|dump|restore|export|import|stat|top)?",
              "\\s-p\\s+",
              "[^\\s-]\\S*+",
              "mongo"),
          use(
              "(?:docker|podman|helm|buildah|skopeo)(?:\\sregistry)?\\slogin",
              "\\s-p\\s+",
              "\\S++",
              "login"),
          use("sqlcmd|ipmitool|bcp", "\\s-P\\s*+", "\\S++", "sqlcmd", "ipmitool", "bcp"),
          use(
              "smbclient|rpcclient|mount\\.cifs",
              "\\s-U\\s*+[^\\s%]{0,128}+%",
              "\\S++",
              "smbclient",
              "rpcclient",
              "mount.cifs"),
          use("openssl", "\\s(?:-k|-K)\\s+|\\spass:", "\\S++", "openssl"),
          use("snmp(?:walk|get|bulkwalk|getnext|table)", "\\s-[cAX]\\s*+", "\\S++", "snmp"),
          use(
              "sqlplus|expdp|impdp",
              "\\s[a-z0-9_]{1,64}+/",
              "[^\\s/@]\\S*+",
              "sqlplus",
              "expdp",
              "impdp"),
          use("htpasswd", "\\s-[a-zA-Z]*b[a-zA-Z]*\\s+\\S++\\s+\\S++\\s+", "\\S++", "htpasswd"),
          use(
              "rabbitmqctl",
              "\\s(?:add_user|change_password|authenticate_user)\\s+\\S++\\s+",
              "\\S++",
              "rabbitmqctl"),
          use("7za?|unrar|rar", "\\s-p", "[^\\s-]\\S*+", "7z", "rar"),
          use(
              "(?:user|group)(?:add|mod)",
              "\\s-p\\s*+",
              "[^\\s-]\\S*+",
              "useradd",
              "usermod",
              "groupadd",
              "groupmod"));

  String mask(String text) {
    String masked = text;
    for (Use use : USES) {
      if (use.hints().stream().anyMatch(text::contains)) {
        masked = mask(masked, use);
      }
    }
    return masked;
  }

  private static String mask(String text, Use use) {
    Matcher program = use.program().matcher(text);
    StringBuilder masked = new StringBuilder();
    int done = 0;
    while (program.find(done)) {
      int lineEnd = text.indexOf('\n', program.end());
      int end = lineEnd < 0 ? text.length() : lineEnd;
      masked.append(text, done, program.end());
      Matcher argument = use.argument().matcher(text.substring(program.end(), end));
      masked.append(
          argument.replaceAll(found -> Matcher.quoteReplacement(found.group(1) + Redaction.MASK)));
      done = end;
    }
    return done == 0 ? text : masked.append(text, done, text.length()).toString();
  }

  private static Use use(String program, String before, String secret, String... hints) {
    return new Use(
        Pattern.compile("(?<![A-Za-z0-9_.-])(?:" + program + ")(?=[\\s\"'])"),
        Pattern.compile("(" + before + ")" + secret),
        List.of(hints));
  }
}
