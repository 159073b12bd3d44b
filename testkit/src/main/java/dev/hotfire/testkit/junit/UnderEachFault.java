// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.fake.server.FaultRule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test once under each fault of a list, which is armed in the {@linkplain FakeRocketMQ test's cluster} before it begins.
 * The rule can be had as a parameter of type {@link FaultRule}.
 *
 * <pre>{@code
 * @UnderEachFault({"silent", "{answer: SYSTEM_BUSY}", "{server: broker-b, first: 2, fault: store-then-close}"})
 * void everyOrderArrives(FakeCluster cluster) { ... }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(FakeRocketMQExtension.class)
@ExtendWith(UnderEachFaultExtension.class)
public @interface UnderEachFault {
    /** Rules as text, see {@link dev.hotfire.testkit.rule.RuleText}; a fault alone hits the first send. */
    String[] value() default {};

    /** More rules: a class with a constructor without parameters. */
    Class<? extends Supplier<List<FaultRule>>> from() default None.class;

    /** No more rules. */
    final class None implements Supplier<List<FaultRule>> {
        @Override
        public List<FaultRule> get() {
            return List.of();
        }
    }
}
