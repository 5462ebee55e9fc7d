import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/**
 * Many SSH hosts on loopback addresses in one process, which answer from recordings: {@code Fleet
 * HOSTS PORT DIRECTORY RECORDINGS [HANGING REFUSING]}. The directory holds {@code user.pub};
 * written to it are {@code hosts.yaml}, {@code hosts}, {@code known_hosts} and, last, {@code
 * ready}. Of the hosts the last ones refuse connections, and those before them accept and then say
 * nothing.
 */
public final class Fleet {
  /** These hosts have other numbers in what they answer, so that there is something to find. */
  private static final int DIFFERENT = 3;

  private static final String IOSTAT = "/usr/bin/iostat -dxy -o JSON 2 1";
  private static final String UPTIME =
      "/usr/bin/grep -h -e ^[0-9] -e ^Cpus_allowed_list:"
          + " /proc/uptime /proc/loadavg /proc/self/status";
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\\\\'|[^\\s'\\\\])+");

  private final Path directory;
  private final int port;
  private final Map<String, String> answers;

  private Fleet(Path directory, int port, Map<String, String> answers) {
    this.directory = directory;
    this.port = port;
    this.answers = answers;
  }

  public static void main(String[] arguments) throws Exception {
    int hosts = Integer.parseInt(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    int hanging = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
    int refusing = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 0;
    Fleet fleet = new Fleet(Path.of(arguments[2]), port, recordings(Path.of(arguments[3])));
    fleet.start(hosts, hanging, refusing);
    Thread.sleep(Long.MAX_VALUE);
  }

  private static String address(int host) {
    return "127.1." + host / 250 + "." + (host % 250 + 1);
  }

  private void start(int hosts, int hanging, int refusing) throws Exception {
    int answering = hosts - hanging - refusing;
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < answering; i++) {
      addresses.add(address(i));
    }
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(String.join(",", addresses));
    server.setPort(port);
    SimpleGeneratorHostKeyProvider key =
        new SimpleGeneratorHostKeyProvider(directory.resolve("fleet.key"));
    key.setAlgorithm("EC");
    key.setKeySize(256);
    server.setKeyPairProvider(key);
    // read once: an authenticator that watches its file turns away who asks while it reads
    server.setPublickeyAuthenticator(
        PublickeyAuthenticator.fromAuthorizedEntries(
            "fleet",
            null,
            AuthorizedKeyEntry.readAuthorizedKeys(directory.resolve("user.pub")),
            PublicKeyEntryResolver.FAILING));
    server.setKeyExchangeFactories(
        server.getKeyExchangeFactories().stream()
            .filter(factory -> factory.getName().startsWith("curve25519"))
            .toList());
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, 100_000);
    CoreModuleProperties.TCP_NODELAY.set(server, true); // as OpenSSH has it
    server.setCommandFactory((channel, line) -> new Answer(channel, line));
    server.start();
    for (int i = answering; i < answering + hanging; i++) {
      hang(address(i));
    }
    write(hosts, PublicKeyEntry.toString(key.loadKeys(null).iterator().next().getPublic()));
  }

  private void hang(String address) throws IOException {
    ServerSocket silent = new ServerSocket();
    silent.bind(new InetSocketAddress(address, port));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              List<Socket> kept = new ArrayList<>();
              while (true) {
                try {
                  kept.add(silent.accept());
                } catch (IOException closed) {
                  return;
                }
              }
            });
  }

  private void write(int hosts, String hostKey) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("defaults: {user: diag, key: user, knownHosts: known_hosts, sudo: false, ")
        .append("port: ")
        .append(port)
        .append("}\nhosts:\n");
    StringBuilder names = new StringBuilder();
    StringBuilder known = new StringBuilder();
    for (int i = 0; i < hosts; i++) {
      yaml.append("- {name: host%04d, address: %s, roles: [web]}%n".formatted(i, address(i)));
      names.append(address(i)).append('\n');
      known.append("[%s]:%d %s%n".formatted(address(i), port, hostKey));
    }
    Files.writeString(directory.resolve("hosts.yaml"), yaml);
    Files.writeString(directory.resolve("hosts"), names);
    Files.writeString(directory.resolve("known_hosts"), known);
    Files.writeString(directory.resolve("ready"), "");
  }

  /** By command: the parts of each recording after their "$ command" lines, and whole ones. */
  private static Map<String, String> recordings(Path golden) throws IOException {
    Map<String, String> answers = new HashMap<>();
    for (String tool : List.of("uptime", "sockets_summary", "disk_io")) {
      String text = Files.readString(golden.resolve(tool).resolve("debian12-healthy.raw"));
      if (!text.startsWith("$ ")) {
        answers.put(tool.equals("uptime") ? UPTIME : IOSTAT, text);
        continue;
      }
      for (String part : text.substring(2).split("\n\\$ ")) {
        int end = part.indexOf('\n');
        String said = part.substring(end + 1);
        answers.put(part.substring(0, end), said.endsWith("\n") ? said : said + "\n");
      }
    }
    answers.put(
        "uptime", " 02:20:00 up 12 days,  3:04,  0 users,  load average: 0.31, 0.22, 0.18\n");
    return answers;
  }

  /** The command that a line asks for, without what guards it. */
  private static String command(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group().replace("\\'", "\0").replace("'", "").replace('\0', '\''));
    }
    int timeout = words.indexOf("/usr/bin/timeout");
    return String.join(" ", timeout < 0 ? words : words.subList(timeout + 4, words.size()));
  }

  private String answer(String line, String address) {
    String command = command(line);
    if (command.startsWith("/bin/date ")) {
      long now = System.currentTimeMillis();
      return "%d.%03d000000:/bin/bash%n".formatted(now / 1000, now % 1000);
    }
    String answer = answers.get(command);
    if (answer == null) {
      return null;
    }
    String[] numbers = address.split("\\.");
    int host = Integer.parseInt(numbers[2]) * 250 + Integer.parseInt(numbers[3]) - 1;
    return host < DIFFERENT
        ? answer.replaceFirst("(Cpus_allowed_list:\\s+)\\S+", "$10-63")
        : answer;
  }

  /** One command, answered at once. */
  private final class Answer implements Command {
    private final ChannelSession channel;
    private final String line;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    Answer(ChannelSession channel, String line) {
      this.channel = channel;
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession session, Environment environment) throws IOException {
      InetSocketAddress at =
          (InetSocketAddress) channel.getServerSession().getIoSession().getLocalAddress();
      String said = answer(line, at.getAddress().getHostAddress());
      if (said == null) {
        err.write(("not recorded: " + line + "\n").getBytes(StandardCharsets.UTF_8));
        err.flush();
        exit.onExit(127);
        return;
      }
      out.write(said.getBytes(StandardCharsets.UTF_8));
      out.flush();
      exit.onExit(0);
    }

    @Override
    public void destroy(ChannelSession session) {}
  }
}
