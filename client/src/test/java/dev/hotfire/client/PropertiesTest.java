// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.hook.CheckForbiddenContext;
import dev.hotfire.client.hook.EndTransactionContext;
import dev.hotfire.client.hook.SendMessageContext;
import dev.hotfire.client.impl.producer.DefaultMQProducerImpl;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.producer.TransactionSendResult;
import dev.hotfire.client.trace.TraceBean;
import dev.hotfire.client.trace.TraceContext;
import dev.hotfire.client.trace.TraceTransferBean;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.protocol.RemotingCommand;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is set is what is read afterwards, and nothing else has changed. */
class PropertiesTest {
    /** What tells the same as another property, or follows from it. */
    private static final Map<String, Set<String>> FOLLOWING = Map.ofEntries(
            Map.entry("sendLatencyEnable", Set.of("sendLatencyFaultEnable")),
            Map.entry("sendLatencyFaultEnable", Set.of("sendLatencyEnable")),
            Map.entry("vipChannelEnabled", Set.of("sendMessageWithVIPChannel")),
            Map.entry("sendMessageWithVIPChannel", Set.of("vipChannelEnabled")),
            Map.entry("compressType", Set.of("compressor")),
            Map.entry("bornHost", Set.of("bornHostString", "bornHostNameString", "bornHostBytes")),
            Map.entry("storeHost", Set.of("storeHostBytes")),
            Map.entry("flag", Set.of("responseType", "onewayRPC", "type")));

    /** A message keeps most of what it is told in these. */
    private static final Set<String> STORES = Set.of("properties");

    /** Read as 0 and false before the start (B-ACCUM-01). */
    private static final Set<String> FROM_THE_START_ON = Set.of("autoBatch");

    private static List<Named<Supplier<Object>>> beans() {
        return List.of(
                bean(ClientConfig::new),
                bean(() -> new DefaultMQProducer("pg-properties")),
                bean(() -> new TransactionMQProducer("pg-properties")),
                bean(SendResult::new),
                bean(TransactionSendResult::new),
                bean(SendMessageContext::new),
                bean(CheckForbiddenContext::new),
                bean(EndTransactionContext::new),
                bean(TraceBean::new),
                bean(TraceContext::new),
                bean(TraceTransferBean::new),
                bean(Message::new),
                bean(MessageExt::new),
                bean(MessageQueue::new),
                bean(SessionCredentials::new),
                bean(() -> RemotingCommand.createRequestCommand(10, null)));
    }

    private static Named<Supplier<Object>> bean(Supplier<Object> made) {
        return Named.of(made.get().getClass().getSimpleName(), made);
    }

    @ParameterizedTest
    @MethodSource("beans")
    void whatIsSetIsReadAndNothingElseChanges(Supplier<Object> made) throws Exception {
        int told = 0;
        for (Method setter : setters(made.get())) {
            String name = propertyOf(setter);
            for (Object value : samples(setter.getParameterTypes()[0], name)) {
                Object bean = made.get();
                Map<String, Object> before = properties(bean);
                if (!before.containsKey(name) || FROM_THE_START_ON.contains(name)) {
                    continue;
                }
                setter.invoke(bean, value);
                Map<String, Object> after = properties(bean);
                assertThat(Objects.deepEquals(after.get(name), value))
                        .as("%s: %s after it was set to %s", name, after.get(name), value)
                        .isTrue();
                Set<String> following = FOLLOWING.getOrDefault(name, STORES);
                before.forEach((other, was) -> {
                    if (!other.equals(name) && !following.contains(other)) {
                        assertThat(Objects.deepEquals(after.get(other), was))
                                .as("%s: %s, was %s before %s was set", other, after.get(other), was, name)
                                .isTrue();
                    }
                });
                told++;
            }
        }
        assertThat(told).isPositive();
    }

    @Test
    @Tag("B-LIFE-08")
    void aCopyHasAllSettingsButThoseThatTheOfficialOneLeavesBehind() throws Exception {
        ClientConfig config = new ClientConfig();
        Map<String, Object> defaults = properties(config);
        for (Method setter : setters(config)) {
            String name = propertyOf(setter);
            for (Object value : samples(setter.getParameterTypes()[0], name)) {
                if (!Objects.deepEquals(defaults.get(name), value)) {
                    setter.invoke(config, value);
                }
            }
        }
        Map<String, Object> set = properties(config);
        Map<String, Object> copied = properties(config.cloneClientConfig());
        Set<String> left = Set.of("traceMsgBatchNum", "accessChannel", "maxPageSizeInGetMetadata");
        set.forEach((name, value) -> {
            assertThat(value).as(name).isNotEqualTo(defaults.get(name));
            assertThat(copied.get(name)).as(name).isEqualTo(left.contains(name) ? defaults.get(name) : value);
        });
    }

    @Test
    void namesGetTheNamespaceAndLoseIt() {
        ClientConfig config = new ClientConfig();
        MessageQueue queue = new MessageQueue("orders", "broker-a", 1);
        assertThat(config.withNamespace(Set.of("orders", "bills"))).containsExactlyInAnyOrder("orders", "bills");
        assertThat(config.queueWithNamespace(queue)).isSameAs(queue);
        assertThat(config.queuesWithNamespace(List.of(queue))).containsExactly(queue);
        config.setNamespace("ns");
        assertThat(config.withNamespace(Set.of("orders", "bills"))).containsExactlyInAnyOrder("ns%orders", "ns%bills");
        assertThat(config.withoutNamespace(Set.of("ns%orders", "bills"))).containsExactlyInAnyOrder("orders", "bills");
        assertThat(config.queueWithNamespace(queue)).isEqualTo(new MessageQueue("ns%orders", "broker-a", 1));
        assertThat(queue.getTopic()).isEqualTo("orders");
        List<MessageQueue> queues = List.of(queue);
        assertThat(config.queuesWithNamespace(queues)).isSameAs(queues);
        assertThat(queue.getTopic()).isEqualTo("ns%orders");
    }

    @Test
    void aConfigTellsItsSettings() throws Exception {
        ClientConfig config = new ClientConfig();
        config.setNamesrvAddr("192.0.2.1:9876");
        config.setUnitName("unit-7");
        config.setPollNameServerInterval(7_001);
        config.setNamespace("ns-7");
        assertThat(config.toString())
                .contains(
                        "namesrvAddr='192.0.2.1:9876'",
                        "unitName='unit-7'",
                        "pollNameServerInterval=7001",
                        "namespace='ns-7'");
    }

    private static List<Method> setters(Object bean) {
        return Arrays.stream(bean.getClass().getMethods())
                .filter(method -> method.getName().startsWith("set")
                        && method.getParameterCount() == 1
                        && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    private static String propertyOf(Method method) {
        String name = method.getName().startsWith("is")
                ? method.getName().substring(2)
                : method.getName().substring(3);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** All that can be read of a bean; what refuses to be read is left out. */
    private static Map<String, Object> properties(Object bean) throws IllegalAccessException {
        Map<String, Object> properties = new TreeMap<>();
        for (Method getter : bean.getClass().getMethods()) {
            boolean reads =
                    getter.getName().startsWith("get") || getter.getName().startsWith("is");
            if (!reads
                    || getter.getParameterCount() != 0
                    || Modifier.isStatic(getter.getModifiers())
                    || getter.getDeclaringClass() == Object.class) {
                continue;
            }
            try {
                Object value = getter.invoke(bean);
                properties.put(propertyOf(getter), value instanceof Map<?, ?> map ? Map.copyOf(map) : value);
            } catch (InvocationTargetException e) {
                properties.put(propertyOf(getter), e.getCause().getClass());
            }
        }
        return properties;
    }

    private static List<?> samples(Class<?> type, String name) {
        if (type == boolean.class || type == Boolean.class) {
            return List.of(true, false);
        }
        if (type == int.class || type == Integer.class) {
            return List.of(2_000_017, 2_000_018);
        }
        if (type == long.class || type == Long.class) {
            return List.of(2_000_017L, 2_000_018L);
        }
        if (type == byte[].class) {
            return List.of(new byte[] {1, 2}, new byte[] {3});
        }
        if (type == long[].class) {
            return List.of(new long[] {1, 2}, new long[] {3});
        }
        if (type == String.class) {
            return List.of("a-" + name, "another-" + name);
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type == Message.class) {
            return List.of(new Message("a-topic", new byte[] {1}));
        }
        if (type == MessageQueue.class) {
            return List.of(new MessageQueue("a-topic", "a-broker", 3));
        }
        if (type == SendResult.class) {
            return List.of(new SendResult());
        }
        if (type == DefaultMQProducerImpl.class) {
            return List.of(new DefaultMQProducer("pg-other").getDefaultMQProducerImpl());
        }
        if (type == Exception.class) {
            return List.of(new IllegalStateException("a mistake"));
        }
        if (type == SocketAddress.class) {
            return List.of(new InetSocketAddress("192.0.2.7", 7_007));
        }
        if (type == Map.class || type == HashMap.class) {
            return List.of(new HashMap<>(Map.of("a-key", "a-value")));
        }
        if (type == List.class) {
            return List.of(List.of("one", "two"));
        }
        if (type == Set.class) {
            return List.of(Set.of("one", "two"));
        }
        if (type == Collection.class) {
            // The keys of a message, which are read as one text.
            return List.of();
        }
        if (type == Object.class) {
            return List.of("anything");
        }
        if (type.isInterface()) {
            return List.of(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, PropertiesTest::proxied));
        }
        throw new AssertionError(name + ": no sample of " + type);
    }

    private static Object proxied(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "a proxy";
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }
}
