// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.official.check.Comparison.Difference;
import dev.hotfire.official.check.Comparison.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A check that cannot fail proves nothing: each way in which it can. */
class ComparisonTest {
    private static final Place PLACE = new Place("broker-a", 1, 17);
    private static final Body BODY = Body.of("body".getBytes(UTF_8));
    private static final SentMessage SENT =
            new SentMessage("ID", 3, BODY, Map.of("TAGS", "t", "UNIQ_KEY", "ID"), Optional.of(PLACE));
    private static final StoredMessage STORED =
            new StoredMessage("ID", 3, 0, BODY, Map.of("TAGS", "t", "CLUSTER", "c"), PLACE);

    @Test
    void acceptsAMessageThatIsStoredAsItWasSent() {
        assertThat(Comparison.differences(List.of(SENT), List.of(STORED))).isEmpty();
    }

    @Test
    void acceptsAnyPlaceOfAMessageWhoseProducerWasNotToldOne() {
        SentMessage oneway = new SentMessage("ID", 3, BODY, Map.of("TAGS", "t"), Optional.empty());
        assertThat(Comparison.differences(List.of(oneway), List.of(STORED))).isEmpty();
    }

    @Test
    void tellsAMissingMessage() {
        assertThat(kinds(List.of(SENT), List.of())).containsExactly(Kind.MISSING);
    }

    @Test
    void tellsAMessageThatIsStoredTwice() {
        StoredMessage again = new StoredMessage("ID", 3, 0, BODY, STORED.properties(), new Place("broker-a", 1, 18));
        assertThat(kinds(List.of(SENT), List.of(STORED, again))).containsExactly(Kind.DUPLICATED, Kind.OTHER_PLACE);
    }

    @Test
    void tellsAMessageThatNobodySent() {
        assertThat(kinds(List.of(), List.of(STORED))).containsExactly(Kind.FOREIGN);
    }

    @Test
    void tellsAnotherBodyOfTheSameLength() {
        Body other = Body.of("bodz".getBytes(UTF_8));
        StoredMessage stored = new StoredMessage("ID", 3, 0, other, STORED.properties(), PLACE);
        assertThat(kinds(List.of(SENT), List.of(stored))).containsExactly(Kind.OTHER_BODY);
    }

    @Test
    void tellsAnotherFlag() {
        StoredMessage stored = new StoredMessage("ID", 4, 0, BODY, STORED.properties(), PLACE);
        assertThat(kinds(List.of(SENT), List.of(stored))).containsExactly(Kind.OTHER_FLAG);
    }

    @Test
    void tellsAPropertyThatIsLostChangedOrAdded() {
        for (Map<String, String> properties :
                List.of(Map.<String, String>of(), Map.of("TAGS", "T"), Map.of("TAGS", "t", "other", "x"))) {
            StoredMessage stored = new StoredMessage("ID", 3, 0, BODY, properties, PLACE);
            assertThat(kinds(List.of(SENT), List.of(stored))).containsExactly(Kind.OTHER_PROPERTIES);
        }
    }

    @Test
    void tellsAnotherPlace() {
        for (Place place :
                List.of(new Place("broker-b", 1, 17), new Place("broker-a", 0, 17), new Place("broker-a", 1, 16))) {
            StoredMessage stored = new StoredMessage("ID", 3, 0, BODY, STORED.properties(), place);
            assertThat(kinds(List.of(SENT), List.of(stored))).containsExactly(Kind.OTHER_PLACE);
        }
    }

    private static List<Kind> kinds(List<SentMessage> sent, List<StoredMessage> stored) {
        return Comparison.differences(sent, stored).stream()
                .map(Difference::kind)
                .toList();
    }
}
