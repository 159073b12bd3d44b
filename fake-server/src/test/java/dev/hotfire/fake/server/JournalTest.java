// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Address PEER = new Address("127.0.0.1", 40_000);

    private static Journal.Slot note(Journal journal, int code, int bodyBytes) {
        Frame frame = Frame.request(code).body(new byte[bodyBytes]).build();
        return journal.open("broker-a", 1, PEER, null, 5, frame, RequestFacts.of(frame));
    }

    @Test
    void numbersRequestsAndReplacesEntriesOnceSettled() {
        Journal journal = new Journal();
        Journal.Slot first = note(journal, RequestCode.SEND_MESSAGE_V2, 0);
        note(journal, RequestCode.HEART_BEAT, 0);
        List<JournalEntry> before = journal.entries();
        journal.settle(first, "rule", true, new Outcome.Answered(2, "busy", 9));

        assertThat(before).allSatisfy(entry -> assertThat(entry.isSettled()).isFalse());
        assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
        assertThat(journal.sends()).singleElement().satisfies(entry -> {
            assertThat(entry.responseCode()).isEqualTo(2);
            assertThat(entry.toString())
                    .contains("SEND_MESSAGE_V2")
                    .contains("busy")
                    .contains("rule");
        });
        assertThat(journal.requests(RequestCode.HEART_BEAT)).hasSize(1);
        assertThat(journal.of("broker-b")).isEmpty();
    }

    @Test
    void dropsTheOldestBeyondItsBoundsAndSaysHowMany() {
        Journal journal = new Journal(3, 100);
        for (int i = 0; i < 5; i++) {
            note(journal, i, 1);
        }
        assertThat(journal.entries()).extracting(JournalEntry::code).containsExactly(2, 3, 4);
        assertThat(journal.dropped()).isEqualTo(2);

        note(journal, 5, 99);
        assertThat(journal.entries()).extracting(JournalEntry::code).containsExactly(4, 5);
        Journal.Slot tooLarge = note(journal, 6, 101);
        assertThat(journal.entries()).isEmpty();
        journal.settle(tooLarge, null, true, new Outcome.Answered(0, null, 9));
        assertThat(journal.received()).isEqualTo(7);
        assertThat(journal.dropped()).isEqualTo(7);
    }

    @Test
    void clearForgetsEntriesAndKeepsCounting() {
        Journal journal = new Journal(10, 10);
        note(journal, 1, 10);
        journal.clear();
        note(journal, 2, 10);
        assertThat(journal.entries()).extracting(JournalEntry::sequence).containsExactly(2L);
        assertThat(journal.dropped()).isZero();
    }

    @Test
    void tellsListenersInOrderEvenWhenItKeepsNothing() {
        Journal journal = new Journal(0, 0);
        List<String> heard = new ArrayList<>();
        JournalListener listener = new JournalListener() {
            @Override
            public void requestReceived(JournalEntry entry) {
                heard.add("received " + entry.sequence());
            }

            @Override
            public void requestSettled(JournalEntry entry) {
                heard.add("settled " + entry.sequence() + " " + entry.outcome());
            }
        };
        journal.addListener(listener);
        Journal.Slot slot = note(journal, 1, 1);
        journal.settle(slot, null, true, new Outcome.Unanswered(Outcome.Reason.ONEWAY, 3));
        journal.removeListener(listener);
        note(journal, 1, 1);
        assertThat(heard).containsExactly("received 1", "settled 1 no answer: ONEWAY");
    }

    @Test
    void refusesNegativeBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Journal(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Journal(0, -1));
    }
}
