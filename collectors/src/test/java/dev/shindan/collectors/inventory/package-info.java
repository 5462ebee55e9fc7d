@org.jspecify.annotations.NullMarked
package dev.shindan.collectors.inventory;
