@org.jspecify.annotations.NullMarked
package dev.shindan.collectors.host.tool;
