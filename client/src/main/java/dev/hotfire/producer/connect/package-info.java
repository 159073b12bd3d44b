/** Connections to name servers and brokers, what is in flight on them, and deadlines. Confined to one event loop. */
@NullMarked
package dev.hotfire.producer.connect;

import org.jspecify.annotations.NullMarked;
