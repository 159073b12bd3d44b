/**
 * The simulated world: machines that share one thread and one virtual clock, and a network between them that
 * exists in memory. The same seed gives the same run.
 */
@NullMarked
package dev.hotfire.scenarios.sim;

import org.jspecify.annotations.NullMarked;
