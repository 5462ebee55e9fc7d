/** Asking a store over HTTP: bounded in time and bytes, every failure a value. */
@NullMarked
package dev.shindan.collectors.http;

import org.jspecify.annotations.NullMarked;
