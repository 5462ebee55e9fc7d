/** Changes that pipelines post to Shindan when they deploy. */
@NullMarked
package dev.shindan.collectors.markers;

import org.jspecify.annotations.NullMarked;
