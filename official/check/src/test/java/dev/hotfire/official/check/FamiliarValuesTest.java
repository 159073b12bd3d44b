// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the familiar face and the official client the same, and compares the answers. */
class FamiliarValuesTest {
    private static final String FACE = "dev.hotfire.";
    private static final String NAMESPACES = "remoting.protocol.NamespaceUtil";
    private static final String MIX = "common.MixAll";
    private static final String UTIL = "common.UtilAll";
    private static final String DECODER = "common.message.MessageDecoder";

    private static OfficialClasses official;

    @BeforeAll
    static void loadTheOfficialClient() throws IOException {
        official = OfficialClasses.load();
    }

    @AfterAll
    static void closeIt() throws IOException {
        official.close();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void bothAnswerTheSame(Call call) {
        assertThat(call.answer(ours(call.type))).isEqualTo(call.answer(theirs(call.type)));
    }

    static Stream<Call> calls() {
        List<Call> calls = new ArrayList<>();
        String[] names = {
            "g",
            "ns%g",
            "%RETRY%g",
            "%RETRY%ns%g",
            "%DLQ%g",
            "%DLQ%ns%g",
            "",
            "TBW102",
            "%RETRY%",
            "rmq_sys_x",
            "CID_RMQ_SYS_x",
            "ns%a%b",
            "%g",
            "SCHEDULE_TOPIC_XXXX",
            null
        };
        for (String name : names) {
            calls.add(call(NAMESPACES, "withoutNamespace", name));
            calls.add(call(NAMESPACES, "getNamespaceFromResource", name));
            for (String namespace : new String[] {"ns", "", "other", null}) {
                for (String method : List.of("withoutNamespace", "isAlreadyWithNamespace")) {
                    calls.add(call(NAMESPACES, method, name, namespace));
                }
                for (String method : List.of("wrapNamespace", "wrapNamespaceAndRetry")) {
                    calls.add(call(NAMESPACES, method, namespace, name));
                }
            }
        }
        for (String topic : new String[] {"a", "a b", "é", "%|-_9", "rmq_sys_x", "TBW102", "SCHEDULE_TOPIC_XXXX"}) {
            calls.add(call("common.topic.TopicValidator", "isTopicOrGroupIllegal", topic));
            calls.add(call("common.topic.TopicValidator", "isSystemTopic", topic));
            calls.add(call("common.topic.TopicValidator", "isNotAllowedSendTopic", topic));
        }
        for (int number = 0; number < 17; number++) {
            calls.add(call("common.constant.PermName", "perm2String", number));
            calls.add(call("common.constant.PermName", "isValid", number));
            calls.add(call("common.constant.PermName", "isAccessible", number));
            calls.add(call("common.sysflag.MessageSysFlag", "getTransactionValue", number));
            calls.add(call("common.sysflag.MessageSysFlag", "resetTransactionValue", number, 8));
            calls.add(call("common.sysflag.MessageSysFlag", "check", number, 6));
            calls.add(call("common.sysflag.MessageSysFlag", "getCompressionType", number << 8));
            calls.add(call("common.compression.CompressionType", "findByValue", number));
        }
        for (String text : new String[] {"lz4", " ZSTD ", "zlib", "other"}) {
            calls.add(call("common.compression.CompressionType", "of", text));
        }
        for (String text : new String[] {"Normal", "Trans", "TransCommit", "Delay", "Order", "other"}) {
            calls.add(call("common.message.MessageType", "getByShortName", text));
        }
        for (String text : new String[] {"JAVA", "java", "NODE_JS", "other"}) {
            calls.add(call("remoting.protocol.LanguageCode", "getCode", text));
        }
        for (long bytes : new long[] {0, 999, 1000, 1023, 1024, 12345, 999_999, 1L << 40, Long.MAX_VALUE}) {
            calls.add(call(MIX, "humanReadableByteCount", bytes, true));
            calls.add(call(MIX, "humanReadableByteCount", bytes, false));
        }
        for (String method : List.of("getRetryTopic", "getDLQTopic", "getReplyTopic", "isSysConsumerGroup", "isLmq")) {
            calls.add(call(MIX, method, "CID_RMQ_SYS_x"));
            calls.add(call(MIX, method, "%LMQ%x"));
        }
        calls.add(call(MIX, "brokerVIPChannel", true, "192.0.2.1:10911"));
        calls.add(call(MIX, "getWSAddr"));
        calls.add(call(MIX, "string2Properties", "a=b\n#c=d\ne = f"));
        for (String text : new String[] {"5", "-5", "x", "", "5.0"}) {
            calls.add(call(UTIL, "asInt", text, 3));
            calls.add(call(UTIL, "asLong", text, 3L));
        }
        for (String text : new String[] {null, "", " ", "a"}) {
            calls.add(call(UTIL, "isBlank", text));
        }
        for (long millis : new long[] {0, 1234, 1_800_000_000_123L}) {
            calls.add(call(UTIL, "timeMillisToHumanString", millis));
            calls.add(call(UTIL, "timeMillisToHumanString2", millis));
            calls.add(call(UTIL, "timeMillisToHumanString3", millis));
        }
        calls.add(call(UTIL, "parseDate", "2026-01-31 23:59:58", "yyyy-MM-dd HH:mm:ss"));
        calls.add(call(UTIL, "parseDate", "today", "yyyy-MM-dd HH:mm:ss"));
        calls.add(call(UTIL, "crc32", (Object) "hello".getBytes(UTF_8)));
        calls.add(call(UTIL, "bytes2string", (Object) new byte[] {0, 1, -1, 127, -128}));
        calls.add(call(UTIL, "string2bytes", "0001FF7F80"));
        calls.add(call(UTIL, "string2bytes", ""));
        calls.add(call(UTIL, "join", List.of("a", "b"), ","));
        calls.add(call(UTIL, "split", "a,b,,c", ","));
        calls.add(call(UTIL, "split", "a,b,,", ","));
        calls.add(call(DECODER, "createMessageId", new InetSocketAddress("192.0.2.1", 10911), 77L));
        calls.add(call(DECODER, "createMessageId", new InetSocketAddress("2001:db8::1", 10911), -1L));
        for (String text :
                new String[] {"", "a\u0001b\u0002", "a\u0001b", "a\u0002", "\u0001b\u0002c\u0001d", "a\u0001\u0002"}) {
            calls.add(call(DECODER, "string2messageProperties", text));
        }
        calls.add(call(DECODER, "messageProperties2String", new TreeMap<>(Map.of("a", "b", "c", "d"))));
        calls.add(call(DECODER, "messageProperties2String", (Object) null));
        calls.add(call("acl.common.AclSigner", "calSignature", "data", "secret"));
        calls.add(call("acl.common.AclUtils", "combineBytes", "a".getBytes(UTF_8), "b".getBytes(UTF_8)));
        for (String id : List.of(
                "7F00000100002A9F000000000000004D", "20010DB8000000000000000000000001162E2B193A1B6E0A6A7F0003")) {
            calls.add(call("common.message.MessageClientIDSetter", "getIPFromID", id));
            calls.add(call("common.message.MessageClientIDSetter", "getPidFromID", id));
        }
        for (String group : new String[] {null, "", "a b", "g", "x".repeat(120), "x".repeat(121)}) {
            calls.add(call("client.Validators", "checkGroup", group));
            calls.add(call("client.Validators", "checkTopic", group));
        }
        calls.add(call("client.Validators", "checkTopic", "x".repeat(127)));
        calls.add(call("client.Validators", "checkTopic", "x".repeat(128)));
        return calls.stream();
    }

    /** Whatever is set on a message reads back the same, and leaves the same properties. */
    @Test
    void messagesHoldTheSame() {
        List<Setting> settings = List.of(
                setting("setKeys", List.of("a", "b")),
                setting("setKeys", "c d"),
                setting("setTags", "paid"),
                setting("setDelayTimeLevel", 3),
                setting("setDelayTimeSec", 4L),
                setting("setDelayTimeMs", 5L),
                setting("setDeliverTimeMs", 6L),
                setting("setPriority", 2),
                setting("setWaitStoreMsgOK", false),
                setting("setInstanceId", "ns"),
                setting("setBuyerId", "buyer"),
                setting("setTransactionId", "tx"),
                setting("setFlag", 9),
                setting("putUserProperty", "colour", "red"));
        for (int count = 0; count <= settings.size(); count++) {
            assertThat(message(ours("common.message.Message"), settings.subList(0, count)))
                    .isEqualTo(message(theirs("common.message.Message"), settings.subList(0, count)));
        }
    }

    private static Map<String, String> message(Class<?> type, List<Setting> settings) {
        Object message = create(type, "orders", "tag", "key", 7, "hello".getBytes(UTF_8), true);
        for (Setting setting : settings) {
            Object[] arguments = setting.arguments.toArray();
            invoke(message, find(type, setting.name, arguments), arguments);
        }
        Map<String, String> seen = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0
                    && method.getDeclaringClass() == type
                    && method.getName().matches("(get|is).*")) {
                seen.put(method.getName(), text(invoke(message, method)));
            }
        }
        return seen;
    }

    @Test
    void exceptionsSayTheSame() {
        for (Object[] arguments : new Object[][] {{"what", new IllegalStateException("cause")}, {13, "what"}}) {
            for (String type : List.of("MQClientException", "RequestTimeoutException")) {
                assertThat(message("client.exception." + type, true, arguments))
                        .isEqualTo(message("client.exception." + type, false, arguments));
            }
        }
        for (Object[] arguments : new Object[][] {{2, "busy"}, {2, "busy", "192.0.2.1:10911"}}) {
            assertThat(message("client.exception.MQBrokerException", true, arguments))
                    .isEqualTo(message("client.exception.MQBrokerException", false, arguments));
        }
        for (String type : List.of("Connect", "Timeout", "SendRequest", "TooMuchRequest", "Command", "")) {
            String name = "remoting.exception.Remoting" + type + "Exception";
            assertThat(message(name, true, "a:1")).isEqualTo(message(name, false, "a:1"));
        }
        assertThat(message("remoting.exception.RemotingTimeoutException", true, "a:1", 30L))
                .isEqualTo(message("remoting.exception.RemotingTimeoutException", false, "a:1", 30L));
    }

    /** The official texts end with a line that sends the reader to the official pages. */
    private static String message(String type, boolean our, Object... arguments) {
        Throwable created = (Throwable) create(our ? ours(type) : theirs(type), arguments);
        return created.getMessage().lines().findFirst().orElseThrow();
    }

    private static Class<?> ours(String type) {
        try {
            return Class.forName(FACE + type);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(type, e);
        }
    }

    private static Class<?> theirs(String type) {
        return official.findOrNull(Surface.officialName(FACE + type));
    }

    private static Call call(String type, String method, Object... arguments) {
        return new Call(type, method, Arrays.asList(arguments));
    }

    private static Setting setting(String name, Object... arguments) {
        return new Setting(name, Arrays.asList(arguments));
    }

    /** A call of a static method, with arguments that any class loader knows. */
    private record Call(String type, String method, List<Object> arguments) {
        /** What came back, as text; of an exception only that there was one, for its words are each one's own. */
        String answer(Class<?> in) {
            try {
                return text(find(in, method, arguments.toArray()).invoke(null, arguments.toArray()));
            } catch (InvocationTargetException e) {
                return "an exception";
            } catch (IllegalAccessException e) {
                throw new LinkageError(toString(), e);
            }
        }

        @Override
        public String toString() {
            return type + "." + method + text(arguments);
        }
    }

    private record Setting(String name, List<Object> arguments) {}

    private static Method find(Class<?> type, String name, Object... arguments) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && takes(method, arguments))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + "." + name + Arrays.deepToString(arguments)));
    }

    private static Object create(Class<?> type, Object... arguments) {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (takes(constructor, arguments)) {
                try {
                    return constructor.newInstance(arguments);
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(type.toString(), e);
                }
            }
        }
        throw new AssertionError(type + Arrays.deepToString(arguments));
    }

    private static Object invoke(Object target, Method method, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }

    private static boolean takes(Executable executable, Object... arguments) {
        Class<?>[] types = executable.getParameterTypes();
        if (types.length != arguments.length || !Modifier.isPublic(executable.getModifiers())) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (arguments[i] == null ? types[i].isPrimitive() : !boxed(types[i]).isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Class<?> boxed(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map).toString();
        }
        return Arrays.deepToString(new Object[] {value});
    }
}
