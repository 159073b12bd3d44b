/** Which brokers to avoid, and for how long. Confined to the loop. */
@NullMarked
package dev.hotfire.producer.health;

import org.jspecify.annotations.NullMarked;
