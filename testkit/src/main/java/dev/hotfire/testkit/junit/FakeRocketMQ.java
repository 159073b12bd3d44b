// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.testkit.FakeCluster;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a {@link FakeCluster}.
 *
 * <pre>{@code
 * @FakeRocketMQ(topics = "orders:8")
 * class OrdersTest {
 *     @Test
 *     void survivesASilentBroker(FakeCluster cluster, @NameServerAddress String nameServer) {
 *         cluster.arm(FaultRule.onSends().once().silent());
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>On a class: each test method gets a cluster of its own, as a parameter of type {@link FakeCluster}; what belongs to it can
 * be had as parameters of type {@link dev.hotfire.fake.server.FaultRules}, {@link dev.hotfire.fake.server.Journal} and {@link
 * dev.hotfire.testkit.verify.Verification}, and its address by {@link NameServerAddress}. On a field or parameter of type {@link
 * FakeCluster}: a cluster for that one. A new cluster for each test costs some milliseconds and lets tests run in parallel and
 * do to it what they like. A static field, or {@link #shared()} on a class, makes one cluster for all tests of the class, which
 * must then run one after another: rules and journal are cleared between them, all else is left as it is.
 *
 * <p>A fault that was armed and never fired fails its test, with the requests that came nearest, unless its rule is {@linkplain
 * dev.hotfire.fake.server.FaultRule.Builder#optional() optional} or the test has failed anyway.
 */
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(FakeRocketMQExtension.class)
public @interface FakeRocketMQ {
    /** The names of the brokers. */
    String[] brokers() default {"broker-a"};

    /** How many slaves each broker has. */
    int slaves() default 0;

    /** How many name servers there are. */
    int nameServers() default 1;

    /** The topics: a name, or {@code name:queues} for another number of queues on each broker than 4. */
    String[] topics() default {};

    /** Whether a send to an unknown topic makes it. */
    boolean autoCreateTopics() default false;

    /** Decides about all that is left to chance: the same for each run unless changed. */
    long seed() default 1;

    /** How many messages each broker keeps; 0 for the usual number. */
    int retainedMessages() default 0;

    /** How many bytes of messages each broker keeps; 0 for the usual number. */
    long retainedBytes() default 0;

    /** All else that a cluster can be told: a class with a constructor without parameters. */
    Class<? extends UnaryOperator<FakeCluster.Builder>> configuredBy() default NothingElse.class;

    /** On a class: whether all its tests share one cluster. */
    boolean shared() default false;

    /** Whether faults that were armed and never fired fail the test. */
    boolean requireFired() default true;

    /** Leaves a cluster as it is. */
    final class NothingElse implements UnaryOperator<FakeCluster.Builder> {
        @Override
        public FakeCluster.Builder apply(FakeCluster.Builder builder) {
            return builder;
        }
    }
}
