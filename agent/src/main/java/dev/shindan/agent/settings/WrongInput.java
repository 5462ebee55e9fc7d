package dev.shindan.agent.settings;

/** The request is wrong: one line that names the file or source, the key, and what was expected. */
public final class WrongInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongInput(String where, String expected) {
    super((where + ": " + expected).replaceAll("\\s+", " "));
  }
}
