/** The contract of the core producer: its configuration, messages, results, failures and observations. Values only. */
@NullMarked
package dev.hotfire.producer;

import org.jspecify.annotations.NullMarked;
