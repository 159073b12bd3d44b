// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import dev.hotfire.client.AccessChannel;
import dev.hotfire.common.message.MessageClientIDSetter;
import dev.hotfire.runtime.ThisProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trace record: what was done, when, how long it took, and with which messages. */
public class TraceContext implements Comparable<TraceContext> {
    private @Nullable TraceType traceType;
    private long timeStamp = ThisProcess.currentTimeMillis();
    private String regionId = "";
    private String regionName = "";
    private String groupName = "";
    private int costTime;
    private boolean success = true;
    private String requestId = MessageClientIDSetter.createUniqID();
    private int contextCode;
    private @Nullable AccessChannel accessChannel;
    private @Nullable List<TraceBean> traceBeans;

    public @Nullable TraceType getTraceType() {
        return traceType;
    }

    public void setTraceType(@Nullable TraceType traceType) {
        this.traceType = traceType;
    }

    /** Milliseconds since the epoch, by this process's clock. */
    public long getTimeStamp() {
        return timeStamp;
    }

    public void setTimeStamp(long timeStamp) {
        this.timeStamp = timeStamp;
    }

    public String getRegionId() {
        return regionId;
    }

    public void setRegionId(@Nullable String regionId) {
        this.regionId = regionId == null ? "" : regionId;
    }

    public String getRegionName() {
        return regionName;
    }

    public void setRegionName(@Nullable String regionName) {
        this.regionName = regionName == null ? "" : regionName;
    }

    public String getGroupName() {
        return groupName;
    }

    public void setGroupName(@Nullable String groupName) {
        this.groupName = groupName == null ? "" : groupName;
    }

    /** Milliseconds. */
    public int getCostTime() {
        return costTime;
    }

    public void setCostTime(int costTime) {
        this.costTime = costTime;
    }

    public boolean isSuccess() {
        return success;
    }

    public void setSuccess(boolean success) {
        this.success = success;
    }

    /** The same in both records of a delivery. */
    public String getRequestId() {
        return requestId;
    }

    public void setRequestId(String requestId) {
        this.requestId = requestId;
    }

    /** What came of a delivery, a number that consumers know. */
    public int getContextCode() {
        return contextCode;
    }

    public void setContextCode(int contextCode) {
        this.contextCode = contextCode;
    }

    public @Nullable AccessChannel getAccessChannel() {
        return accessChannel;
    }

    public void setAccessChannel(@Nullable AccessChannel accessChannel) {
        this.accessChannel = accessChannel;
    }

    public @Nullable List<TraceBean> getTraceBeans() {
        return traceBeans;
    }

    public void setTraceBeans(@Nullable List<TraceBean> traceBeans) {
        this.traceBeans = traceBeans;
    }

    /** By time. */
    @Override
    public int compareTo(TraceContext other) {
        return Long.compare(timeStamp, other.timeStamp);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("TraceContext{")
                .append(traceType)
                .append('_')
                .append(groupName)
                .append('_')
                .append(regionId)
                .append('_')
                .append(success)
                .append('_');
        if (traceBeans != null) {
            for (TraceBean bean : traceBeans) {
                text.append(bean.getMsgId()).append('_').append(bean.getTopic()).append('_');
            }
        }
        return text.append('}').toString();
    }
}
