/** Benchmarks of what this package of the client keeps to itself. */
@NullMarked
package dev.hotfire.producer.connect;

import org.jspecify.annotations.NullMarked;
