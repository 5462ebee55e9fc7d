/**
 * The words of the domain as records: alert, incident, target, hypothesis, evidence, citation,
 * verdict.
 */
@NullMarked
package dev.shindan.agent.model;

import org.jspecify.annotations.NullMarked;
