// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.protocol;

/** The codes under the name that they had in the official library 4.x. */
public class RequestCode extends dev.hotfire.remoting.protocol.RequestCode {}
