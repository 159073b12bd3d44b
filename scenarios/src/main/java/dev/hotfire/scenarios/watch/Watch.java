// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.fake.server.RequestFacts;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.PlainBodies;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.MalformedRouteException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run from both sides of the wire: what producers and callers say, beside what servers read, answer and store.
 * Brings the two together by unique ids, and tells the watchers, one per invariant.
 *
 * <p>Safe from any thread. In a simulated run, which has only one, nothing is ever contended.
 */
public final class Watch {
    /** A property that the hooks of a run set on messages: the number of the attempt. */
    public static final String HOOK_PROPERTY = "hooked";

    /** A header field that they add to requests: the request's code. */
    public static final String HOOK_FIELD = "hooked";

    /** Two seconds. */
    private static final long TO_NOTICE = 2_000_000_000L;

    /** How many times as long as the delays of a slow link one of them takes at the most, as good as always. */
    private static final int STRAGGLER = 6;

    /** How late real threads may be: as {@link dev.hotfire.scenarios.run.WorldKind#grace}. */
    private static final long REAL_THREADS_LATE = 250_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private static final Watcher[] NOBODY = {};

    /** Room for the sends of a long run: tables that grow are filled over and over again. */
    private static final int MANY = 1 << 12;

    /** What the names of the logical brokers of static topics begin with. */
    private static final String LOGICAL = "__";

    private final LongSupplier nanos;
    private final boolean virtual;
    private final Namespace namespace;
    private final String prefix;
    private final List<Watcher> watchers;
    private final Map<Event, Watcher[]> hearing;
    private final PointsSeen points = new PointsSeen();
    private final Map<String, Party> parties = new LinkedHashMap<>();
    private final List<SeenSend> sends = new ArrayList<>();

    /** By unique id. */
    private final Map<String, SeenMessage> messages = new HashMap<>(MANY);

    /** The sends of several messages, by what their producer calls them. */
    private final Map<String, SeenSend> batches = new HashMap<>();

    private final Map<String, SeenCall> calls = new LinkedHashMap<>(MANY);
    private final IdentityHashMap<SendException, SeenSend> byFailure = new IdentityHashMap<>();
    private final Map<LinkId, Link> links = new LinkedHashMap<>();

    /** Those that are open, or were not seen to end, by their clients' end. */
    private final Map<Address, List<Link>> byClientsEnd = new HashMap<>();

    /** Those that ended before a server read anything on them. */
    private final Map<Address, Long> endedUnread = new HashMap<>();

    private final RouteBook routes = new RouteBook();
    private final PlainBodies plainBodies = new PlainBodies();
    private final Map<String, FakeBroker> brokers = new HashMap<>();
    private final Set<String> brokerNames = new TreeSet<>();
    private final Map<String, Listening> listening = new HashMap<>();
    private long attempts;
    private long healedAt = Long.MAX_VALUE;
    private boolean punctual = true;
    private boolean wallClocksJump;
    private long straggling;
    private long nameServersUnwellAt = Long.MAX_VALUE;

    /** Since when a name server may keep somebody waiting; those are not in it that never did. */
    private final Map<String, Long> slowNameServers = new HashMap<>();

    private boolean questionsHeldUp;
    private @Nullable String unwell;
    private boolean otherTrouble;
    private long disturbedAt = Long.MAX_VALUE;
    private boolean serversUnwell;
    private int nameServers;
    private final Map<String, Address> nameServerAddresses = new HashMap<>();
    private boolean addressesMoved;

    private Watch(LongSupplier nanos, boolean virtual, Namespace namespace, List<Watcher> watchers) {
        this.nanos = nanos;
        this.virtual = virtual;
        this.namespace = namespace;
        this.prefix = namespace.kind() == Namespace.Kind.PREFIX ? namespace.name() + "%" : "";
        this.watchers = List.copyOf(watchers);
        List<Watcher> all = new ArrayList<>(watchers);
        all.add(points);
        all.forEach(watcher -> watcher.watchedBy(this));
        this.hearing = hearing(all);
    }

    /**
     * Watches all invariants that a world can hold.
     *
     * @param nanos   the time since the run began
     * @param virtual whether that is virtual time, in which nothing is late and nothing overtakes
     * @param namespace of all producers of the run
     */
    public static Watch all(LongSupplier nanos, boolean virtual, Namespace namespace) {
        return new Watch(nanos, virtual, namespace, Watchers.all(virtual));
    }

    /** Watches with these only. */
    static Watch with(LongSupplier nanos, Watcher... watchers) {
        return new Watch(nanos, true, Namespace.NONE, List.of(watchers));
    }

    /** As {@link #with}, over TCP. */
    static Watch overTcp(LongSupplier nanos, Watcher... watchers) {
        return new Watch(nanos, false, Namespace.NONE, List.of(watchers));
    }

    /** Clients stand still in this run now and then: their timers may be late. */
    public synchronized void unpunctual() {
        punctual = false;
    }

    /**
     * Whether a heartbeat that names these groups comes from the producer's runtime. Simulated machines have hosts of their
     * own; over TCP all have the same, and only who is named next to it tells.
     */
    boolean isOf(Party party, String host, Collection<String> groups) {
        return party.host.equals(host)
                && (virtual
                        || parties.values().stream()
                                .anyMatch(other ->
                                        other.runtime.equals(party.runtime) && groups.contains(wire(other.group))));
    }

    /** Whether each producer is on a machine of its own, or shares that machine's connections. */
    boolean hasVirtualTime() {
        return virtual;
    }

    boolean isPunctual() {
        return punctual && virtual;
    }

    /** How late what is to be on time may come for all that anybody can help; -1 if nobody can say. */
    long lateNanos() {
        if (!punctual) {
            return -1;
        }
        return virtual ? 0 : REAL_THREADS_LATE;
    }

    /** Whether wall clocks go as time does, for all that is known. */
    boolean hasSteadyClocks() {
        return virtual && !wallClocksJump;
    }

    /** As {@link #hasSteadyClocks()}, for an attempt: a real clock is as good as it was seen to be so far. */
    boolean hasSteadyClocks(SeenAttempt attempt) {
        return virtual ? !wallClocksJump : attempt.steadyWall;
    }

    /** Whether name servers could be asked all the time. */
    boolean areNameServersWell() {
        return nameServersUnwellAt == Long.MAX_VALUE;
    }

    /** Until when they could; far away if they can to this day. */
    long nameServersUnwellAt() {
        return nameServersUnwellAt;
    }

    /** The name servers that anybody who could ask them was answered by at once so far, with a route or that there is none. */
    Set<String> promptNameServers(long until) {
        Set<String> prompt = new TreeSet<>(nameServerAddresses.keySet());
        prompt.removeIf(server -> slowNameServers.getOrDefault(server, Long.MAX_VALUE) <= until);
        return prompt;
    }

    /** Whether what was written to a name server was read as soon as it came, all the time, if it ever came. */
    boolean areQuestionsReadAtOnce() {
        return !questionsHeldUp;
    }

    /** Whether nothing has gone wrong yet. */
    boolean isUndisturbed() {
        return unwell == null && !otherTrouble;
    }

    /** When something first went wrong; far away if nothing did. */
    long disturbedAt() {
        return disturbedAt;
    }

    /** Whether nothing has gone wrong yet but with producers and their callers. */
    boolean areServersWell() {
        return !serversUnwell;
    }

    /** The one server that is or was down, slow or out of reach, if nothing else ever went wrong; null otherwise. */
    @Nullable
    String onlyServerUnwell() {
        return otherTrouble ? null : unwell;
    }

    int nameServerCount() {
        return nameServers;
    }

    /** A topic's or group's name as servers know it. Worked out here: how the producer does it is to be checked. */
    String wire(String name) {
        return prefix.isEmpty() ? name : prefix + name;
    }

    private String plain(String wireName) {
        return wireName.startsWith(prefix) ? wireName.substring(prefix.length()) : wireName;
    }

    /** With which all requests are signed; null if none are. */
    @Nullable
    AclCredentials credentials() {
        return parties.isEmpty()
                ? null
                : parties.values().iterator().next().first.credentials();
    }

    /** The namespace of all producers. */
    Namespace namespace() {
        return namespace;
    }

    /** What bodies are before they are compressed. */
    public PlainBodies plainBodies() {
        return plainBodies;
    }

    // ---- what the run says ----

    /** Follows the servers of a cluster from now on. */
    public void follow(FakeCluster cluster) {
        synchronized (this) {
            nameServers = cluster.nameServers().size();
            cluster.nameServers().forEach(server -> nameServerAddresses.put(server.name(), server.address()));
            for (FakeBroker broker : cluster.brokers()) {
                brokers.put(broker.name(), broker);
                brokerNames.add(broker.brokerName());
                listening.put(broker.name(), new Listening(addressOf(broker)));
            }
        }
        cluster.journal().addListener(journal());
        for (FakeBroker broker : cluster.masters()) {
            broker.log().addListener(log(broker.brokerName()));
        }
    }

    /** There is a name server of this name. */
    void follow(String nameServer, Address address) {
        nameServerAddresses.put(nameServer, address);
        nameServers = nameServerAddresses.size();
    }

    /** What clients were told. */
    RouteBook routes() {
        return routes;
    }

    /** There is a broker of this name. */
    void follow(String brokerName) {
        brokerNames.add(brokerName);
    }

    /**
     * A producer is there, or there again.
     *
     * @param runtime what producers have in common that share connections
     * @param clock   its machine's
     * @param config  its settings, as they are whenever they are asked for
     */
    public synchronized void joined(
            String group,
            String host,
            String runtime,
            MachineClock clock,
            Supplier<ProducerConfig> config,
            ProducerConfig first) {
        boolean again = parties.containsKey(group);
        Party party = parties.computeIfAbsent(group, g -> new Party(g, host, runtime, clock, config, first));
        // The one that is closing may still speak up under the same name.
        party.reconfigured |= again;
        party.again |= again;
        party.followedBy(config, first);
        party.joinedAt = now();
        party.closingAt = Long.MAX_VALUE;
        party.isolated = Set.of();
        party.isolatedSince.clear();
        party.isolatedUntil.clear();
        party.releasedAt.clear();
    }

    /**
     * A producer is told to close.
     *
     * @param last whether the run is over with it
     */
    public synchronized void closing(String group, boolean last) {
        Party party = parties.get(group);
        if (party != null && (last || !party.isClosing(now()))) {
            boolean first = !party.isClosing(now());
            party.finalClose |= last;
            if (first) {
                party.closingAt = now();
                each(Event.CLOSING, watcher -> watcher.onClosing(party, now()));
            }
        }
    }

    /**
     * A connection ended at its client, by whomever: from now on nothing can come on it.
     *
     * @param clientsEnd the client's address, which no other connection has at the same time
     */
    public synchronized void disconnected(Address clientsEnd) {
        List<Link> ended = byClientsEnd.remove(clientsEnd);
        if (ended == null) {
            endedUnread.put(clientsEnd, now());
        } else {
            ended.forEach(link -> link.endedAt = now());
        }
    }

    /** A connection of which something is read for the first time. */
    private Link newLink(JournalEntry entry, long now) {
        Link link = new Link(entry.server(), entry.connectionId(), entry.peer().host(), now);
        Long endedAt = endedUnread.remove(entry.peer());
        if (endedAt == null) {
            byClientsEnd
                    .computeIfAbsent(entry.peer(), end -> new ArrayList<>(1))
                    .add(link);
        } else {
            link.endedAt = endedAt;
        }
        return link;
    }

    /** A producer has closed. */
    public synchronized void closed(String group) {
        Party party = parties.get(group);
        if (party != null && party.isClosing(now())) {
            each(Event.CLOSED, watcher -> watcher.onClosed(party, now()));
        }
    }

    /** A fault begins, or is over. */
    public synchronized void fault(Fault fault, boolean begins) {
        FaultId id = fault.id();
        points.onFault(id, begins);
        if (id == FaultId.B12
                || id == FaultId.T10
                || (id == FaultId.B18 && fault.kind().equals("slow"))) {
            // What was on its way keeps its delay, and whatever follows on its connection waits behind it.
            straggling = Math.max(straggling, STRAGGLER * fault.duration().toNanos());
        }
        if (isAboutNameServers(fault)) {
            nameServersUnwellAt = Math.min(nameServersUnwellAt, now());
        }
        if (keepsWaiting(fault)) {
            fault.on()
                    .filter(nameServerAddresses::containsKey)
                    .map(Set::of)
                    .orElse(nameServerAddresses.keySet())
                    .forEach(server -> slowNameServers.putIfAbsent(server, now()));
        }
        questionsHeldUp |= holdsQuestionsUp(fault);
        noteUnwell(fault);
        wallClocksJump |= id == FaultId.C02 || id == FaultId.C03;
        if (id == FaultId.C08 || id == FaultId.C13 || id == FaultId.N08) {
            parties.values().forEach(party -> party.changes(now()));
            Party changed = parties.get(fault.on().orElse(""));
            if (changed != null) {
                // It may be what it was before anybody looks at it.
                changed.reconfigured = true;
            }
        }
    }

    /** Something else happens to servers, which is no fault of the catalogue. */
    public synchronized void disturbed() {
        nameServersUnwellAt = Math.min(nameServersUnwellAt, now());
        nameServerAddresses.keySet().forEach(server -> slowNameServers.putIfAbsent(server, now()));
        questionsHeldUp = true;
        serversUnwell = true;
        otherTrouble = true;
        disturbedAt = Math.min(disturbedAt, now());
    }

    private void noteUnwell(Fault fault) {
        String server = fault.on().orElse(null);
        boolean outage =
                switch (fault.id()) {
                    case N06, N07 -> true;
                    default -> fault.id().scope() == FaultId.Scope.NODE;
                };
        if (!outage || server == null || (unwell != null && !unwell.equals(server))) {
            otherTrouble = true;
        }
        unwell = server;
        disturbedAt = Math.min(disturbedAt, now());
        serversUnwell |= fault.id().scope() != FaultId.Scope.CLIENT;
    }

    /** Whether a fault is of name servers or of the ways to them, or of the clients that ask them. */
    private boolean isAboutNameServers(Fault fault) {
        return switch (fault.id().scope()) {
            case NAME_SERVER, CLUSTER -> true;
            case CLIENT -> fault.id() == FaultId.N08;
            case NODE -> fault.on().filter(brokerNames::contains).isEmpty();
            case REQUESTS, BROKER -> false;
        };
    }

    /** Whether some name server may be slow, silent or out of reach, say what nobody can read, or be none that is asked. */
    private boolean keepsWaiting(Fault fault) {
        return switch (fault.id()) {
            case T03, N06, N07, N08, N15, N17, T17 -> true;
            case N03 -> fault.kind().equals("null-body") || fault.kind().equals("not-ready");
            default -> fault.id().scope() == FaultId.Scope.NODE && isAboutNameServers(fault);
        };
    }

    /** Whether a name server may read late what came to it, or it may come late. */
    private boolean holdsQuestionsUp(Fault fault) {
        return switch (fault.id()) {
            // What is written either comes at once or is lost.
            case T01, T02, T04, T05, T25, B05 -> false;
            case N07 -> !fault.kind().equals("refused");
            default -> fault.id().scope() == FaultId.Scope.NODE && isAboutNameServers(fault);
        };
    }

    /** The points that the run came by so far. */
    public synchronized BitSet points() {
        return points.points().seen();
    }

    /** All faults are over. */
    public synchronized void healed() {
        healedAt = Math.min(healedAt, now());
    }

    /** A caller makes a send. */
    public synchronized void called(Invocation invocation) {
        Party party = parties.get(invocation.group());
        if (party == null) {
            return;
        }
        calls.put(invocation.sendId(), new SeenCall(invocation, party, party.now(), party.open, party.openBytes));
        party.open++;
        party.openBytes += invocation.bodyBytes();
        party.simple &= invocation.kind() == SendKind.PLAIN;
        party.unbound &= invocation.orderKey() == null;
    }

    /** A caller was told the end of its send. */
    public synchronized void told(String sendId, Terminal terminal, @Nullable SendException failure) {
        SeenCall call = calls.get(sendId);
        if (call == null || call.terminal != null) {
            return;
        }
        call.party.open--;
        call.party.openBytes -= call.invocation.bodyBytes();
        call.terminal = terminal;
        call.failure = failure;
        String messageId = terminal.messageId();
        SeenSend send = failure != null ? byFailure.get(failure) : messageId == null ? null : sendOf(messageId);
        if (send != null) {
            bind(send, call);
        }
        each(Event.TOLD, watcher -> watcher.onTold(call));
    }

    /**
     * The user's code decided about a local transaction.
     *
     * @param checked whether a broker had asked
     */
    public synchronized void decided(String group, String transactionId, TransactionState state, boolean checked) {
        Party party = parties.get(group);
        if (party == null) {
            return;
        }
        int bits =
                switch (state) {
                    case COMMIT -> SysFlag.TRANSACTION_COMMIT;
                    case ROLLBACK -> SysFlag.TRANSACTION_ROLLBACK;
                    case UNKNOWN -> 0;
                };
        each(Event.DECISION, watcher -> watcher.onDecision(party, transactionId, bits, checked, now()));
    }

    /** A caller hands a message over. */
    public synchronized void handed(String sendId, Message message) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            call.message = message;
            each(Event.HANDED, watcher -> watcher.onHanded(call, message));
        }
    }

    /** A caller looks at its message again, after the end of its send. */
    public synchronized void handedBack(String sendId, Message message) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            each(Event.HANDED_BACK, watcher -> watcher.onHandedBack(call, message));
        }
    }

    /** A caller was given a result. */
    public synchronized void resulted(String sendId, SendResult result) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            each(Event.RESULT, watcher -> watcher.onResult(call, result));
        }
    }

    /** A caller's selector chose a queue. */
    public synchronized void chosen(String sendId, MessageQueue queue) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            call.chosen = queue;
            each(Event.CHOSEN, watcher -> watcher.onChosen(call, queue));
        }
    }

    /** A caller takes its message back. */
    public synchronized void recalling(String sendId, String handle) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            each(Event.RECALLING, watcher -> watcher.onRecalling(call, handle));
        }
    }

    /** A caller was told what came of taking its message back. */
    public synchronized void recalled(String sendId, @Nullable String id, @Nullable RecallException failure) {
        SeenCall call = calls.get(sendId);
        if (call != null) {
            each(Event.RECALLED, watcher -> watcher.onRecalled(call, id, failure));
        }
    }

    /**
     * A hook was asked about an attempt.
     *
     * @param before whether it is about to begin, or over
     */
    public synchronized void hooked(String group, SendAttempt attempt, boolean before) {
        Party party = parties.get(group);
        if (party != null) {
            each(Event.HOOKED, watcher -> watcher.onHooked(party, attempt, before));
        }
    }

    /** A hook was told how a transaction is to end. */
    public synchronized void ending(String group, TransactionEnd end) {
        Party party = parties.get(group);
        if (party != null) {
            each(Event.ENDING, watcher -> watcher.onEnding(party, end));
        }
    }

    /**
     * Code of the user's runs.
     *
     * @param onLoop whether that is on the event loop of its machine
     */
    public synchronized void inUserCode(String group, boolean onLoop) {
        if (onLoop && virtual) {
            each(Event.USER_CODE, watcher -> watcher.onUserCode(group, true));
        }
    }

    /**
     * Nothing is open any more.
     *
     * @param held what a producer still holds on to, by kind
     */
    public synchronized void atRest(String group, Map<String, Integer> held) {
        each(Event.AT_REST, watcher -> watcher.onAtRest(group, held));
    }

    /** A caller was given a reply; it says which request it is to. */
    public synchronized void replied(String sendId, String text) {
        each(Event.REPLY, watcher -> watcher.onReply(sendId, text));
    }

    /** What all watchers found. Ends the watch. */
    public synchronized List<Verdict> verdicts() {
        each(Event.AT_END, watcher -> watcher.atEnd(this));
        List<Verdict> verdicts = new ArrayList<>();
        watchers.forEach(watcher -> verdicts.add(watcher.verdict()));
        return verdicts;
    }

    private static void bind(SeenSend send, SeenCall call) {
        call.send = send;
        if (send.call == null) {
            send.call = call;
        }
    }

    private void each(Event event, Consumer<Watcher> tell) {
        for (Watcher watcher : hearing.getOrDefault(event, NOBODY)) {
            tell.accept(watcher);
        }
    }

    /** Who hears of each event. */
    private static Map<Event, Watcher[]> hearing(List<Watcher> watchers) {
        Map<Event, Watcher[]> hearing = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            hearing.put(event, watchers.stream().filter(event::isHeardBy).toArray(Watcher[]::new));
        }
        return hearing;
    }

    // ---- what watchers may ask ----

    long now() {
        return nanos.getAsLong();
    }

    /** When all faults were over; far away if they never were. */
    long healedAt() {
        return healedAt;
    }

    /** When producers have had the time to notice that all faults are over; far away if they never are. */
    long settledAt() {
        if (healedAt == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long latest = healedAt;
        for (Party party : parties.values()) {
            latest = Math.max(latest, settledAt(party));
        }
        return latest;
    }

    /** As {@link #settledAt()}, for one producer: two seconds, what slow links still hold, and until routes are read again. */
    long settledAt(Party party) {
        return healedAt == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : healedAt + TO_NOTICE + straggling + party.now().routeRefresh().toNanos();
    }

    /** All sends, in the order in which they were begun. */
    List<SeenSend> sends() {
        return sends;
    }

    Collection<SeenCall> calls() {
        return calls.values();
    }

    Collection<Party> parties() {
        return parties.values();
    }

    Collection<Link> links() {
        return links.values();
    }

    /** What a machine was told about a topic. */
    RouteBook.@Nullable Page page(String host, String topic) {
        return routes.page(host, topic);
    }

    /** How many brokers there are, a master and its slaves counted as one. */
    int brokerCount() {
        return brokerNames.size();
    }

    /** Some producer on a simulated machine, all of which share what requests carry; null if there is none. */
    @Nullable
    Party partyOn(String host) {
        for (Party party : parties.values()) {
            if (party.host.equals(host)) {
                return party;
            }
        }
        return null;
    }

    /** The send with a message of this unique id, or of these of a batch; null if there is none. */
    @Nullable
    SeenSend sendOf(String uniqueId) {
        SeenMessage message = messages.get(uniqueId);
        return message == null ? batches.get(uniqueId) : message.send;
    }

    /** The message of this unique id that a producer sends or has sent; null if there is none. */
    @Nullable
    SeenMessage message(String uniqueId) {
        return messages.get(uniqueId);
    }

    /** Whether no other producer is on the machine of this one, and shares what it reads. */
    boolean isAlone(Party party) {
        for (Party other : parties.values()) {
            if (other != party && other.host.equals(party.host)) {
                return false;
            }
        }
        return true;
    }

    boolean isBroker(String name) {
        return brokerNames.contains(name);
    }

    /** The broker whose master or slave a server is; null for name servers. */
    @Nullable
    String brokerOf(String server) {
        FakeBroker broker = brokers.get(server);
        return broker == null ? null : broker.brokerName();
    }

    /** Where a name server listens; null if it is none. */
    @Nullable
    Address nameServerAt(String server) {
        return nameServerAddresses.get(server);
    }

    boolean isRunning(String server) {
        FakeBroker broker = brokers.get(server);
        return broker != null && broker.state() == ServerState.RUNNING;
    }

    /** Whether a server ever listened elsewhere than at first: then a request may come to the wrong one. */
    boolean addressesMoved() {
        return addressesMoved;
    }

    /** Where a broker listens, as text; empty if it has never listened, or is none that is followed. */
    private String listeningAt(String server) {
        Listening at = listening.get(server);
        FakeBroker broker = brokers.get(server);
        if (at == null || broker == null) {
            return "";
        }
        Address now = addressOf(broker);
        if (!Objects.equals(now, at.address)) {
            at.address = now;
            at.text = now == null ? "" : now.toString();
        }
        addressesMoved |= now != null && !now.equals(at.first);
        return at.text;
    }

    private static @Nullable Address addressOf(FakeBroker broker) {
        try {
            return broker.address();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /** One connection among all of the run: servers number theirs. */
    private record LinkId(String server, int connectionId) {}

    /** Where a broker listens. */
    private static final class Listening {
        private final @Nullable Address first;
        private @Nullable Address address;
        private String text;

        Listening(@Nullable Address first) {
            this.first = first;
            this.address = first;
            this.text = first == null ? "" : first.toString();
        }
    }

    // ---- what producers say ----

    /**
     * Observes one producer.
     *
     * @param originNanos what its monotonic clock showed when the run began
     */
    public SendObserver observer(String group, long originNanos) {
        return new SendObserver() {
            @Override
            public void sendStarted(String messageId, String topic, long nowNanos) {
                synchronized (Watch.this) {
                    Watch.this.sendStarted(group, messageId, nowNanos - originNanos);
                }
            }

            @Override
            public void attemptStarted(
                    String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
                synchronized (Watch.this) {
                    Watch.this.attemptStarted(
                            messageId, number, queue, brokerAddress, nowNanos - originNanos, originNanos);
                }
            }

            @Override
            public void attemptEnded(String messageId, Attempt attempt) {
                synchronized (Watch.this) {
                    Watch.this.attemptEnded(messageId, attempt, originNanos);
                }
            }

            @Override
            public void sendEnded(
                    String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
                synchronized (Watch.this) {
                    Watch.this.sendEnded(messageId, result, failure, nowNanos - originNanos);
                }
            }

            @Override
            public void brokerIsolated(String brokerName, long untilNanos, String reason) {
                synchronized (Watch.this) {
                    Watch.this.isolated(group, brokerName, untilNanos - originNanos, reason);
                }
            }

            @Override
            public void brokerReleased(String brokerName) {
                synchronized (Watch.this) {
                    Watch.this.released(group, brokerName);
                }
            }
        };
    }

    private void sendStarted(String group, String messageId, long startedAt) {
        Party party = parties.get(group);
        if (party == null) {
            return;
        }
        SeenSend send = new SeenSend(party, messageId, startedAt, sendCalled(messageId) != null);
        sends.add(send);
        if (send.isBatch()) {
            batches.put(messageId, send);
            for (String element : messageId.split(",", -1)) {
                begins(element, send);
            }
        } else {
            begins(messageId, send).alone = send;
        }
        each(Event.SEND_STARTED, watcher -> watcher.onSendStarted(send));
    }

    private SeenMessage begins(String uniqueId, SeenSend send) {
        SeenMessage message = messages.computeIfAbsent(uniqueId, id -> new SeenMessage(send));
        message.send = send;
        return message;
    }

    /** The last send that its producer calls so: by the unique ids of all messages in it. */
    private @Nullable SeenSend sendCalled(String messageId) {
        SeenMessage message = messages.get(messageId);
        return message == null ? batches.get(messageId) : message.alone;
    }

    private void attemptStarted(
            String messageId, int number, MessageQueue queue, String address, long startedAt, long originNanos) {
        SeenSend send = sendCalled(messageId);
        if (send == null) {
            return;
        }
        // What the wall clock showed at the begin, which over real threads was a little before.
        long agoMillis = (send.party.clock.nanoTime() - originNanos - startedAt) / NANOS_PER_MILLI;
        SeenAttempt attempt = new SeenAttempt(
                send,
                number,
                queue,
                address,
                startedAt,
                send.party.clock.currentTimeMillis() - agoMillis,
                send.party.isWallSteady(),
                attempts++,
                send.party.isolated,
                send.party.triesIsolated);
        send.attempts.add(attempt);
        each(Event.ATTEMPT_STARTED, watcher -> watcher.onAttemptStarted(attempt));
    }

    private void attemptEnded(String messageId, Attempt done, long originNanos) {
        SeenSend send = sendCalled(messageId);
        if (send == null || send.attempts.isEmpty()) {
            return;
        }
        SeenAttempt attempt = send.attempts.get(send.attempts.size() - 1);
        attempt.outcome = done.outcome();
        attempt.endedAt = done.startedNanos() + done.tookNanos() - originNanos;
        each(Event.ATTEMPT_ENDED, watcher -> watcher.onAttemptEnded(attempt));
    }

    private void sendEnded(
            String messageId, @Nullable SendResult result, @Nullable SendException failure, long endedAt) {
        SeenSend send = sendCalled(messageId);
        if (send == null) {
            return;
        }
        send.ended = true;
        send.endedAt = endedAt;
        send.result = result;
        send.failure = failure;
        if (failure != null) {
            byFailure.put(failure, send);
        }
        each(Event.SEND_ENDED, watcher -> watcher.onSendEnded(send));
    }

    private void isolated(String group, String broker, long until, String reason) {
        Party party = parties.get(group);
        if (party == null) {
            return;
        }
        if (!party.isolated.contains(broker)) {
            Set<String> more = new TreeSet<>(party.isolated);
            more.add(broker);
            party.isolated = more;
            party.isolatedSince.put(broker, now());
            party.isolates();
        }
        party.isolatedUntil.put(broker, until);
        each(Event.ISOLATED, watcher -> watcher.onIsolated(party, broker, reason, now()));
    }

    private void released(String group, String broker) {
        Party party = parties.get(group);
        if (party == null) {
            return;
        }
        Set<String> fewer = new TreeSet<>(party.isolated);
        fewer.remove(broker);
        party.isolated = fewer;
        party.releasedAt.put(broker, now());
        each(Event.RELEASED, watcher -> watcher.onReleased(party, broker, now()));
    }

    // ---- what servers say ----

    private JournalListener journal() {
        return new JournalListener() {
            @Override
            public void requestReceived(JournalEntry entry) {
                synchronized (Watch.this) {
                    Watch.this.read(entry);
                }
            }

            @Override
            public void requestSettled(JournalEntry entry) {
                Integer code = entry.responseCode();
                if (code != null && code == ResponseCode.NO_PERMISSION && !entry.handled() && entry.rule() == null) {
                    synchronized (Watch.this) {
                        Watch.this.turnedAway(entry);
                    }
                }
            }

            @Override
            public void answered(JournalEntry entry, Frame response) {
                if (RequestFacts.isSend(entry.code())) {
                    synchronized (Watch.this) {
                        Watch.this.sendAnswered(entry, response);
                    }
                }
                if (entry.code() == RequestCode.GET_ROUTEINFO_BY_TOPIC && response.code() == ResponseCode.SUCCESS) {
                    synchronized (Watch.this) {
                        Watch.this.route(entry, response);
                    }
                }
            }
        };
    }

    private LogListener log(String broker) {
        return new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                synchronized (Watch.this) {
                    String uniqueId = message.properties().get(PropertyNames.UNIQ_KEY);
                    SeenCopy copy =
                            new SeenCopy(broker, message, uniqueId, uniqueId == null ? null : messages.get(uniqueId));
                    each(Event.STORED, watcher -> watcher.onStored(copy));
                }
            }
        };
    }

    /** What is written to a connection is the answer to whoever waits there under its opaque, be it the right one or not. */
    private void sendAnswered(JournalEntry entry, Frame response) {
        Link link = links.get(new LinkId(entry.server(), entry.connectionId()));
        SeenAttempt attempt = link == null ? null : link.unanswered.remove(response.opaque());
        if (attempt != null && attempt.isAloneThere()) {
            attempt.answered = response.code();
        }
    }

    private void route(JournalEntry entry, Frame response) {
        String topic = entry.request().field("topic");
        if (topic == null || response.body().length == 0) {
            return;
        }
        try {
            routes.told(entry.peer().host(), topic, response.body(), now());
        } catch (MalformedRouteException e) {
            // Malformed on purpose; the producer learns nothing from it either.
            return;
        }
    }

    private void read(JournalEntry entry) {
        long now = now();
        Frame frame = entry.request();
        String host = entry.peer().host();
        Link link = links.computeIfAbsent(new LinkId(entry.server(), entry.connectionId()), key -> newLink(entry, now));
        link.lastAt = now;
        link.requests++;
        if (RequestFacts.isSend(frame.code())) {
            SeenFrame seen = seen(entry, link, now);
            if (seen != null) {
                each(Event.SEND_READ, watcher -> watcher.onSendRead(seen));
                link.sends++;
                SeenAttempt attempt = seen.attempt();
                if (attempt != null) {
                    attempt.frames++;
                    link.unanswered.put(frame.opaque(), attempt);
                    link.lastStart = Math.max(link.lastStart, attempt.startedAt);
                    if (attempt.isAloneThere()) {
                        link.lastSequence = Math.max(link.lastSequence, attempt.sequence);
                    }
                }
                SeenSend send = seen.send();
                if (send != null && send.firstFrame == null) {
                    send.firstFrame = FirstFrame.of(seen);
                }
            }
        }
        if (frame.code() == RequestCode.HEART_BEAT) {
            link.heartbeats++;
            link.lastHeartbeatAt = now;
        }
        SeenRequest request = new SeenRequest(entry.server(), link, host, frame, now);
        each(Event.REQUEST_READ, watcher -> watcher.onRequestRead(request));
    }

    private void turnedAway(JournalEntry entry) {
        Link link = links.get(new LinkId(entry.server(), entry.connectionId()));
        if (link != null) {
            SeenRequest request = new SeenRequest(entry.server(), link, link.host, entry.request(), now());
            each(Event.TURNED_AWAY, watcher -> watcher.onTurnedAway(request));
        }
    }

    private @Nullable SeenFrame seen(JournalEntry entry, Link link, long now) {
        Frame frame = entry.request();
        SendRequestHeader header;
        List<BatchBody.Element> elements;
        try {
            header = SendRequestHeader.from(frame);
            elements = frame.code() == RequestCode.SEND_BATCH_MESSAGE ? BatchBody.decode(frame.body()) : List.of();
        } catch (MalformedHeaderException | MalformedMessageException e) {
            each(Event.MALFORMED, watcher -> watcher.onMalformed(entry.server(), String.valueOf(e.getMessage())));
            return null;
        }
        Map<String, String> properties = MessageProperties.decode(header.properties());
        Map<String, String> ofFirst =
                elements.isEmpty() ? properties : elements.get(0).properties();
        Party party = parties.get(plain(header.producerGroup()));
        String uniqueId = ofFirst.get(PropertyNames.UNIQ_KEY);
        SeenMessage message = uniqueId == null ? null : messages.get(uniqueId);
        SeenSend send = message == null ? null : message.send;
        String address = listeningAt(entry.server());
        String sendId = ofFirst.get(PropertyNames.KEYS);
        SeenCall call = sendId == null ? null : calls.get(sendId);
        if (send != null && call != null) {
            bind(send, call);
        }
        return new SeenFrame(
                entry.server(),
                address,
                link,
                frame,
                header,
                properties,
                elements,
                party,
                message,
                call,
                send,
                send == null ? null : attemptOf(send, header, address, link),
                routes.page(link.host, header.topic()),
                now);
    }

    /**
     * The attempt that a frame is of: of those to its queue one of which none was read yet, if there is one, and one to this
     * address, if there is one; but none that is older than what came before on the connection, if there is a younger one,
     * because frames that were lost leave attempts without any. A server may be reached at another address than its own.
     */
    private static @Nullable SeenAttempt attemptOf(SeenSend send, SendRequestHeader header, String address, Link link) {
        SeenAttempt found = null;
        int best = -1;
        for (SeenAttempt attempt : send.attempts) {
            String broker = attempt.queue.brokerName();
            if (attempt.queue.queueId() == header.queueId()
                    && (broker.equals(header.brokerName()) || broker.startsWith(LOGICAL))) {
                int fit = (attempt.sequence > link.lastSequence ? 4 : 0)
                        + (attempt.frames == 0 ? 2 : 0)
                        + (attempt.address.equals(address) ? 1 : 0);
                if (fit > best) {
                    best = fit;
                    found = attempt;
                }
            }
        }
        return found;
    }

    @Nullable
    SeenCall call(String sendId) {
        return calls.get(sendId);
    }
}
