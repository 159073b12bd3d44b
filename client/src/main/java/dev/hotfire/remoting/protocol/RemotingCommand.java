// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import dev.hotfire.remoting.CommandCustomHeader;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A request or response, as an {@link dev.hotfire.remoting.RPCHook} sees it. What a hook does to the ext fields of a
 * request travels with it; the rest of a request is for reading.
 */
public class RemotingCommand {
    public static final String SERIALIZE_TYPE_PROPERTY = "rocketmq.serialize.type";
    public static final String SERIALIZE_TYPE_ENV = "ROCKETMQ_SERIALIZE_TYPE";
    public static final String REMOTING_VERSION_KEY = "rocketmq.remoting.version";

    private static final int RESPONSE_BIT = 1;
    private static final int ONEWAY_BIT = 2;
    private static final AtomicInteger NEXT_OPAQUE = new AtomicInteger();

    private int code;
    private LanguageCode language = LanguageCode.JAVA;
    private int version;
    private int opaque = createNewRequestId();
    private int flag;
    private @Nullable String remark;
    private @Nullable HashMap<String, String> extFields;
    private byte @Nullable [] body;
    private boolean suspended;
    private SerializeType serializeTypeCurrentRPC = SerializeType.JSON;
    private @Nullable CommandCustomHeader customHeader;

    protected RemotingCommand() {}

    /** A request. The header is kept for {@link #readCustomHeader} and does nothing else. */
    public static RemotingCommand createRequestCommand(int code, @Nullable CommandCustomHeader customHeader) {
        RemotingCommand command = new RemotingCommand();
        command.code = code;
        command.customHeader = customHeader;
        return command;
    }

    /** A response. The header is kept for {@link #readCustomHeader} and does nothing else. */
    public static RemotingCommand createResponseCommandWithHeader(
            int code, @Nullable CommandCustomHeader customHeader) {
        RemotingCommand command = createRequestCommand(code, customHeader);
        command.markResponseType();
        return command;
    }

    public static RemotingCommand createResponseCommand(int code, @Nullable String remark) {
        RemotingCommand command = createResponseCommandWithHeader(code, null);
        command.remark = remark;
        return command;
    }

    public static RemotingCommand buildErrorResponse(int code, @Nullable String remark) {
        return createResponseCommand(code, remark);
    }

    /** The next number to tie a response to its request with. */
    public static int createNewRequestId() {
        return NEXT_OPAQUE.getAndIncrement();
    }

    public void markResponseType() {
        flag |= RESPONSE_BIT;
    }

    public @Nullable CommandCustomHeader readCustomHeader() {
        return customHeader;
    }

    public void writeCustomHeader(@Nullable CommandCustomHeader customHeader) {
        this.customHeader = customHeader;
    }

    public void markOnewayRPC() {
        flag |= ONEWAY_BIT;
    }

    /** Whether the sender wants no answer. */
    public boolean isOnewayRPC() {
        return (flag & ONEWAY_BIT) != 0;
    }

    /** The request code or, in a response, the response code. */
    public int getCode() {
        return code;
    }

    public void setCode(int code) {
        this.code = code;
    }

    public RemotingCommandType getType() {
        return isResponseType() ? RemotingCommandType.RESPONSE_COMMAND : RemotingCommandType.REQUEST_COMMAND;
    }

    public boolean isResponseType() {
        return (flag & RESPONSE_BIT) != 0;
    }

    public LanguageCode getLanguage() {
        return language;
    }

    public void setLanguage(LanguageCode language) {
        this.language = language;
    }

    public int getVersion() {
        return version;
    }

    public void setVersion(int version) {
        this.version = version;
    }

    /** Ties a response to its request. */
    public int getOpaque() {
        return opaque;
    }

    public void setOpaque(int opaque) {
        this.opaque = opaque;
    }

    public int getFlag() {
        return flag;
    }

    public void setFlag(int flag) {
        this.flag = flag;
    }

    /** In a response the reason of an error. */
    public @Nullable String getRemark() {
        return remark;
    }

    public void setRemark(@Nullable String remark) {
        this.remark = remark;
    }

    public byte @Nullable [] getBody() {
        return body;
    }

    public void setBody(byte @Nullable [] body) {
        this.body = body;
    }

    public boolean isSuspended() {
        return suspended;
    }

    public void setSuspended(boolean suspended) {
        this.suspended = suspended;
    }

    /** The header's fields, not a copy; null if there are none. */
    @SuppressWarnings("NonApiType") // the official signature
    public @Nullable HashMap<String, String> getExtFields() {
        return extFields;
    }

    @SuppressWarnings("NonApiType") // the official signature
    public void setExtFields(@Nullable HashMap<String, String> extFields) {
        this.extFields = extFields;
    }

    public void addExtField(String key, String value) {
        if (extFields == null) {
            extFields = new HashMap<>();
        }
        extFields.put(key, value);
    }

    public void addExtFieldIfNotExist(String key, String value) {
        if (extFields == null || !extFields.containsKey(key)) {
            addExtField(key, value);
        }
    }

    public SerializeType getSerializeTypeCurrentRPC() {
        return serializeTypeCurrentRPC;
    }

    public void setSerializeTypeCurrentRPC(SerializeType serializeTypeCurrentRPC) {
        this.serializeTypeCurrentRPC = serializeTypeCurrentRPC;
    }

    @Override
    public String toString() {
        return "RemotingCommand [code=" + code + ", language=" + language + ", version=" + version + ", opaque="
                + opaque
                + ", flag(B)=" + Integer.toBinaryString(flag) + ", remark=" + remark + ", extFields=" + extFields
                + ", serializeTypeCurrentRPC=" + serializeTypeCurrentRPC + "]";
    }
}
