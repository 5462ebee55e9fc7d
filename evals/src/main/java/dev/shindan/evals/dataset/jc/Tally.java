package dev.shindan.evals.dataset.jc;

/** Counts of what agreed, over several outputs. Not thread-safe. */
final class Tally {
  private int files;
  private int filesAgreeing;
  private int filesLeftOut;
  private int filesUnmapped;
  private long facts;
  private long factsAgreeing;

  /** The number of rows is one more fact. */
  void add(Comparison comparison) {
    files++;
    filesAgreeing += comparison.agrees() ? 1 : 0;
    facts += comparison.values() + 1L;
    factsAgreeing +=
        comparison.agreeing() + (comparison.rowsExpected() == comparison.rowsRead() ? 1L : 0L);
  }

  void leftOut(boolean unmapped) {
    filesLeftOut++;
    filesUnmapped += unmapped ? 1 : 0;
  }

  void add(Tally other) {
    files += other.files;
    filesAgreeing += other.filesAgreeing;
    filesLeftOut += other.filesLeftOut;
    filesUnmapped += other.filesUnmapped;
    facts += other.facts;
    factsAgreeing += other.factsAgreeing;
  }

  int files() {
    return files;
  }

  double accuracy() {
    return share(factsAgreeing, facts);
  }

  double filesInAgreement() {
    return share(filesAgreeing, files);
  }

  double covered() {
    return share(files, files + filesLeftOut);
  }

  double unmapped() {
    return share(filesUnmapped, files + filesLeftOut);
  }

  private static double share(double part, double all) {
    return all == 0 ? 0 : part / all;
  }
}
