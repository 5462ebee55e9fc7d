package dev.shindan.agent.signal;

/**
 * A sentence of a program, with its variables by type: {@code session of <identifier> took
 * <number>}.
 *
 * @param id position in the order in which the templates were first seen
 * @param lines how many lines were of it
 * @param example the first of them
 */
public record LogTemplate(int id, String text, long lines, String example) {}
