/** Recorded calls and cases, and the results that evals write and the web reads. */
@NullMarked
package dev.shindan.agent.replay;

import org.jspecify.annotations.NullMarked;
