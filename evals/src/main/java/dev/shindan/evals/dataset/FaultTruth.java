package dev.shindan.evals.dataset;

/**
 * Where the fault of a case really was. No method is ever given one.
 *
 * @param kind what was done, for the reader of a row
 */
record FaultTruth(String target, String kind) {}
