// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.admin;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.AdminException;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TopicNames;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.route.NameServers;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.route.RouteAnswer;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.QueryMessageHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.TimestampResponseHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The calls of {@link ProducerAdmin}, as requests on the connections that sends use, too. */
public final class AdminCalls implements ProducerAdmin {
    private static final int CREATE_TRIES = 5;

    /** How far back a message is looked for by its unique key, and how many are asked for (B-ADMIN-04). */
    private static final long UNIQUE_KEY_MILLIS = TimeUnit.DAYS.toMillis(3);

    private static final int UNIQUE_KEY_MESSAGES = 32;

    /** No body becomes larger than this when it is decompressed: four times the largest frame. */
    private static final int MAX_PLAIN_BYTES = 64 << 20;

    private final Namespace namespace;
    private final boolean vipChannel;
    private final EventLoop loop;
    private final MachineClock clock;
    private final Connections connections;
    private final Deadlines deadlines;
    private final NameServers nameServers;
    private final Executor callbacks;
    private final OpenCalls open;

    /**
     * @param callbacks where futures complete; must run what it is given, even if it is closed
     * @param open      knows of each call until it has ended
     */
    public AdminCalls(
            ProducerConfig config,
            EventLoop loop,
            MachineClock clock,
            Connections connections,
            Deadlines deadlines,
            NameServers nameServers,
            Executor callbacks,
            OpenCalls open) {
        this.namespace = config.namespace();
        this.vipChannel = config.vipChannel();
        this.loop = loop;
        this.clock = clock;
        this.connections = connections;
        this.deadlines = deadlines;
        this.nameServers = nameServers;
        this.callbacks = callbacks;
        this.open = open;
    }

    // ---- topics ----

    @Override
    public CompletableFuture<List<MessageQueue>> publishQueues(String topic) {
        String name = requireTopic(topic);
        return this.<List<MessageQueue>>begin(call -> withRoute(call, namespace.wrap(name), route -> {
            List<MessageQueue> queues = PublishRoute.of(name, route, vipChannel).targets().stream()
                    .map(Target::queue)
                    .toList();
            if (queues.isEmpty()) {
                call.fail(noQueues(name, AdminException.NO_ANSWER, "none can be written to", null));
            } else {
                call.complete(() -> queues);
            }
        }));
    }

    @Override
    public CompletableFuture<Void> createTopic(String keyTopic, String newTopic, int queues, int topicSysFlag) {
        TopicNames.requireValid(requireNonNull(keyTopic, "keyTopic"));
        String wireTopic = namespace.wrap(TopicNames.requireValid(newTopic));
        TopicNames.requireValid(wireTopic);
        if (SystemTopics.isSystem(newTopic)) {
            throw new IllegalArgumentException("topic: '" + newTopic + "' (expected: not a topic of the system)");
        }
        if (queues < 1 || queues > QueueData.MAX_QUEUES) {
            throw new IllegalArgumentException("queues: " + queues + " (expected: 1 to " + QueueData.MAX_QUEUES + ")");
        }
        Frame request = new CreateTopicHeader(
                        wireTopic,
                        keyTopic,
                        queues,
                        queues,
                        Permission.READ_WRITE,
                        "SINGLE_TAG",
                        topicSysFlag,
                        false,
                        null,
                        null)
                .writeTo(Frame.request(RequestCode.UPDATE_AND_CREATE_TOPIC))
                .build();
        return this.<Void>begin(call -> withRoute(call, keyTopic, route -> {
            List<Address> masters = new ArrayList<>(brokers(route, true).values());
            if (masters.isEmpty()) {
                call.fail(new AdminException(
                        "create new topic failed: no broker has topic " + keyTopic, AdminException.NO_ANSWER, null));
                return;
            }
            Creation creation = new Creation(call, request, masters.size());
            masters.forEach(master -> creation.ask(master, 1));
        }));
    }

    /** One topic on its way to all masters. */
    private static final class Creation {
        private final AdminCall<Void> call;
        private final Frame request;
        private int left;
        private boolean accepted;
        private @Nullable AdminException lastFailure;

        Creation(AdminCall<Void> call, Frame request, int masters) {
            this.call = call;
            this.request = request;
            this.left = masters;
        }

        void ask(Address master, int attempt) {
            call.ask(
                    master,
                    request,
                    reply -> {
                        accepted = true;
                        countDown();
                    },
                    failure -> {
                        if (attempt < CREATE_TRIES) {
                            ask(master, attempt + 1);
                        } else {
                            lastFailure = failure;
                            countDown();
                        }
                    });
        }

        @SuppressWarnings("NullAway") // A call without a result.
        private void countDown() {
            if (--left > 0) {
                return;
            }
            if (accepted || lastFailure == null) {
                call.complete(() -> null);
            } else {
                call.fail("create new topic failed", lastFailure);
            }
        }
    }

    // ---- queues ----

    @Override
    public CompletableFuture<Long> searchOffset(MessageQueue queue, long timestampMillis) {
        return askQueue(
                queue,
                (id, request) -> new SearchOffsetHeader(id.topic, id.queueId, timestampMillis, null, null, id.broker)
                        .writeTo(request),
                RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                reply -> OffsetResponseHeader.from(reply).offset());
    }

    @Override
    public CompletableFuture<Long> maxOffset(MessageQueue queue) {
        return askQueue(
                queue,
                (id, request) -> new GetMaxOffsetHeader(id.topic, id.queueId, true, id.broker).writeTo(request),
                RequestCode.GET_MAX_OFFSET,
                reply -> OffsetResponseHeader.from(reply).offset());
    }

    @Override
    public CompletableFuture<Long> minOffset(MessageQueue queue) {
        return askQueue(
                queue,
                (id, request) -> new QueueHeader(id.topic, id.queueId, id.broker).writeTo(request),
                RequestCode.GET_MIN_OFFSET,
                reply -> OffsetResponseHeader.from(reply).offset());
    }

    @Override
    public CompletableFuture<Long> earliestStoreTimeMillis(MessageQueue queue) {
        return askQueue(
                queue,
                (id, request) -> new QueueHeader(id.topic, id.queueId, id.broker).writeTo(request),
                RequestCode.GET_EARLIEST_MSG_STORETIME,
                reply -> TimestampResponseHeader.from(reply).timestamp());
    }

    /** A queue as a broker knows it. */
    private record WireQueue(String topic, int queueId, String broker) {}

    private CompletableFuture<Long> askQueue(
            MessageQueue queue,
            BiConsumer<WireQueue, Frame.Builder> header,
            int requestCode,
            ToLongFunction<Frame> result) {
        String topic = requireTopic(requireNonNull(queue, "queue").topic());
        String wireTopic = namespace.wrap(topic);
        return this.<Long>begin(call -> withRoute(call, wireTopic, route -> {
            // The queues of a static topic name a broker that there is not: the route tells the real one.
            Target target = PublishRoute.of(topic, route, vipChannel)
                    .find(new MessageQueue(topic, queue.brokerName(), queue.queueId()));
            String broker = target == null ? queue.brokerName() : target.brokerName();
            Address address = target == null ? brokers(route, false).get(broker) : target.sendAddress();
            if (address == null) {
                call.fail(new AdminException("The broker[" + broker + "] not exist", AdminException.NO_ANSWER, null));
                return;
            }
            Frame.Builder request = Frame.request(requestCode);
            header.accept(new WireQueue(wireTopic, queue.queueId(), broker), request);
            call.ask(
                    address,
                    request.build(),
                    reply -> {
                        long value = result.applyAsLong(reply);
                        call.complete(() -> value);
                    },
                    call::fail);
        }));
    }

    // ---- messages ----

    @Override
    public CompletableFuture<StoredMessage> viewMessage(String topic, String messageId) {
        String name = requireTopic(topic);
        requireNonNull(messageId, "messageId");
        String wireTopic = namespace.wrap(name);
        return this.<StoredMessage>begin(call -> withRoute(call, wireTopic, route -> {
            OffsetMessageId id = offsetId(messageId);
            Address storedBy = id == null ? null : brokerAt(route, id);
            Runnable byKey = () -> viewByUniqueKey(call, route, wireTopic, messageId);
            if (id == null || storedBy == null) {
                byKey.run();
                return;
            }
            Frame request = new ViewMessageHeader(wireTopic, id.offset(), null)
                    .writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID))
                    .build();
            call.ask(
                    storedBy,
                    request,
                    reply -> {
                        StoredMessage message = StoredMessage.decode(reply.body());
                        call.complete(() -> asSeen(message));
                    },
                    failure -> byKey.run());
        }));
    }

    @Override
    public CompletableFuture<StoredMessage> viewMessage(String offsetMessageId) {
        OffsetMessageId id = offsetId(requireNonNull(offsetMessageId, "offsetMessageId"));
        Address storedBy = id == null ? null : sendAddress(id.address() + ":" + id.port());
        if (id == null || storedBy == null) {
            throw new IllegalArgumentException(
                    "offsetMessageId: \"" + offsetMessageId + "\" (expected: an id that a broker gave a message)");
        }
        Frame request = new ViewMessageHeader(null, id.offset(), null)
                .writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID))
                .build();
        return this.<StoredMessage>begin(call -> call.ask(
                storedBy,
                request,
                reply -> {
                    StoredMessage message = StoredMessage.decode(reply.body());
                    call.complete(() -> asSeen(message));
                },
                call::fail));
    }

    private static @Nullable OffsetMessageId offsetId(String text) {
        try {
            return OffsetMessageId.parse(text);
        } catch (MalformedIdException e) {
            return null;
        }
    }

    /**
     * The broker that an id names, if the topic's route has it. A unique key can look like such an id: the official client
     * then connects to whatever address its digits make.
     */
    private @Nullable Address brokerAt(TopicRoute route, OffsetMessageId id) {
        String wanted = id.address() + ":" + id.port();
        for (BrokerData broker : route.brokerDatas()) {
            for (String address : broker.brokerAddrs().values()) {
                if (address.equals(wanted)) {
                    return sendAddress(address);
                }
            }
        }
        return null;
    }

    private void viewByUniqueKey(AdminCall<StoredMessage> call, TopicRoute route, String wireTopic, String key) {
        QueryMessageHeader query = new QueryMessageHeader(
                wireTopic,
                key,
                UNIQUE_KEY_MESSAGES,
                clock.currentTimeMillis() - UNIQUE_KEY_MILLIS,
                Long.MAX_VALUE,
                null,
                null,
                true);
        new Query(route, query).run(call, found -> {
            if (found.isEmpty()) {
                call.fail(new AdminException(
                        "no message " + key + " in topic " + namespace.unwrap(wireTopic),
                        ResponseCode.QUERY_NOT_FOUND,
                        null));
            } else {
                call.complete(() -> asSeen(found.get(0)));
            }
        });
    }

    @Override
    public CompletableFuture<List<StoredMessage>> queryMessages(
            String topic, String key, int maxMessages, long beginMillis, long endMillis) {
        String name = requireTopic(topic);
        if (requireNonNull(key, "key").isEmpty()) {
            throw new IllegalArgumentException("key: '' (expected: a message's key)");
        }
        if (maxMessages < 1) {
            throw new IllegalArgumentException("maxMessages: " + maxMessages + " (expected: 1 or more)");
        }
        String wireTopic = namespace.wrap(name);
        QueryMessageHeader query =
                new QueryMessageHeader(wireTopic, key, maxMessages, beginMillis, endMillis, null, null, false);
        return this.<List<StoredMessage>>begin(call -> withRoute(call, wireTopic, route -> new Query(route, query)
                .run(
                        call,
                        found -> call.complete(
                                () -> found.stream().map(this::asSeen).toList()))));
    }

    /** One question to a broker of each name, all at once. */
    private final class Query {
        private final List<Address> servers;
        private final QueryMessageHeader query;
        private final List<StoredMessage> found = new ArrayList<>();
        private @Nullable AdminException lastFailure;
        private int left;

        Query(TopicRoute route, QueryMessageHeader query) {
            this.servers = new ArrayList<>(brokers(route, false).values());
            this.query = query;
            this.left = servers.size();
        }

        /** Fails the call if nothing was found and some broker could not say so. */
        void run(AdminCall<?> call, Consumer<List<StoredMessage>> onFound) {
            Frame request =
                    query.writeTo(Frame.request(RequestCode.QUERY_MESSAGE)).build();
            Runnable onEach = () -> {
                if (--left == 0) {
                    conclude(call, onFound);
                }
            };
            if (servers.isEmpty()) {
                onFound.accept(List.of());
            }
            for (Address server : servers) {
                call.ask(
                        server,
                        request,
                        reply -> {
                            for (StoredMessage message : StoredMessage.decodeAll(reply.body())) {
                                if (hasKey(message)) {
                                    found.add(message);
                                }
                            }
                            onEach.run();
                        },
                        failure -> {
                            if (failure.responseCode() != ResponseCode.QUERY_NOT_FOUND) {
                                lastFailure = failure;
                            }
                            onEach.run();
                        });
            }
        }

        private void conclude(AdminCall<?> call, Consumer<List<StoredMessage>> onFound) {
            if (found.isEmpty() && lastFailure != null) {
                call.fail("query of " + query.key() + " failed", lastFailure);
                return;
            }
            found.sort(Comparator.comparingLong(StoredMessage::storeTimestamp));
            onFound.accept(found);
        }

        /** Brokers find messages by a hash of the key: others may have the same. */
        private boolean hasKey(StoredMessage message) {
            if (query.key().equals(message.properties().get(PropertyNames.UNIQ_KEY))) {
                return true;
            }
            String keys = message.properties().get(PropertyNames.KEYS);
            return !query.uniqueKeyQuery()
                    && keys != null
                    && Arrays.asList(keys.split(" ", -1)).contains(query.key());
        }
    }

    // ---- what all share ----

    private String requireTopic(String topic) {
        return namespace.unwrap(TopicNames.requireValid(topic));
    }

    private <T> CompletableFuture<T> begin(Consumer<AdminCall<T>> steps) {
        AdminCall<T> call = new AdminCall<>(connections, deadlines, clock, callbacks, open);
        try {
            loop.execute(() -> {
                if (open.begin(call)) {
                    steps.accept(call);
                }
            });
        } catch (RejectedExecutionException e) {
            call.failOffLoop(OpenCalls.closedException());
        }
        return call.future();
    }

    private void withRoute(AdminCall<?> call, String wireTopic, Consumer<TopicRoute> next) {
        nameServers.lookUp(wireTopic, answer -> {
            String topic = namespace.unwrap(wireTopic);
            if (answer instanceof RouteAnswer.Found found) {
                next.accept(found.route());
            } else if (answer instanceof RouteAnswer.Unknown unknown) {
                call.fail(noQueues(topic, unknown.responseCode(), unknown.remark(), null));
            } else if (answer instanceof RouteAnswer.Refused refused) {
                call.fail(noQueues(topic, refused.responseCode(), refused.remark(), null));
            } else if (answer instanceof RouteAnswer.Failed failed) {
                call.fail(noQueues(
                        topic,
                        AdminException.NO_ANSWER,
                        String.valueOf(failed.cause().getMessage()),
                        failed.cause()));
            } else {
                call.fail(new AdminException("no name server address is set", AdminException.NO_ANSWER, null));
            }
        });
    }

    private static AdminException noQueues(String topic, int responseCode, String why, @Nullable Throwable cause) {
        return new AdminException(
                "Can not find Message Queue for this topic, " + topic + ": " + why, responseCode, cause);
    }

    /** By name, an address of each broker in a route: its master, or if that is allowed and there is none, any slave. */
    private Map<String, Address> brokers(TopicRoute route, boolean mastersOnly) {
        Map<String, Address> brokers = new LinkedHashMap<>();
        route.brokerDatas().stream()
                .sorted(Comparator.comparing(BrokerData::brokerName))
                .forEach(broker -> {
                    String address = broker.masterAddress();
                    if (address == null && !mastersOnly) {
                        address = broker.brokerAddrs().values().stream()
                                .findFirst()
                                .orElse(null);
                    }
                    Address parsed = address == null ? null : sendAddress(address);
                    if (parsed != null) {
                        brokers.put(broker.brokerName(), parsed);
                    }
                });
        return brokers;
    }

    private @Nullable Address sendAddress(String address) {
        try {
            return PublishRoute.sendAddress(Address.parse(address), vipChannel);
        } catch (IllegalArgumentException e) {
            // One malformed address must not take the other brokers along.
            return null;
        }
    }

    /** As its user is to see it: without namespace, with a plain body. On a callback thread. */
    private StoredMessage asSeen(StoredMessage message) {
        StoredMessage plain = message.decompressed(MAX_PLAIN_BYTES);
        String topic = namespace.unwrap(plain.topic());
        return topic.equals(plain.topic())
                ? plain
                : new StoredMessage(
                        topic,
                        plain.queueId(),
                        plain.flag(),
                        plain.queueOffset(),
                        plain.commitLogOffset(),
                        plain.sysFlag(),
                        plain.bornTimestamp(),
                        plain.bornHost(),
                        plain.storeTimestamp(),
                        plain.storeHost(),
                        plain.reconsumeTimes(),
                        plain.preparedTransactionOffset(),
                        plain.body(),
                        plain.properties());
    }
}
