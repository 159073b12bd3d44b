// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** On test classes that other tests run, and some of which fail on purpose: whoever else discovers them skips them. */
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnlyInside.Condition.class)
@interface OnlyInside {
    String PARAMETER = "hotfire.inside";

    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(PARAMETER).isPresent()
                    ? ConditionEvaluationResult.enabled("run by another test")
                    : ConditionEvaluationResult.disabled("run by FakeRocketMQTest only");
        }
    }
}
