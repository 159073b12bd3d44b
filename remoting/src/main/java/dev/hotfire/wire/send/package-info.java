/** The send path's own writer of frames: no maps, no intermediate arrays. */
@NullMarked
package dev.hotfire.wire.send;

import org.jspecify.annotations.NullMarked;
