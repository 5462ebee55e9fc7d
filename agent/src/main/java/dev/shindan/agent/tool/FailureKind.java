package dev.shindan.agent.tool;

/** How a tool call failed; each is an outcome of its own and none of them means healthy. */
public enum FailureKind {
  UNREACHABLE,
  CONNECTION_REFUSED,
  AUTHENTICATION_FAILED,
  HOST_KEY_CHANGED,
  TIMED_OUT,
  NOT_INSTALLED,
  NOT_PERMITTED,
  UNREADABLE;

  /** Whether it was the way to the target that failed, whatever was asked. */
  public boolean ofAccess() {
    return switch (this) {
      case UNREACHABLE, CONNECTION_REFUSED, AUTHENTICATION_FAILED, HOST_KEY_CHANGED -> true;
      case TIMED_OUT, NOT_INSTALLED, NOT_PERMITTED, UNREADABLE -> false;
    };
  }
}
