// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.rule.KnownNames;
import dev.hotfire.testkit.rule.RuleException;
import dev.hotfire.testkit.rule.RuleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes one run of a test for each fault that {@link UnderEachFault} lists. */
final class UnderEachFaultExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), UnderEachFault.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        UnderEachFault faults = AnnotationSupport.findAnnotation(context.getTestMethod(), UnderEachFault.class)
                .orElseThrow();
        List<FaultRule> rules = new ArrayList<>();
        for (String text : faults.value()) {
            rules.add(rule(text));
        }
        rules.addAll(ReflectionSupport.newInstance(faults.from()).get());
        if (rules.isEmpty()) {
            throw new ExtensionConfigurationException("@UnderEachFault on " + context.getRequiredTestMethod()
                    + " without a fault (expected: at least one)");
        }
        return rules.stream().map(Run::new);
    }

    /** A whole rule, or a fault alone. */
    private static FaultRule rule(String text) {
        try {
            return RuleText.parse("{first: 1, fault: " + text + "}");
        } catch (RuleException faultAlone) {
            try {
                return RuleText.parse("@UnderEachFault", text, KnownNames.any());
            } catch (RuleException e) {
                // A text that begins like a rule is most likely a broken one.
                throw new ExtensionConfigurationException(
                        String.valueOf((text.contains("fault") ? e : faultAlone).getMessage()), e);
            }
        }
    }

    private record Run(FaultRule rule) implements TestTemplateInvocationContext, BeforeEachCallback, ParameterResolver {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "[" + invocationIndex + "] " + rule.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            FakeRocketMQExtension.ofTest(context).arm(rule);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == FaultRule.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return rule;
        }
    }
}
