package dev.shindan.agent.model;

import java.util.List;

/** A sentence with the citations it rests on. */
public record Claim(String text, List<Citation> citations) {
  public Claim {
    citations = List.copyOf(citations);
  }
}
