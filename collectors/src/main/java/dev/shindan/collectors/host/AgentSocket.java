package dev.shindan.collectors.host;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * The ssh-agent behind {@code SSH_AUTH_SOCK}: it signs, and its keys never come here. It is asked
 * for those hosts only that are configured so, and never forwarded.
 */
final class AgentSocket extends AbstractAgentProxy {
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  /** "Here are my identities", none of them (draft-ietf-sshm-ssh-agent). */
  private static final byte[] NO_IDENTITIES = {12, 0, 0, 0, 0};

  private final String socket;
  private boolean open = true;

  /**
   * @param socket blank for an agent that has no keys
   */
  private AgentSocket(String socket) {
    super(null);
    this.socket = socket;
  }

  /**
   * @param socket the path in {@code SSH_AUTH_SOCK}
   */
  static SshAgentFactory factory(String socket) {
    return new SshAgentFactory() {
      @Override
      public SshAgent createClient(Session session, FactoryManager manager) {
        return new AgentSocket(SshCommands.mayUseAgent(session) ? socket : "");
      }

      @Override
      public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
        return List.of();
      }

      @Override
      public SshAgentServer createServer(ConnectionService service) throws IOException {
        throw new IOException("the agent is not forwarded");
      }
    };
  }

  @Override
  protected synchronized Buffer request(Buffer question) throws IOException {
    if (socket.isEmpty()) {
      return new ByteArrayBuffer(NO_IDENTITIES.clone());
    }
    int end = question.wpos();
    question.wpos(0);
    question.putUInt(end - 4L);
    question.wpos(end);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer bytes = ByteBuffer.wrap(question.array(), question.rpos(), question.available());
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      DataInputStream answer = new DataInputStream(Channels.newInputStream(channel));
      int length = answer.readInt();
      if (length < 1 || length > ANSWER_BYTES_MAX) {
        throw new IOException("the ssh-agent answers " + length + " bytes");
      }
      byte[] content = new byte[length];
      answer.readFully(content);
      return new ByteArrayBuffer(content);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    super.close();
  }
}
