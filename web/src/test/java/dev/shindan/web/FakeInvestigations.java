package dev.shindan.web;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.TrailStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens trails in a store and remembers what it was asked. */
final class FakeInvestigations implements Investigations {
  final List<String> woken = new CopyOnWriteArrayList<>();
  final List<String> opened = new CopyOnWriteArrayList<>();
  volatile Optional<String> problem = Optional.empty();
  private final TrailStore trails;

  FakeInvestigations(TrailStore trails) {
    this.trails = trails;
  }

  @Override
  public String open(String question, List<String> hosts) {
    if (hosts.contains("nowhere")) {
      throw new WrongInput("hosts", "unknown host nowhere");
    }
    String id = "asked-" + (opened.size() + 1);
    new SampleTrail(trails, id).open(question);
    opened.add(id);
    return id;
  }

  @Override
  public Receipt accept(String source, byte[] body) {
    try {
      if (Json.MAPPER.readTree(body).path("alerts").isArray()) {
        return new Receipt(List.of("i-1"), 1, 0);
      }
    } catch (IOException malformed) {
      throw new WrongInput(source, "expected JSON");
    }
    throw new WrongInput(source, "expected the key\nalerts");
  }

  @Override
  public Noted note(String source, byte[] body) {
    if (body.length == 0) {
      throw new WrongInput(source, "expected\nJSON");
    }
    return new Noted(1, 0);
  }

  @Override
  public List<IncidentSummary> list(int countMax) {
    List<IncidentSummary> list = new ArrayList<>();
    for (String id : opened) {
      list.add(IncidentSummary.of(CaseFile.of(id, trails.read(id, 0))));
    }
    return list;
  }

  @Override
  public void wake(String investigation) {
    woken.add(investigation);
  }

  @Override
  public Optional<String> check() {
    return problem;
  }
}
