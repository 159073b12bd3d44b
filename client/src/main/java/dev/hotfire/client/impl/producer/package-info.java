/** Where the familiar face meets the engine: one translation of settings, messages, results and failures. */
@NullMarked
package dev.hotfire.client.impl.producer;

import org.jspecify.annotations.NullMarked;
