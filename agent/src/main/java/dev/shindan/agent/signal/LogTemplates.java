package dev.shindan.agent.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the templates of log lines as they come, in one pass and with one fixed configuration.
 *
 * <p>A line's shape is a pure function of the line ({@link ShapeScanner}), so equal sentences meet
 * by a hash, whatever came before. Shapes that differ in one word where words vary are merged when
 * the templates are asked for ({@link ShapeMerging}), over the set of shapes: the order of the
 * lines does not matter. Not safe for several threads.
 */
public final class LogTemplates {
  /** Shapes kept apart; later ones share one template for each first word. */
  static final int SHAPES_MAX = 50_000;

  private final ShapeTokens tokens = new ShapeTokens();
  private final ShapeScanner scanner = new ShapeScanner(tokens);
  private final List<Shape> shapes = new ArrayList<>();
  private long[] hashes = new long[1024];
  private int[] indexes = new int[1024];

  /** Counts a line and returns its shape, which {@link #templateOf()} leads to its template. */
  public int add(String line) {
    scanner.scan(line);
    long hash = tokens.hash();
    int slot = slot(hash);
    if (indexes[slot] == 0) {
      if (shapes.size() >= SHAPES_MAX) {
        tokens.cutToFirst();
        hash = tokens.hash();
        slot = slot(hash);
      }
      if (indexes[slot] == 0) {
        slot = insert(hash, slot, new Shape(line, tokens));
      }
    }
    int shape = indexes[slot] - 1;
    shapes.get(shape).seen(tokens);
    return shape;
  }

  /** The templates so far, in the order in which they were first seen. */
  public List<LogTemplate> templates() {
    return new ShapeMerging(shapes).templates();
  }

  /** Of each shape, the id of its template so far. */
  public int[] templateOf() {
    return new ShapeMerging(shapes).templateOf();
  }

  private int slot(long hash) {
    int slot = (int) hash & hashes.length - 1;
    while (indexes[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & hashes.length - 1;
    }
    return slot;
  }

  private int insert(long hash, int slot, Shape shape) {
    shapes.add(shape);
    int at = slot;
    if (shapes.size() * 2 > hashes.length) {
      grow();
      at = slot(hash);
    }
    hashes[at] = hash;
    indexes[at] = shapes.size();
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldIndexes = indexes;
    hashes = new long[oldHashes.length * 2];
    indexes = new int[oldIndexes.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldIndexes[i] != 0) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        indexes[at] = oldIndexes[i];
      }
    }
  }
}
