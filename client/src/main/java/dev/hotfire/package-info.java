/** Where a user begins. */
@NullMarked
package dev.hotfire;

import org.jspecify.annotations.NullMarked;
