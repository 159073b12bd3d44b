// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a field or parameter of type {@link String}: what a client of the {@linkplain FakeRocketMQ test's cluster} takes as its
 * name server list, {@code host:port;host:port}. If there are several clusters, it is that of the class, else of the first
 * field, else of the first parameter.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(FakeRocketMQExtension.class)
public @interface NameServerAddress {}
