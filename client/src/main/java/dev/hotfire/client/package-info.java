/** What all clients of the familiar face share: their configuration and what they may ask. */
@NullMarked
package dev.hotfire.client;

import org.jspecify.annotations.NullMarked;
