/** Runs scenarios, over TCP or simulated, on one code path, and reports what came of it. */
@NullMarked
package dev.hotfire.scenarios.run;

import org.jspecify.annotations.NullMarked;
