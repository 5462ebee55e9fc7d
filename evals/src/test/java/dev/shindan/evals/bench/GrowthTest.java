package dev.shindan.evals.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GrowthTest {
  private static final int[] SIZES = {10, 20, 40, 80};

  private static Growth linear() {
    Growth linear = new Growth("lines & seconds");
    for (int size : SIZES) {
      linear.add(size, 3 * size);
    }
    return linear;
  }

  private static Growth quadratic() {
    Growth quadratic = new Growth("pairs");
    for (int size : SIZES) {
      quadratic.add(size, size * (double) size);
    }
    return quadratic;
  }

  @Test
  void theExponentIsThePowerOfTheSize() {
    assertThat(linear().exponent()).isEqualTo(1);
    assertThat(quadratic().exponent()).isEqualTo(2);
  }

  @Test
  void theReferencesBeginWithTheFirstPoint() {
    assertThat(linear().times(80)).isEqualTo(240);
    assertThat(linear().timesLog(100)).isCloseTo(600, within(1e-9));
  }

  @Test
  void theBarsHaveALineForEachSize() {
    Growth growth = new Growth("what");
    growth.add(10, 1);
    growth.add(20, 2);

    assertThat(growth.bars().lines()).hasSize(3).last().asString().contains("█".repeat(40));
  }

  @Test
  void theTableHasARowForEachSize() {
    assertThat(SignalsBench.table(List.of(linear(), quadratic())).lines())
        .hasSize(2 + 8)
        .contains("| pairs | 10 | 100.000 | 100.000 | 2.0 |", "|  | 80 | 240.000 | 456.742 |  |");
  }

  @Test
  void thePlotShowsEveryPointBelowOrAboveItsReferences() throws Exception {
    Document svg = parsed(new GrowthPlot(List.of(linear(), quadratic())).svg());
    List<Double> dots = heights(svg.getElementsByTagName("circle"));
    assertThat(dots).hasSize(8);
    List<Element> lines = new ArrayList<>();
    NodeList paths = svg.getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (path.getAttribute("class").equals("nlogn")) {
        lines.add(path);
      }
    }
    assertThat(lines).hasSize(2);
    // the y axis goes down: what grows with n ends below n log n, what grows with its square above
    assertThat(dots.get(3)).isGreaterThan(end(lines.get(0)));
    assertThat(dots.get(7)).isLessThan(end(lines.get(1)));
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("lines & seconds", "n log n", "prefers-color-scheme: dark");
  }

  private static double end(Element path) {
    String[] words = path.getAttribute("d").split(" ");
    return Double.parseDouble(words[words.length - 1]);
  }

  private static List<Double> heights(NodeList circles) {
    List<Double> heights = new ArrayList<>();
    for (int i = 0; i < circles.getLength(); i++) {
      heights.add(Double.parseDouble(((Element) circles.item(i)).getAttribute("cy")));
    }
    return heights;
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
