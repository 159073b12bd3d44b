/** What the parts of the official client's send path cost: the questions of {@code dev.hotfire.jmh}, asked there. */
@NullMarked
package dev.hotfire.official.jmh;

import org.jspecify.annotations.NullMarked;
