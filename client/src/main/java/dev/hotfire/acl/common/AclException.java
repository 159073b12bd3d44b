// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import org.jspecify.annotations.Nullable;

/** A signature that could not be made. */
public class AclException extends RuntimeException {
    private @Nullable String status;
    private int code;

    public AclException(@Nullable String status, int code) {
        super();
        this.status = status;
        this.code = code;
    }

    public AclException(@Nullable String status, int code, @Nullable String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public AclException(@Nullable String message) {
        super(message);
    }

    public AclException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public AclException(@Nullable String status, int code, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    public @Nullable String getStatus() {
        return status;
    }

    public void setStatus(@Nullable String status) {
        this.status = status;
    }

    public int getCode() {
        return code;
    }

    public void setCode(int code) {
        this.code = code;
    }
}
