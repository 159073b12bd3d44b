/** Which queue next. */
@NullMarked
package dev.hotfire.producer.select;

import org.jspecify.annotations.NullMarked;
