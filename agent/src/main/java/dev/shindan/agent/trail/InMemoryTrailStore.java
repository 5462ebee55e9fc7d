package dev.shindan.agent.trail;

import dev.shindan.agent.tool.RawOutput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Trails and inboxes that live as long as the process: for replays and tests. Thread-safe. */
public final class InMemoryTrailStore implements TrailStore, Inbox, TrailFeed {
  private final Clock clock;
  private final Map<String, List<Entry>> trails = new HashMap<>();
  private final Map<String, RawOutput> raws = new HashMap<>();
  private final Map<String, List<Message>> inboxes = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  public InMemoryTrailStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<Entry> append(
      String investigation, long expectedNumber, List<Event> events, List<RawOutput> outputs) {
    List<Entry> appended = store(investigation, expectedNumber, events, outputs);
    if (!appended.isEmpty()) {
      long last = appended.getLast().number();
      listeners.forEach(listener -> listener.appended(investigation, last));
    }
    return appended;
  }

  private synchronized List<Entry> store(
      String investigation, long expectedNumber, List<Event> events, List<RawOutput> outputs) {
    List<Entry> trail = trails.computeIfAbsent(investigation, _ -> new ArrayList<>());
    if (trail.size() + 1 != expectedNumber) {
      throw new Fenced(investigation, expectedNumber);
    }
    List<Entry> appended = new ArrayList<>();
    for (Event event : events) {
      appended.add(new Entry(expectedNumber + appended.size(), clock.instant(), event));
    }
    trail.addAll(appended);
    outputs.forEach(raw -> raws.put(investigation + "/" + raw.hash(), raw));
    return List.copyOf(appended);
  }

  @Override
  public synchronized List<Entry> read(String investigation, long after) {
    List<Entry> trail = trails.getOrDefault(investigation, List.of());
    return List.copyOf(trail.subList((int) Math.min(after, trail.size()), trail.size()));
  }

  @Override
  public synchronized long lastNumber(String investigation) {
    return trails.getOrDefault(investigation, List.of()).size();
  }

  @Override
  public synchronized Optional<RawOutput> find(String investigation, String hash) {
    return Optional.ofNullable(raws.get(investigation + "/" + hash));
  }

  @Override
  public synchronized String post(String investigation, String kind, String author, String body) {
    List<Message> inbox = inboxes.computeIfAbsent(investigation, _ -> new ArrayList<>());
    String id = "%08d".formatted(inbox.size() + 1);
    inbox.add(new Message(id, kind, author, body, clock.instant()));
    return id;
  }

  @Override
  public synchronized List<Message> messages(String investigation) {
    return List.copyOf(inboxes.getOrDefault(investigation, List.of()));
  }

  @Override
  public Subscription onAppend(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
