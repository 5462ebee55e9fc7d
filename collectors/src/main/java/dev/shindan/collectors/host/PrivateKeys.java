package dev.shindan.collectors.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The private keys we log in with, each read once and again when its file has changed. Neither a
 * key nor what is wrong with one ever reaches a message. Thread-safe.
 */
final class PrivateKeys {
  private record Read(FileTime modified, KeyPair pair) {}

  private final Map<Path, Read> read = new HashMap<>();

  synchronized KeyPair of(Path file) throws SshException {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      Read before = read.get(file);
      if (before != null && before.modified().equals(modified)) {
        return before.pair();
      }
      KeyPair pair = parsed(file);
      read.put(file, new Read(modified, pair));
      return pair;
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      // The cause may tell of the key; that it cannot be read is all that is passed on.
      throw unreadable();
    }
  }

  @SuppressWarnings("NullAway") // the library takes null for "no session"
  private static KeyPair parsed(Path file) throws IOException, GeneralSecurityException {
    try (InputStream from = Files.newInputStream(file)) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), from, FilePasswordProvider.EMPTY);
      Iterator<KeyPair> keys = found == null ? null : found.iterator();
      if (keys != null && keys.hasNext()) {
        return keys.next();
      }
      throw unreadable();
    }
  }

  private static SshException unreadable() {
    return new SshException(
        SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
        "our key file cannot be read; an OpenSSH private key without a passphrase was expected");
  }
}
