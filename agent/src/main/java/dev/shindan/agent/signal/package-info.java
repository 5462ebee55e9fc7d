/** Pure statistics over series: no name of any service, no clock, no input or output. */
@NullMarked
package dev.shindan.agent.signal;

import org.jspecify.annotations.NullMarked;
