/** The send engine: one state machine for every kind of send, from the caller's thread to its outcome. */
@NullMarked
package dev.hotfire.producer.send;

import org.jspecify.annotations.NullMarked;
