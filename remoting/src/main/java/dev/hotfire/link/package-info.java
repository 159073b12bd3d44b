/** What the network does to bytes between a client and a server: latency, loss, cuts, slicing. One handler, both worlds. */
@NullMarked
package dev.hotfire.link;

import org.jspecify.annotations.NullMarked;
