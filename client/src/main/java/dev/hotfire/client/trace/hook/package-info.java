/** Hooks that hand what they see to a trace dispatcher. */
@NullMarked
package dev.hotfire.client.trace.hook;

import org.jspecify.annotations.NullMarked;
