/** What the name servers say about topics, and what of it a producer can send to. Confined to the loop. */
@NullMarked
package dev.hotfire.producer.route;

import org.jspecify.annotations.NullMarked;
