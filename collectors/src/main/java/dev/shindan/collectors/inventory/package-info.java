/** Reads which hosts there are from what others keep: Ansible, Prometheus, Mackerel. */
@NullMarked
package dev.shindan.collectors.inventory;

import org.jspecify.annotations.NullMarked;
