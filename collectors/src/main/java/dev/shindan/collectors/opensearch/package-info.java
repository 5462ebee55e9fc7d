/** Log lines and spans from OpenSearch, through its own client. */
@NullMarked
package dev.shindan.collectors.opensearch;

import org.jspecify.annotations.NullMarked;
