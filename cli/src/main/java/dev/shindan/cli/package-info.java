/** TBD */
@org.jspecify.annotations.NullMarked
package dev.shindan.cli;
