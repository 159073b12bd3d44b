/** The hotfire command line. */
@NullMarked
package dev.hotfire.cli;

import org.jspecify.annotations.NullMarked;
