/** What touches the world: hosts over SSH, metric stores, alert payloads. One package for each. */
@NullMarked
package dev.shindan.collectors;

import org.jspecify.annotations.NullMarked;
