package dev.shindan.agent.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws shapes that differ in one word into one template, where the word varies: a variable stood
 * in its place in another line, or many different words did. Shapes linked by several places come
 * together through each other. The result depends on the set of shapes, not on their order.
 */
final class ShapeMerging {
  /** Different words in one place that make it a variable; fewer are different sentences. */
  private static final int WORDS_MIN = 5;

  /** Words that a sentence keeps besides the one that varies. */
  private static final int REST_MIN = 2;

  private final List<Shape> shapes;
  private final int[] group;

  ShapeMerging(List<Shape> shapes) {
    this.shapes = shapes;
    group = new int[shapes.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
    }
    for (List<Place> places : placesByRest().values()) {
      mergeWhereWordsVary(places);
    }
  }

  /** A token of a shape. */
  private record Place(int shape, int at) {}

  private Map<Long, List<Place>> placesByRest() {
    Map<Long, List<Place>> byRest = new LinkedHashMap<>();
    for (int shape = 0; shape < shapes.size(); shape++) {
      long[] tokens = shapes.get(shape).tokens;
      int words = words(tokens);
      for (int at = 0; at < tokens.length; at++) {
        boolean variable = tokens[at] == ShapeTokens.VARIABLE;
        int rest = words - (variable ? 0 : 1);
        if (!ShapeTokens.isDelimiter(tokens[at]) && rest >= REST_MIN) {
          byRest
              .computeIfAbsent(rest(tokens, at), key -> new ArrayList<>())
              .add(new Place(shape, at));
        }
      }
    }
    return byRest;
  }

  private static int words(long[] tokens) {
    int words = 0;
    for (long token : tokens) {
      words += token < 0 ? 1 : 0;
    }
    return words;
  }

  private static long rest(long[] tokens, int without) {
    long hash = ShapeTokens.mixed(tokens.length, without);
    for (int i = 0; i < tokens.length; i++) {
      hash = ShapeTokens.mixed(hash, i == without ? 0 : tokens[i]);
    }
    return hash;
  }

  private void mergeWhereWordsVary(List<Place> places) {
    if (places.size() < 2) {
      return;
    }
    boolean variable = false;
    for (Place place : places) {
      variable |= shapes.get(place.shape()).tokens[place.at()] == ShapeTokens.VARIABLE;
    }
    if (variable || places.size() >= WORDS_MIN) {
      for (Place place : places) {
        union(places.getFirst().shape(), place.shape());
      }
    }
  }

  private int find(int shape) {
    int root = shape;
    while (group[root] != root) {
      group[root] = group[group[root]];
      root = group[root];
    }
    return root;
  }

  private void union(int one, int other) {
    int a = find(one);
    int b = find(other);
    group[Math.max(a, b)] = Math.min(a, b);
  }

  int[] templateOf() {
    int[] ids = new int[group.length];
    int next = 0;
    for (int shape = 0; shape < group.length; shape++) {
      int root = find(shape);
      ids[shape] = root == shape ? next++ : ids[root];
    }
    return ids;
  }

  List<LogTemplate> templates() {
    Map<Integer, List<Shape>> members = new LinkedHashMap<>();
    for (int shape = 0; shape < group.length; shape++) {
      members.computeIfAbsent(find(shape), key -> new ArrayList<>()).add(shapes.get(shape));
    }
    List<LogTemplate> templates = new ArrayList<>();
    for (List<Shape> shapesOfOne : members.values()) {
      long lines = shapesOfOne.stream().mapToLong(shape -> shape.lines).sum();
      Shape first = shapesOfOne.getFirst();
      templates.add(new LogTemplate(templates.size(), text(shapesOfOne), lines, first.example));
    }
    return templates;
  }

  private static String text(List<Shape> members) {
    Shape first = members.getFirst();
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < first.tokens.length; at++) {
      text.append(first.apart[at] ? " " : "").append(place(members, at));
    }
    return text.toString();
  }

  private static String place(List<Shape> members, int at) {
    Shape first = members.getFirst();
    int bits = 0;
    boolean varies = false;
    for (Shape member : members) {
      varies |= member.tokens[at] != first.tokens[at];
      bits |= member.tokens[at] == ShapeTokens.VARIABLE ? member.bits[at] : Variable.WORD.bit();
    }
    boolean constant = first.tokens[at] != ShapeTokens.VARIABLE && !varies;
    return constant ? first.words[at] : Variable.shown(bits);
  }
}
