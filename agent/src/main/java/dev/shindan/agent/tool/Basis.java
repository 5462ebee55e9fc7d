package dev.shindan.agent.tool;

/** What an observation is physically about; evidence of one basis does not add up. */
public record Basis(String name) {
  public Basis {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a basis is lower case with underscores: " + name);
    }
  }
}
