package dev.shindan.evals.dataset;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.evals.dataset.jc.JcParsers;
import java.util.List;
import java.util.stream.Collectors;

/** The benchmarks that can be measured, by name. */
public final class Datasets {
  private static final List<Dataset> ALL =
      List.of(
          new JcParsers(),
          new Loghub(),
          new Tcpd(),
          new MetricSifterSynthetic(),
          new RcdSockShop(),
          new NezhaDataset("nezha-tt", "tt"),
          new NezhaDataset("nezha-ob", "ob"),
          new PetshopDataset(),
          new TvdiagDataset("tvdiag-sockshop", "sockshop"),
          new TvdiagDataset("tvdiag-hotel", "hotel"),
          new TvdiagDataset("tvdiag-gaia", "gaia"));

  private Datasets() {}

  /**
   * @throws WrongInput when there is none of that name
   */
  public static Dataset named(String name) {
    return ALL.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongInput(
                    name,
                    "there is no such dataset; there are "
                        + ALL.stream().map(Dataset::name).collect(Collectors.joining(" "))));
  }
}
