/** Hosts: the inventory file, local and SSH execution of argument vectors, and the host tools. */
@NullMarked
package dev.shindan.collectors.host;

import org.jspecify.annotations.NullMarked;
