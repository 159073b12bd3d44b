// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.verify.Verification;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Starts, hands out, checks and ends the clusters that {@link FakeRocketMQ} asks for. Without state of its own. */
final class FakeRocketMQExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FakeRocketMQExtension.class);

    /** Where the cluster of the class is, among those of fields and parameters. */
    private static final String OF_CLASS = "class";

    // ---- one for all tests of a class ----

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        Clusters clusters = new Clusters(sharedOf(context));
        store(context).put(testClass, clusters);
        store(context).put(Scope.CLASS, clusters);
        FakeRocketMQ ofClass =
                AnnotationSupport.findAnnotation(testClass, FakeRocketMQ.class).orElse(null);
        if (ofClass != null && ofClass.shared()) {
            clusters.at(OF_CLASS, ofClass);
        }
        inject(testClass, null, clusters);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Clusters clusters = store(context).remove(context.getRequiredTestClass(), Clusters.class);
        if (clusters != null) {
            clusters.close();
        }
    }

    // ---- one for each test ----

    @Override
    public void beforeEach(ExtensionContext context) {
        Clusters clusters = ofTest(context);
        clusters.clearShared();
        FakeRocketMQ ofClass = annotationOf(context.getRequiredTestClass());
        if (ofClass != null && !ofClass.shared()) {
            clusters.at(OF_CLASS, ofClass);
        }
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            inject(instance.getClass(), instance, clusters);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Clusters clusters = store(context).remove(Scope.TEST, Clusters.class);
        if (clusters == null) {
            return;
        }
        List<AssertionError> complaints;
        try {
            complaints = clusters.complaints();
        } finally {
            clusters.close();
        }
        if (complaints.isEmpty()) {
            return;
        }
        if (context.getExecutionException().isPresent()) {
            // A test that failed anyway is not told so twice, but what never happened may be the reason.
            complaints.forEach(
                    complaint -> context.publishReportEntry("hotfire", String.valueOf(complaint.getMessage())));
            return;
        }
        AssertionError first = complaints.get(0);
        complaints.subList(1, complaints.size()).forEach(first::addSuppressed);
        throw first;
    }

    /** The clusters of a test, before or while it runs. */
    static Clusters ofTest(ExtensionContext context) {
        Clusters clusters = store(context).get(Scope.TEST, Clusters.class);
        if (clusters == null) {
            clusters = new Clusters(sharedOf(context));
            store(context).put(Scope.TEST, clusters);
        }
        return clusters;
    }

    /** What is kept for a test, or for the class that it is in: stores fall back to those of the class. */
    private enum Scope {
        CLASS,
        TEST
    }

    private static @Nullable Clusters sharedOf(ExtensionContext context) {
        return store(context).get(Scope.CLASS, Clusters.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** The annotation of a test class, or of the class that it is nested in. */
    private static @Nullable FakeRocketMQ annotationOf(Class<?> testClass) {
        Class<?> asked = testClass;
        while (asked != null) {
            Optional<FakeRocketMQ> found = AnnotationSupport.findAnnotation(asked, FakeRocketMQ.class);
            if (found.isPresent()) {
                return found.get();
            }
            asked = Modifier.isStatic(asked.getModifiers()) ? null : asked.getEnclosingClass();
        }
        return null;
    }

    // ---- fields ----

    /** Sets the annotated fields: static ones without an instance, others with one. */
    private static void inject(Class<?> testClass, @Nullable Object instance, Clusters clusters) {
        for (Field field : annotated(testClass, instance, FakeRocketMQ.class)) {
            require(field, FakeCluster.class, "FakeRocketMQ");
            FakeRocketMQ settings =
                    AnnotationSupport.findAnnotation(field, FakeRocketMQ.class).orElseThrow();
            set(field, instance, clusters.at(field.toString(), settings));
        }
        for (Field field : annotated(testClass, instance, NameServerAddress.class)) {
            require(field, String.class, "NameServerAddress");
            set(field, instance, mainOf(clusters, "field " + field.getName()).nameServerAddresses());
        }
    }

    private static List<Field> annotated(
            Class<?> testClass, @Nullable Object instance, Class<? extends Annotation> annotation) {
        Predicate<Field> meant = field -> Modifier.isStatic(field.getModifiers()) == (instance == null)
                && AnnotationSupport.isAnnotated(field, annotation);
        return ReflectionSupport.findFields(testClass, meant, HierarchyTraversalMode.TOP_DOWN);
    }

    private static void require(Field field, Class<?> type, String annotation) {
        if (field.getType() != type || Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException("@" + annotation + " on " + field + " (expected: a field of type "
                    + type.getSimpleName() + " that is not final)");
        }
    }

    private static void set(Field field, @Nullable Object instance, Object value) {
        try {
            field.setAccessible(true);
            field.set(instance, value);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new ExtensionConfigurationException("field " + field + " can't be set", e);
        }
    }

    private static FakeCluster mainOf(Clusters clusters, String forWhat) {
        FakeCluster main = clusters.main();
        if (main == null) {
            throw new ExtensionConfigurationException("no cluster for " + forWhat
                    + " (expected: @FakeRocketMQ on the class, a field or a parameter before it; "
                    + "where no test runs yet, a shared one)");
        }
        return main;
    }

    // ---- parameters ----

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(FakeRocketMQ.class)
                || parameter.isAnnotated(NameServerAddress.class)
                || type == FakeCluster.class
                || type == FaultRules.class
                || type == Journal.class
                || type == Verification.class;
    }

    @Override
    public Object resolveParameter(ParameterContext context, ExtensionContext extensionContext) {
        Parameter parameter = context.getParameter();
        boolean beforeTests = context.getDeclaringExecutable() instanceof Constructor
                || extensionContext.getTestMethod().isEmpty();
        Clusters clusters = beforeTests ? sharedOf(extensionContext) : ofTest(extensionContext);
        if (clusters == null) {
            clusters = new Clusters(null);
        }
        FakeRocketMQ own = context.findAnnotation(FakeRocketMQ.class).orElse(null);
        if (own != null) {
            if (beforeTests) {
                throw new ParameterResolutionException("@FakeRocketMQ on " + parameter + " of "
                        + context.getDeclaringExecutable() + " (expected: a method that belongs to one test)");
            }
            requireType(context, FakeCluster.class, "FakeRocketMQ");
            return clusters.at(context.getDeclaringExecutable() + " " + context.getIndex(), own);
        }
        FakeCluster main = mainOf(clusters, "parameter " + parameter + " of " + context.getDeclaringExecutable());
        if (context.isAnnotated(NameServerAddress.class)) {
            requireType(context, String.class, "NameServerAddress");
            return main.nameServerAddresses();
        }
        Class<?> type = parameter.getType();
        if (type == FaultRules.class) {
            return main.rules();
        } else if (type == Journal.class) {
            return main.journal();
        } else if (type == Verification.class) {
            return main.verification();
        }
        return main;
    }

    private static void requireType(ParameterContext context, Class<?> type, String annotation) {
        if (context.getParameter().getType() != type) {
            throw new ParameterResolutionException("@" + annotation + " on " + context.getParameter()
                    + " (expected: a parameter " + "of type " + type.getSimpleName() + ")");
        }
    }
}
