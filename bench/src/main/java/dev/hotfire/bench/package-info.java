/**
 * Whole-process benchmarks: a client in a JVM of its own against a broker in another, measured side by side with other
 * clients and with the bare network library.
 */
@NullMarked
package dev.hotfire.bench;

import org.jspecify.annotations.NullMarked;
