/** The invariants that every run must keep, each a checker of its own over the history of a run. */
@NullMarked
package dev.hotfire.scenarios.check;

import org.jspecify.annotations.NullMarked;
