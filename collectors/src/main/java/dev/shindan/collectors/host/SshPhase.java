package dev.shindan.collectors.host;

/** How far the way to a command's answer has been gone. */
enum SshPhase {
  /** Until the host has said who it is. */
  CONNECTING("connecting"),

  /** The key exchange and the login. */
  AUTHENTICATING("authenticating"),

  /** From the first program on that is started there, the login shell of the user. */
  RUNNING("running");

  private final String words;

  SshPhase(String words) {
    this.words = words;
  }

  /** For a sentence: {@code timed out while connecting}. */
  String words() {
    return words;
  }
}
