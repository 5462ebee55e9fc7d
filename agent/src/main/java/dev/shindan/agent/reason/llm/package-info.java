/** The reasoner that lets a language model choose the moves, over langchain4j. */
@NullMarked
package dev.shindan.agent.reason.llm;

import org.jspecify.annotations.NullMarked;
