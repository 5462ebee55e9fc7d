/** Contract kits of trails and inboxes, and the trails that must always load. */
@NullMarked
package dev.shindan.agent.trail;

import org.jspecify.annotations.NullMarked;
