package dev.shindan.collectors.prometheus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.source.LabelMatcher;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SelectorTest {
  @Test
  void aLabelThatIsNoNameIsOurOwnDefect() {
    assertThatThrownBy(() -> Selector.of(List.of(LabelMatcher.equalTo("a=\"b\"}", "c"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Selector.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
