// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.official.check.Comparison.Difference;
import dev.hotfire.official.check.Comparison.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A check that cannot fail proves nothing: each way in which it can. */
class ComparisonTest {
    private static final Place PLACE = new Place("broker-a", 1, 17, "7F01");
    private static final Body BODY = Body.of("body".getBytes(UTF_8));
    private static final Map<String, String> PROPERTIES = Map.of("number", "n-1", "TAGS", "t");
    private static final SentMessage SENT =
            new SentMessage("n-1", Optional.of("ID"), 3, BODY, PROPERTIES, Optional.of(PLACE));
    private static final StoredMessage STORED = stored("ID", 3, BODY, PROPERTIES, PLACE);

    @Test
    void acceptsAMessageThatIsStoredAsItWasSent() {
        assertThat(Comparison.differences(List.of(SENT), List.of(STORED))).isEmpty();
    }

    @Test
    void acceptsAnyPlaceAndIdOfAMessageWhoseProducerWasNotToldThem() {
        SentMessage oneway = new SentMessage("n-1", Optional.empty(), 3, BODY, PROPERTIES, Optional.empty());
        assertThat(Comparison.differences(List.of(oneway), List.of(STORED))).isEmpty();
    }

    @Test
    void acceptsThePropertiesThatBrokersAdd() {
        Map<String, String> more = new TreeMap<>(PROPERTIES);
        more.putAll(Map.of("UNIQ_KEY", "ID", "WAIT", "true", "CLUSTER", "c", "MIN_OFFSET", "0", "MAX_OFFSET", "1"));
        assertThat(kinds(List.of(SENT), List.of(stored("ID", 3, BODY, more, PLACE))))
                .isEmpty();
    }

    @Test
    void tellsAMissingMessage() {
        assertThat(kinds(List.of(SENT), List.of())).containsExactly(Kind.MISSING);
    }

    @Test
    void tellsAMessageThatIsStoredTwice() {
        StoredMessage again = stored("ID", 3, BODY, PROPERTIES, new Place("broker-a", 1, 18, "7F02"));
        assertThat(kinds(List.of(SENT), List.of(STORED, again))).containsExactly(Kind.DUPLICATED, Kind.OTHER_PLACE);
    }

    @Test
    void tellsAMessageThatNobodySent() {
        StoredMessage nameless = stored("ID", 3, BODY, Map.of(), PLACE);
        assertThat(kinds(List.of(), List.of(STORED))).containsExactly(Kind.FOREIGN);
        assertThat(kinds(List.of(SENT), List.of(STORED, nameless))).containsExactly(Kind.FOREIGN);
    }

    @Test
    void tellsAnotherIdFlagOrBodyOfTheSameLength() {
        Body body = Body.of("bodz".getBytes(UTF_8));
        assertThat(kinds(List.of(SENT), List.of(stored("DI", 3, BODY, PROPERTIES, PLACE))))
                .containsExactly(Kind.OTHER_ID);
        assertThat(kinds(List.of(SENT), List.of(stored("ID", 4, BODY, PROPERTIES, PLACE))))
                .containsExactly(Kind.OTHER_FLAG);
        assertThat(kinds(List.of(SENT), List.of(stored("ID", 3, body, PROPERTIES, PLACE))))
                .containsExactly(Kind.OTHER_BODY);
    }

    @Test
    void tellsAPropertyThatIsLostChangedOrAdded() {
        for (Map<String, String> properties : List.of(
                Map.of("number", "n-1"),
                Map.of("number", "n-1", "TAGS", "T"),
                Map.of("number", "n-1", "TAGS", "t", "other", "x"))) {
            assertThat(kinds(List.of(SENT), List.of(stored("ID", 3, BODY, properties, PLACE))))
                    .containsExactly(Kind.OTHER_PROPERTIES);
        }
    }

    @Test
    void tellsAnotherPlace() {
        for (Place place : List.of(
                new Place("broker-b", 1, 17, "7F01"),
                new Place("broker-a", 0, 17, "7F01"),
                new Place("broker-a", 1, 16, "7F01"),
                new Place("broker-a", 1, 17, "7F02"))) {
            assertThat(kinds(List.of(SENT), List.of(stored("ID", 3, BODY, PROPERTIES, place))))
                    .containsExactly(Kind.OTHER_PLACE);
        }
    }

    private static StoredMessage stored(
            String messageId, int flag, Body body, Map<String, String> properties, Place place) {
        return new StoredMessage(messageId, flag, 0, body, properties, place, 0, 0);
    }

    private static List<Kind> kinds(List<SentMessage> sent, List<StoredMessage> stored) {
        return Comparison.differences(sent, stored).stream()
                .map(Difference::kind)
                .toList();
    }
}
