/**
 * Programs as users of the official client write them: with {@code org.apache.rocketmq.} in place of {@code dev.hotfire.} in
 * their imports they are programs for the official client. Each takes the name servers' addresses as its argument.
 */
package dev.hotfire.examples.familiar;
