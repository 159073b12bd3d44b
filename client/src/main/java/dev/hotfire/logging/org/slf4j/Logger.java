// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.logging.org.slf4j;

/** A logger of SLF4J, under the name that programs for the official library have for it. */
public interface Logger extends org.slf4j.Logger {}
