// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import dev.hotfire.common.TopicFilterType;
import dev.hotfire.wire.message.SysFlag;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message as a broker stores it. */
public class MessageExt extends Message {
    private static final long serialVersionUID = 5720810158625748049L;

    private @Nullable String brokerName;
    private int queueId;
    private int storeSize;
    private long queueOffset;
    private int sysFlag;
    private long bornTimestamp;
    private @Nullable SocketAddress bornHost;
    private long storeTimestamp;
    private @Nullable SocketAddress storeHost;
    private @Nullable String msgId;
    private long commitLogOffset;
    private int bodyCRC;
    private int reconsumeTimes;
    private long preparedTransactionOffset;

    public MessageExt() {}

    public MessageExt(
            int queueId,
            long bornTimestamp,
            @Nullable SocketAddress bornHost,
            long storeTimestamp,
            @Nullable SocketAddress storeHost,
            @Nullable String msgId) {
        this.queueId = queueId;
        this.bornTimestamp = bornTimestamp;
        this.bornHost = bornHost;
        this.storeTimestamp = storeTimestamp;
        this.storeHost = storeHost;
        this.msgId = msgId;
    }

    public static TopicFilterType parseTopicFilterType(int sysFlag) {
        return (sysFlag & SysFlag.MULTI_TAGS) == 0 ? TopicFilterType.SINGLE_TAG : TopicFilterType.MULTI_TAG;
    }

    /** Writes the 4 or 16 bytes of the address and its port at the buffer's start, and makes them its content. */
    public static ByteBuffer socketAddress2ByteBuffer(SocketAddress socketAddress, ByteBuffer byteBuffer) {
        InetSocketAddress address = (InetSocketAddress) socketAddress;
        byteBuffer.clear();
        byteBuffer.put(address.getAddress().getAddress()).putInt(address.getPort());
        return byteBuffer.flip();
    }

    /** The 4 or 16 bytes of the address and its port. */
    public static ByteBuffer socketAddress2ByteBuffer(SocketAddress socketAddress) {
        InetSocketAddress address = (InetSocketAddress) socketAddress;
        return socketAddress2ByteBuffer(
                address, ByteBuffer.allocate(address.getAddress().getAddress().length + 4));
    }

    public ByteBuffer getBornHostBytes() {
        return socketAddress2ByteBuffer(known("bornHost", bornHost));
    }

    public ByteBuffer getBornHostBytes(ByteBuffer byteBuffer) {
        return socketAddress2ByteBuffer(known("bornHost", bornHost), byteBuffer);
    }

    public ByteBuffer getStoreHostBytes() {
        return socketAddress2ByteBuffer(known("storeHost", storeHost));
    }

    public ByteBuffer getStoreHostBytes(ByteBuffer byteBuffer) {
        return socketAddress2ByteBuffer(known("storeHost", storeHost), byteBuffer);
    }

    private static SocketAddress known(String name, @Nullable SocketAddress address) {
        if (address == null) {
            throw new IllegalStateException(name + ": null (expected: an address to write)");
        }
        return address;
    }

    public @Nullable String getBrokerName() {
        return brokerName;
    }

    public void setBrokerName(@Nullable String brokerName) {
        this.brokerName = brokerName;
    }

    public int getQueueId() {
        return queueId;
    }

    public void setQueueId(int queueId) {
        this.queueId = queueId;
    }

    /** Milliseconds since the epoch, by the client's clock. */
    public long getBornTimestamp() {
        return bornTimestamp;
    }

    public void setBornTimestamp(long bornTimestamp) {
        this.bornTimestamp = bornTimestamp;
    }

    /** The client. */
    public @Nullable SocketAddress getBornHost() {
        return bornHost;
    }

    public void setBornHost(@Nullable SocketAddress bornHost) {
        this.bornHost = bornHost;
    }

    /** The client's IP address, or null. */
    public @Nullable String getBornHostString() {
        return bornHost instanceof InetSocketAddress address && !address.isUnresolved()
                ? address.getAddress().getHostAddress()
                : null;
    }

    /** The client's host name if it is known, else its IP address, or null. No name service is asked. */
    public @Nullable String getBornHostNameString() {
        return bornHost instanceof InetSocketAddress address ? address.getHostString() : null;
    }

    /** Milliseconds since the epoch, by the broker's clock. */
    public long getStoreTimestamp() {
        return storeTimestamp;
    }

    public void setStoreTimestamp(long storeTimestamp) {
        this.storeTimestamp = storeTimestamp;
    }

    /** The broker. */
    public @Nullable SocketAddress getStoreHost() {
        return storeHost;
    }

    public void setStoreHost(@Nullable SocketAddress storeHost) {
        this.storeHost = storeHost;
    }

    public @Nullable String getMsgId() {
        return msgId;
    }

    public void setMsgId(@Nullable String msgId) {
        this.msgId = msgId;
    }

    public int getSysFlag() {
        return sysFlag;
    }

    public void setSysFlag(int sysFlag) {
        this.sysFlag = sysFlag;
    }

    public void setStoreHostAddressV6Flag() {
        this.sysFlag |= SysFlag.STORE_HOST_V6;
    }

    public void setBornHostV6Flag() {
        this.sysFlag |= SysFlag.BORN_HOST_V6;
    }

    public int getBodyCRC() {
        return bodyCRC;
    }

    public void setBodyCRC(int bodyCRC) {
        this.bodyCRC = bodyCRC;
    }

    public long getQueueOffset() {
        return queueOffset;
    }

    public void setQueueOffset(long queueOffset) {
        this.queueOffset = queueOffset;
    }

    public long getCommitLogOffset() {
        return commitLogOffset;
    }

    public void setCommitLogOffset(long physicOffset) {
        this.commitLogOffset = physicOffset;
    }

    /** The bytes of the stored form. */
    public int getStoreSize() {
        return storeSize;
    }

    public void setStoreSize(int storeSize) {
        this.storeSize = storeSize;
    }

    /** Deliveries so far. */
    public int getReconsumeTimes() {
        return reconsumeTimes;
    }

    public void setReconsumeTimes(int reconsumeTimes) {
        this.reconsumeTimes = reconsumeTimes;
    }

    public long getPreparedTransactionOffset() {
        return preparedTransactionOffset;
    }

    public void setPreparedTransactionOffset(long preparedTransactionOffset) {
        this.preparedTransactionOffset = preparedTransactionOffset;
    }

    /** Set by brokers on messages in their own hands, and never sent; null if not set. */
    public @Nullable Integer getTopicSysFlag() {
        return flagProperty(MessageConst.PROPERTY_TRANSIENT_TOPIC_CONFIG);
    }

    public void setTopicSysFlag(@Nullable Integer topicSysFlag) {
        putProperty(
                MessageConst.PROPERTY_TRANSIENT_TOPIC_CONFIG, topicSysFlag == null ? null : topicSysFlag.toString());
    }

    /** As {@link #getTopicSysFlag}, of the consumer group. */
    public @Nullable Integer getGroupSysFlag() {
        return flagProperty(MessageConst.PROPERTY_TRANSIENT_GROUP_CONFIG);
    }

    public void setGroupSysFlag(@Nullable Integer groupSysFlag) {
        putProperty(
                MessageConst.PROPERTY_TRANSIENT_GROUP_CONFIG, groupSysFlag == null ? null : groupSysFlag.toString());
    }

    private @Nullable Integer flagProperty(String name) {
        String text = getProperty(name);
        return text == null || text.isEmpty() ? null : Integer.valueOf(text);
    }

    @Override
    public String toString() {
        return "MessageExt [brokerName=" + brokerName + ", queueId=" + queueId + ", storeSize=" + storeSize
                + ", queueOffset=" + queueOffset + ", sysFlag=" + sysFlag + ", bornTimestamp=" + bornTimestamp
                + ", bornHost=" + bornHost + ", storeTimestamp=" + storeTimestamp + ", storeHost=" + storeHost
                + ", msgId=" + getMsgId() + ", commitLogOffset=" + commitLogOffset + ", bodyCRC=" + bodyCRC
                + ", reconsumeTimes=" + reconsumeTimes + ", preparedTransactionOffset=" + preparedTransactionOffset
                + ", toString()=" + super.toString() + "]";
    }
}
