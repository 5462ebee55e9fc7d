package dev.shindan.collectors.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Selection.Unavailable;
import dev.shindan.collectors.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the JSON body of {@code /api/v1/query_range} says: series, or why there are none. */
final class RangeAnswer {
  private final String origin;
  private final int seriesMax;

  RangeAnswer(String origin, int seriesMax) {
    this.origin = origin;
    this.seriesMax = seriesMax;
  }

  /** A body that does not have the documented shape is {@code UNREADABLE}, never "no series". */
  Selection read(byte[] body) {
    RangeBody read;
    try {
      read = RangeBody.read(body, seriesMax);
    } catch (JsonProcessingException wrong) {
      return unreadable("the answer is not JSON: " + wrong.getOriginalMessage());
    } catch (RangeBody.Misshapen wrong) {
      return unreadable(wrong.why());
    } catch (IOException wrong) {
      return unreadable("the answer is not JSON");
    }
    if (read.failed()) {
      return error(read);
    }
    return read.holdsRange()
        ? found(read)
        : unreadable("the answer is JSON but no range of series");
  }

  /** What makes an answer incomplete stands beside the origin, for the reader. */
  private Selection found(RangeBody read) {
    List<String> said = new ArrayList<>(read.remarks());
    if (read.partial()) {
      said.add("the store calls its answer partial");
    }
    if (read.leftOut() > 0) {
      said.add(
          "%d series or more; the first %d are read"
              .formatted(seriesMax + read.leftOut(), seriesMax));
    }
    if (read.notUnderstood() > 0) {
      said.add("%d series without plain samples".formatted(read.notUnderstood()));
    }
    String told =
        said.isEmpty() ? origin : origin + " (" + Reply.shortened(String.join("; ", said)) + ")";
    return new Selection.Found(read.series(), said.isEmpty(), told);
  }

  private Unavailable error(RangeBody read) {
    Reason reason = read.errorType().equals("timeout") ? Reason.TIMED_OUT : Reason.UNREADABLE;
    return new Unavailable(
        reason,
        origin + " answered error " + read.errorType() + ": " + Reply.shortened(read.error()));
  }

  private Unavailable unreadable(String why) {
    return new Unavailable(Reason.UNREADABLE, origin + ": " + Reply.shortened(why));
  }
}
