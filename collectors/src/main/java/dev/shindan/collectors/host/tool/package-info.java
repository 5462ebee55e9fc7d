/** The diagnostic tools that run commands on a host, and the facts they read. */
@NullMarked
package dev.shindan.collectors.host.tool;

import org.jspecify.annotations.NullMarked;
