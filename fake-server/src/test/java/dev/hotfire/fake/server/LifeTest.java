// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Life.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LifeTest {
    private static final Set<ServerState> UP =
            EnumSet.of(ServerState.RUNNING, ServerState.PAUSED, ServerState.SHUTTING_DOWN);

    private static Life after(Event... events) {
        Life life = Life.UNBORN;
        for (Event event : events) {
            Life next = life.next(event);
            assertThat(next).as("%s after %s", event, life).isNotEqualTo(life);
            life = next;
        }
        return life;
    }

    private static List<Event> whatMeansSomethingTo(Life life) {
        List<Event> events = new ArrayList<>();
        for (Event event : Event.values()) {
            if (!life.next(event).equals(life)) {
                events.add(event);
            }
        }
        return events;
    }

    @Test
    void oneThatIsDownCanOnlyStartOrCloseForGood() {
        for (Event end : List.of(Event.STOP, Event.CRASH, Event.POWER_OFF)) {
            Life down = after(Event.START, Event.BOUND, end);
            assertThat(whatMeansSomethingTo(down)).as("%s", down).containsExactly(Event.START, Event.CLOSE);
        }
        assertThat(whatMeansSomethingTo(Life.UNBORN)).containsExactly(Event.START, Event.CLOSE);
        assertThat(whatMeansSomethingTo(after(Event.START, Event.BIND_FAILED)))
                .containsExactly(Event.START, Event.CLOSE);
    }

    @Test
    void oneThatIsStartingWaitsForItsPortOrIsTakenDown() {
        assertThat(whatMeansSomethingTo(after(Event.START)))
                .containsExactly(Event.BOUND, Event.BIND_FAILED, Event.STOP, Event.CRASH, Event.CLOSE);
    }

    @Test
    void oneThatIsUpCanStandStillShutDownOrBeTakenDown() {
        assertThat(whatMeansSomethingTo(after(Event.START, Event.BOUND)))
                .containsExactly(Event.PAUSE, Event.SHUT_DOWN, Event.STOP, Event.CRASH, Event.POWER_OFF, Event.CLOSE);
        assertThat(whatMeansSomethingTo(after(Event.START, Event.BOUND, Event.PAUSE)))
                .containsExactly(Event.RESUME, Event.SHUT_DOWN, Event.STOP, Event.CRASH, Event.POWER_OFF, Event.CLOSE);
        assertThat(whatMeansSomethingTo(after(Event.START, Event.BOUND, Event.SHUT_DOWN)))
                .containsExactly(Event.STOP, Event.CRASH, Event.POWER_OFF, Event.CLOSE);
    }

    @Test
    void eachEventLeadsToTheStateOfItsName() {
        assertThat(after(Event.START).state()).isEqualTo(ServerState.STARTING);
        assertThat(after(Event.START, Event.BIND_FAILED).state()).isEqualTo(ServerState.STOPPED);
        Life running = after(Event.START, Event.BOUND);
        assertThat(running.state()).isEqualTo(ServerState.RUNNING);
        assertThat(running.next(Event.PAUSE).state()).isEqualTo(ServerState.PAUSED);
        assertThat(running.next(Event.PAUSE).next(Event.RESUME)).isEqualTo(running);
        assertThat(running.next(Event.SHUT_DOWN).state()).isEqualTo(ServerState.SHUTTING_DOWN);
        assertThat(running.next(Event.STOP).state()).isEqualTo(ServerState.STOPPED);
        assertThat(running.next(Event.CRASH).state()).isEqualTo(ServerState.CRASHED);
        assertThat(running.next(Event.POWER_OFF).state()).isEqualTo(ServerState.POWERED_OFF);
        assertThat(running.next(Event.CLOSE).state()).isEqualTo(ServerState.CLOSED);
    }

    /** A connection, or a bind, that outlives its process is known by its generation, so none may come twice. */
    @Property
    void aGenerationBeginsWithEachStartAndEndsWithEachWayDown(@ForAll List<Event> events) {
        Life life = Life.UNBORN;
        for (Event event : events) {
            Life next = life.next(event);
            boolean started = event == Event.START && !next.equals(life);
            boolean hadProcess = life.state() == ServerState.STARTING || UP.contains(life.state());
            boolean hasProcess = next.state() == ServerState.STARTING || UP.contains(next.state());
            // A bind that failed ended by itself: nobody is left who could mistake a later process for its own.
            boolean ended = hadProcess && !hasProcess && event != Event.BIND_FAILED;
            assertThat(next.epoch())
                    .as("%s after %s", event, life)
                    .isEqualTo(life.epoch() + (started || ended ? 1 : 0));
            life = next;
        }
    }

    @Property
    void closedIsForGood(@ForAll List<Event> before, @ForAll List<Event> after) {
        Life life = Life.UNBORN;
        for (Event event : before) {
            life = life.next(event);
        }
        Life closed = life.next(Event.CLOSE);
        assertThat(closed.state()).isEqualTo(ServerState.CLOSED);
        for (Event event : after) {
            assertThat(closed.next(event)).isEqualTo(closed);
        }
    }
}
