/**
 * What the parts of the send path cost, one by one, in one process. Each class asks one question and has the floor beside it, as
 * {@code baseline}. What lies within a package of the client is measured from within: those benchmarks stand in packages of the
 * same names.
 */
@NullMarked
package dev.hotfire.jmh;

import org.jspecify.annotations.NullMarked;
