/** What happened in a run: sends, attempts, ends, appends and faults, as values that checkers read. */
@NullMarked
package dev.hotfire.scenarios.history;

import org.jspecify.annotations.NullMarked;
