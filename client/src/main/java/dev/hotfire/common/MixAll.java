// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import dev.hotfire.runtime.ThisProcess;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Constants and small helpers that users of the official library reach for. */
public class MixAll {
    public static final String ROCKETMQ_HOME_ENV = "ROCKETMQ_HOME";
    public static final String ROCKETMQ_HOME_PROPERTY = "rocketmq.home.dir";
    public static final String NAMESRV_ADDR_ENV = "NAMESRV_ADDR";
    public static final String NAMESRV_ADDR_PROPERTY = "rocketmq.namesrv.addr";
    public static final String MESSAGE_COMPRESS_TYPE = "rocketmq.message.compressType";
    public static final String MESSAGE_COMPRESS_LEVEL = "rocketmq.message.compressLevel";
    public static final String DEFAULT_NAMESRV_ADDR_LOOKUP = "jmenv.tbsite.net";
    public static final String DEFAULT_PRODUCER_GROUP = "DEFAULT_PRODUCER";
    public static final String DEFAULT_CONSUMER_GROUP = "DEFAULT_CONSUMER";
    public static final String TOOLS_CONSUMER_GROUP = "TOOLS_CONSUMER";
    public static final String SCHEDULE_CONSUMER_GROUP = "SCHEDULE_CONSUMER";
    public static final String FILTERSRV_CONSUMER_GROUP = "FILTERSRV_CONSUMER";
    public static final String MONITOR_CONSUMER_GROUP = "__MONITOR_CONSUMER";
    public static final String CLIENT_INNER_PRODUCER_GROUP = "CLIENT_INNER_PRODUCER";
    public static final String SELF_TEST_PRODUCER_GROUP = "SELF_TEST_P_GROUP";
    public static final String SELF_TEST_CONSUMER_GROUP = "SELF_TEST_C_GROUP";
    public static final String ONS_HTTP_PROXY_GROUP = "CID_ONS-HTTP-PROXY";
    public static final String CID_ONSAPI_PERMISSION_GROUP = "CID_ONSAPI_PERMISSION";
    public static final String CID_ONSAPI_OWNER_GROUP = "CID_ONSAPI_OWNER";
    public static final String CID_ONSAPI_PULL_GROUP = "CID_ONSAPI_PULL";
    public static final String CID_RMQ_SYS_PREFIX = "CID_RMQ_SYS_";
    public static final String IS_SUPPORT_HEART_BEAT_V2 = "IS_SUPPORT_HEART_BEAT_V2";
    public static final String IS_SUB_CHANGE = "IS_SUB_CHANGE";
    public static final String DEFAULT_CHARSET = "UTF-8";
    public static final long MASTER_ID = 0L;
    public static final long FIRST_SLAVE_ID = 1L;
    public static final long FIRST_BROKER_CONTROLLER_ID = 1L;
    public static final int UNIT_PRE_SIZE_FOR_MSG = 28;
    public static final int ALL_ACK_IN_SYNC_STATE_SET = -1;
    public static final String RETRY_GROUP_TOPIC_PREFIX = "%RETRY%";
    public static final String DLQ_GROUP_TOPIC_PREFIX = "%DLQ%";
    public static final String REPLY_TOPIC_POSTFIX = "REPLY_TOPIC";
    public static final String UNIQUE_MSG_QUERY_FLAG = "_UNIQUE_KEY_QUERY";
    public static final String DEFAULT_TRACE_REGION_ID = "DefaultRegion";
    public static final String CONSUME_CONTEXT_TYPE = "ConsumeContextType";
    public static final String CID_SYS_RMQ_TRANS = "CID_RMQ_SYS_TRANS";
    public static final String ACL_CONF_TOOLS_FILE = "/conf/tools.yml";
    public static final String REPLY_MESSAGE_FLAG = "reply";
    public static final String LMQ_PREFIX = "%LMQ%";
    public static final int LMQ_QUEUE_ID = 0;
    public static final String LMQ_DISPATCH_SEPARATOR = ",";

    /** As 4.x has it. */
    public static final String MULTI_DISPATCH_QUEUE_SPLITTER = LMQ_DISPATCH_SEPARATOR;

    public static final String REQ_T = "ReqT";
    public static final String ROCKETMQ_ZONE_ENV = "ROCKETMQ_ZONE";
    public static final String ROCKETMQ_ZONE_PROPERTY = "rocketmq.zone";
    public static final String ROCKETMQ_ZONE_MODE_ENV = "ROCKETMQ_ZONE_MODE";
    public static final String ROCKETMQ_ZONE_MODE_PROPERTY = "rocketmq.zone.mode";
    public static final String ZONE_NAME = "__ZONE_NAME";
    public static final String ZONE_MODE = "__ZONE_MODE";
    public static final String RPC_REQUEST_HEADER_NAMESPACED_FIELD = "nsd";
    public static final String RPC_REQUEST_HEADER_NAMESPACE_FIELD = "ns";
    public static final String LOGICAL_QUEUE_MOCK_BROKER_PREFIX = "__syslo__";
    public static final String METADATA_SCOPE_GLOBAL = "__global__";
    public static final String LOGICAL_QUEUE_MOCK_BROKER_NAME_NOT_EXIST = "__syslo__none__";

    public static final @Nullable String ROCKETMQ_HOME_DIR =
            System.getProperty(ROCKETMQ_HOME_PROPERTY, System.getenv(ROCKETMQ_HOME_ENV));
    public static final String WS_DOMAIN_NAME =
            System.getProperty("rocketmq.namesrv.domain", DEFAULT_NAMESRV_ADDR_LOOKUP);
    public static final String WS_DOMAIN_SUBGROUP = System.getProperty("rocketmq.namesrv.domain.subgroup", "nsaddr");
    public static final String LOCALHOST = "127.0.0.1";
    public static final long CURRENT_JVM_PID = ThisProcess.id();

    private static final int VIP_PORT_OFFSET = 2;
    private static final String[] DECIMAL_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    /** Where name servers are asked for over HTTP. */
    public static String getWSAddr() {
        String domain = WS_DOMAIN_NAME.indexOf(':') < 0 ? WS_DOMAIN_NAME + ":8080" : WS_DOMAIN_NAME;
        return "http://" + domain + "/rocketmq/" + WS_DOMAIN_SUBGROUP;
    }

    /** The topic of what a consumer group is to be given again. */
    public static String getRetryTopic(String consumerGroup) {
        return RETRY_GROUP_TOPIC_PREFIX + consumerGroup;
    }

    /** The topic that replies travel through, in one cluster. */
    public static String getReplyTopic(String clusterName) {
        return clusterName + "_" + REPLY_TOPIC_POSTFIX;
    }

    /** The topic of what a consumer group failed to consume. */
    public static String getDLQTopic(String consumerGroup) {
        return DLQ_GROUP_TOPIC_PREFIX + consumerGroup;
    }

    public static boolean isSysConsumerGroup(String consumerGroup) {
        return consumerGroup.startsWith(CID_RMQ_SYS_PREFIX);
    }

    /** A broker's address for those who are let in first: two ports below its own. */
    public static String brokerVIPChannel(boolean isChange, String brokerAddr) {
        if (!isChange) {
            return brokerAddr;
        }
        int colon = brokerAddr.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("brokerAddr: '" + brokerAddr + "' (expected: host:port)");
        }
        int port = Integer.parseInt(brokerAddr.substring(colon + 1)) - VIP_PORT_OFFSET;
        return brokerAddr.substring(0, colon) + ":" + port;
    }

    /** This process's id. */
    public static long getPID() {
        return ThisProcess.id();
    }

    /** The properties that a text holds, one a line. */
    public static Properties string2Properties(String str) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(str));
        } catch (IOException e) {
            throw new UncheckedIOException("a StringReader never fails", e);
        }
        return properties;
    }

    /** One line for each property. */
    public static String properties2String(Properties properties) {
        return properties2String(properties, false);
    }

    public static String properties2String(Properties properties, boolean isSort) {
        Map<Object, Object> entries = isSort ? new TreeMap<>(properties) : properties;
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** Raises the target to the value, unless it is there already; whether it did. */
    public static boolean compareAndIncreaseOnly(AtomicLong target, long value) {
        return target.getAndAccumulate(value, Math::max) < value;
    }

    /** Such as {@code 12.3 kB}, or {@code 12.1 KiB}. */
    public static String humanReadableByteCount(long bytes, boolean si) {
        int unit = si ? 1000 : 1024;
        double value = bytes;
        int power = 0;
        while (value >= unit) {
            value /= unit;
            power++;
        }
        String name = (si ? DECIMAL_UNITS : BINARY_UNITS)[power];
        return power == 0 ? bytes + " " + name : String.format(Locale.ROOT, "%.1f %s", value, name);
    }

    public static int compareInteger(int x, int y) {
        return Integer.compare(x, y);
    }

    public static int compareLong(long x, long y) {
        return Long.compare(x, y);
    }

    /** Whether the name is that of a light queue. */
    public static boolean isLmq(@Nullable String lmqMetaData) {
        return lmqMetaData != null && lmqMetaData.startsWith(LMQ_PREFIX);
    }
}
