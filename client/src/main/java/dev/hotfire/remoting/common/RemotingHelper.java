// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.common;

import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;

/** What users of the official remoting library's helper reach for. */
public class RemotingHelper {
    public static final String DEFAULT_CHARSET = "UTF-8";
    public static final String DEFAULT_CIDR_ALL = "0.0.0.0/0";

    /** The names of request codes, such as {@code SEND_MESSAGE_V2}; the number itself for a code without one. */
    public static String getRequestCodeDesc(int code) {
        return RequestCode.nameOf(code);
    }

    /** The names of response codes, such as {@code SYSTEM_BUSY}; the number itself for a code without one. */
    public static String getResponseCodeDesc(int code) {
        return ResponseCode.nameOf(code);
    }
}
