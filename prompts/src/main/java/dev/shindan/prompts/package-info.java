/** The questions put to a model, one Markdown file each. */
@NullMarked
package dev.shindan.prompts;

import org.jspecify.annotations.NullMarked;
