/** The scenario language: what a scenario file says, as values, and the reader that turns one into the other. */
@NullMarked
package dev.hotfire.scenarios.language;

import org.jspecify.annotations.NullMarked;
