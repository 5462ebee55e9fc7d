/** The server: pages, the live trail, chat, alert webhooks, the JSON API, and who may use them. */
@NullMarked
package dev.shindan.web;

import org.jspecify.annotations.NullMarked;
