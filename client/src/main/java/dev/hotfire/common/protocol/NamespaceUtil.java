// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.protocol;

/** The same under the name that it had in the official library 4.x. */
public class NamespaceUtil extends dev.hotfire.remoting.protocol.NamespaceUtil {}
