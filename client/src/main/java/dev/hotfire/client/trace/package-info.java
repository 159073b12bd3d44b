/** The familiar face's view of traces; sending them is the engine's. */
@NullMarked
package dev.hotfire.client.trace;

import org.jspecify.annotations.NullMarked;
