package dev.shindan.agent.reason;

import dev.shindan.agent.trail.Event;
import java.util.List;
import java.util.Optional;

/**
 * The moves a reasoner asks for, and the model turn that led to them, if any.
 *
 * @param moves in order; carried out in order
 */
public record Turn(Optional<Event.Turned> model, List<Move> moves) {
  public Turn {
    moves = List.copyOf(moves);
  }

  public static Turn of(Move... moves) {
    return new Turn(Optional.empty(), List.of(moves));
  }

  public static Turn of(List<Move> moves) {
    return new Turn(Optional.empty(), moves);
  }
}
