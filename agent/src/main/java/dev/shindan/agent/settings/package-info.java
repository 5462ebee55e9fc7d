/**
 * Strict reading of the operator's YAML files: every mistake is one line with file, line, key and
 * what was expected.
 */
@NullMarked
package dev.shindan.agent.settings;

import org.jspecify.annotations.NullMarked;
