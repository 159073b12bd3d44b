// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are meant: by a fault rule, or by a question to the journal. Immutable; each method gives a narrower
 * pattern, and all criteria must be met.
 *
 * <pre>{@code
 * sends().to("broker-a").topic("orders").withKey("4711")
 * }</pre>
 *
 * <p>Only what a server can see on the wire can be asked for: whether a producer sent synchronously or not is not there.
 * Of a batch, one message that meets a criterion about messages is enough.
 */
public final class RequestPattern {
    /** The codes of requests that bring messages, replies among them. */
    public static final Set<Integer> SEND_CODES = sorted(
            RequestCode.SEND_MESSAGE,
            RequestCode.SEND_MESSAGE_V2,
            RequestCode.SEND_BATCH_MESSAGE,
            RequestCode.SEND_REPLY_MESSAGE,
            RequestCode.SEND_REPLY_MESSAGE_V2);

    /** The codes of requests that fetch messages. */
    public static final Set<Integer> PULL_CODES = sorted(RequestCode.PULL_MESSAGE, RequestCode.LITE_PULL_MESSAGE);

    /** In messages at most so much of a body is shown. */
    private static final int SHOWN_BYTES = 60;

    private final Set<Integer> codes;
    private final List<Criterion> criteria;

    private RequestPattern(Set<Integer> codes, List<Criterion> criteria) {
        this.codes = codes;
        this.criteria = List.copyOf(criteria);
    }

    private static Set<Integer> sorted(Integer... codes) {
        // In the order of their numbers, whatever the JVM: it shows in texts.
        return Collections.unmodifiableSet(new LinkedHashSet<>(new TreeSet<>(List.of(codes))));
    }

    /** Every request. */
    public static RequestPattern any() {
        return new RequestPattern(sorted(), List.of());
    }

    /** Requests with one of these codes, see {@link RequestCode}. */
    public static RequestPattern on(int requestCode, int... more) {
        Integer[] all = new Integer[more.length + 1];
        all[0] = requestCode;
        for (int i = 0; i < more.length; i++) {
            all[i + 1] = more[i];
        }
        return new RequestPattern(sorted(all), List.of());
    }

    /** Requests with one of these codes; with any if there is none. */
    public static RequestPattern of(Set<Integer> requestCodes) {
        return new RequestPattern(sorted(requestCodes.toArray(new Integer[0])), List.of());
    }

    /** Requests that bring messages: {@link #SEND_CODES}. */
    public static RequestPattern sends() {
        return of(SEND_CODES);
    }

    /** Requests that fetch messages: {@link #PULL_CODES}. */
    public static RequestPattern pulls() {
        return of(PULL_CODES);
    }

    /** Heartbeats. */
    public static RequestPattern heartbeats() {
        return on(RequestCode.HEART_BEAT);
    }

    /** Questions about routes. */
    public static RequestPattern routes() {
        return on(RequestCode.GET_ROUTEINFO_BY_TOPIC);
    }

    /** {@code server}: read by the server of this name, a broker's or a name server's. */
    public RequestPattern to(String server) {
        return and(Criterion.equal("server", requireNonNull(server, "server"), SeenRequest::server));
    }

    /** {@code topic}: about this topic. */
    public RequestPattern topic(String topic) {
        return and(Criterion.equal(
                "topic", requireNonNull(topic, "topic"), seen -> seen.facts().topic()));
    }

    /** {@code queue}: about this queue id, an integer. */
    public RequestPattern queue(int queueId) {
        return and(Criterion.equal("queue", queueId, seen -> seen.facts().queueId()));
    }

    /** {@code group}: of this producer or consumer group. */
    public RequestPattern group(String group) {
        return and(Criterion.equal("group", requireNonNull(group, "group"), SeenRequest::group));
    }

    /** {@code client}: of the client with this id, as its heartbeats gave it; none before its first heartbeat. */
    public RequestPattern client(String clientId) {
        return and(Criterion.equal("client", requireNonNull(clientId, "clientId"), SeenRequest::clientId));
    }

    /** {@code connection}: over the server's connection of this number, an integer counted from 1. */
    public RequestPattern connection(int number) {
        return and(Criterion.equal("connection", number, SeenRequest::connectionId));
    }

    /** {@code peer}: from this host, or from this host and port: {@code 127.0.0.1} or {@code 127.0.0.1:4711}. */
    public RequestPattern peer(String peer) {
        requireNonNull(peer, "peer");
        return and(new Criterion(
                "peer",
                peer,
                peer,
                seen -> peer.equals(seen.peer().host())
                        || peer.equals(seen.peer().toString()),
                SeenRequest::peer));
    }

    /** {@code key}: with this among a message's keys, or as its unique key. */
    public RequestPattern withKey(String key) {
        requireNonNull(key, "key");
        return and(new Criterion(
                "key",
                key,
                key,
                seen -> seen.messages().stream().anyMatch(message -> message.hasKey(key)),
                seen -> each(seen, message -> message.keys() + " and unique key " + message.uniqueKey())));
    }

    /** {@code tag}: with this as a message's tag. */
    public RequestPattern withTag(String tag) {
        requireNonNull(tag, "tag");
        return and(new Criterion(
                "tag",
                tag,
                tag,
                seen -> seen.messages().stream().anyMatch(message -> tag.equals(message.tag())),
                seen -> each(seen, SentMessage::tag)));
    }

    /** {@code property}: with this property of a message, as a {@link Map.Entry} of name and value. */
    public RequestPattern withProperty(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return and(new Criterion(
                "property",
                Map.entry(name, value),
                name + "=" + value,
                seen -> seen.messages().stream().anyMatch(message -> value.equals(message.property(name))),
                seen -> each(seen, message -> name + "=" + message.property(name))));
    }

    /** {@code field}: with this header field, under the name that it has on the wire, as an entry of name and value. */
    public RequestPattern withField(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return and(new Criterion(
                "field",
                Map.entry(name, value),
                name + "=" + value,
                seen -> value.equals(seen.frame().field(name)),
                seen -> name + "=" + seen.frame().field(name)));
    }

    /**
     * {@code bodyBytes}: with a body that has so many bytes on the wire, as a {@link ByteCount}. Of a batch, all messages
     * together.
     */
    public RequestPattern withBodyBytes(int min, int max) {
        ByteCount count = new ByteCount(min, max);
        return and(new Criterion(
                "bodyBytes",
                count,
                count.toString(),
                seen -> {
                    int bytes = seen.frame().body().length;
                    return bytes >= min && bytes <= max;
                },
                seen -> seen.frame().body().length));
    }

    /** {@code body}: with a message whose body, decompressed, has this text in it. */
    public RequestPattern withBodyContaining(String text) {
        requireNonNull(text, "text");
        return and(new Criterion(
                "body",
                text,
                "with '" + text + "' in it",
                seen -> seen.messages().stream()
                        .anyMatch(message -> message.text().contains(text)),
                seen -> each(seen, RequestPattern::shown)));
    }

    /** {@code oneway}: whether no answer is wanted, a boolean. */
    public RequestPattern oneway(boolean oneway) {
        return and(Criterion.equal("oneway", oneway, seen -> seen.frame().isOneway()));
    }

    /** {@code where}: that the predicate accepts. It must be quick, and free of effects. */
    public RequestPattern where(String what, Predicate<? super SeenRequest> predicate) {
        requireNonNull(what, "what");
        requireNonNull(predicate, "predicate");
        return and(new Criterion("where", predicate, what, predicate::test, seen -> "not so"));
    }

    /** {@code where}: whose frame the predicate accepts. It must be quick, and free of effects. */
    public RequestPattern whereFrame(Predicate<? super Frame> predicate) {
        requireNonNull(predicate, "predicate");
        return and(new Criterion(
                "where", predicate, "a predicate holds", seen -> predicate.test(seen.frame()), seen -> "not so"));
    }

    /** {@code where}: from such an address. */
    public RequestPattern wherePeer(Predicate<? super Address> predicate) {
        requireNonNull(predicate, "predicate");
        return and(new Criterion(
                "where", predicate, "the peer is such", seen -> predicate.test(seen.peer()), SeenRequest::peer));
    }

    /** Narrowed by what another pattern asks besides codes. */
    public RequestPattern and(RequestPattern other) {
        RequestPattern both = this;
        for (Criterion criterion : other.criteria) {
            both = both.and(criterion);
        }
        return both;
    }

    private RequestPattern and(Criterion criterion) {
        List<Criterion> more = new ArrayList<>(criteria);
        more.add(criterion);
        return new RequestPattern(codes, more);
    }

    /** The request codes that are meant; any if there are none. */
    public Set<Integer> codes() {
        return codes;
    }

    /** What is asked besides the code. */
    public List<Criterion> criteria() {
        return criteria;
    }

    /** Whether a request is meant. */
    public boolean matches(SeenRequest request) {
        if (!meansCode(request)) {
            return false;
        }
        for (Criterion criterion : criteria) {
            if (!criterion.test(request)) {
                return false;
            }
        }
        return true;
    }

    private boolean meansCode(SeenRequest request) {
        return codes.isEmpty() || codes.contains(request.frame().code());
    }

    /** What keeps a request from being meant, in words; empty if it is meant. */
    public List<Mismatch> mismatches(SeenRequest request) {
        List<Mismatch> all = new ArrayList<>();
        if (!meansCode(request)) {
            all.add(new Mismatch("on", onText(), request.frame().codeName()));
        }
        for (Criterion criterion : criteria) {
            if (!criterion.test(request)) {
                all.add(new Mismatch(criterion.field(), criterion.wanted(), criterion.found(request)));
            }
        }
        return all;
    }

    /**
     * One part of a pattern that a request does not meet.
     *
     * @param field  which part
     * @param wanted what the pattern asks for
     * @param found  what the request has
     */
    public record Mismatch(String field, String wanted, String found) {
        @Override
        public String toString() {
            return field + ": wanted " + wanted + ", found " + found;
        }
    }

    /**
     * A range of sizes.
     *
     * @param min at least 0
     * @param max at least {@code min}; {@link Integer#MAX_VALUE} for no end
     */
    public record ByteCount(int min, int max) {
        public ByteCount {
            if (min < 0) {
                throw new IllegalArgumentException("min: " + min + " (expected: >= 0)");
            }
            if (max < min) {
                throw new IllegalArgumentException("max: " + max + " (expected: >= min, which is " + min + ")");
            }
        }

        @Override
        public String toString() {
            return max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
        }
    }

    private static String each(SeenRequest seen, Function<SentMessage, @Nullable Object> part) {
        return seen.messages().stream()
                .map(message -> String.valueOf(part.apply(message)))
                .collect(Collectors.joining(", "));
    }

    private static String shown(SentMessage message) {
        byte[] body = message.body();
        String text = new String(body, 0, Math.min(SHOWN_BYTES, body.length), StandardCharsets.UTF_8);
        return "'" + text + (body.length > SHOWN_BYTES ? "..." : "") + "'";
    }

    private String onText() {
        if (codes.isEmpty()) {
            return "any request";
        }
        return codes.equals(SEND_CODES)
                ? "sends"
                : codes.stream().map(RequestCode::nameOf).collect(Collectors.joining(" or "));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestPattern pattern
                && codes.equals(pattern.codes)
                && criteria.equals(pattern.criteria);
    }

    @Override
    public int hashCode() {
        return 31 * codes.hashCode() + criteria.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("on ").append(onText());
        criteria.forEach(criterion -> text.append(", ").append(criterion));
        return text.toString();
    }
}
