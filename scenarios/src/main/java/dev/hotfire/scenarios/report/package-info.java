/** Tells a run as a page to look at, and as JSON to work with. */
@NullMarked
package dev.hotfire.scenarios.report;

import org.jspecify.annotations.NullMarked;
