// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

/** Whether a message has one tag or may have several. */
public enum TopicFilterType {
    SINGLE_TAG,
    MULTI_TAG
}
