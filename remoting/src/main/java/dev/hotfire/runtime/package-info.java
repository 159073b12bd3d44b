/**
 * The ground that a producer and a fake stand on: loops, channels, clock, randomness and threads, over TCP or
 * simulated. The only home of clocks, random seeds and thread creation.
 */
@NullMarked
package dev.hotfire.runtime;

import org.jspecify.annotations.NullMarked;
