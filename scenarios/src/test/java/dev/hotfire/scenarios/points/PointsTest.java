// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.SendKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalogue of points, and that what happened is what is noted. */
final class PointsTest {
    private static List<String> seen(Points points) {
        return points.seen().stream().mapToObj(Points.all()::get).toList();
    }

    @Test
    void thereAreMoreThanAHundredAndFiftyWithNamesOfTheirOwn() {
        assertThat(Points.all()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        assertThat(seen(new Points())).isEmpty();
    }

    @Test
    void faultCountsWithThePhasesThatItIsThereFor() {
        Points points = new Points();
        points.in(Phase.CHOOSING);
        points.begins(FaultId.T06);
        points.begins(FaultId.T06);
        points.begins(FaultId.R_BARE);
        points.in(Phase.WAITING);
        points.ends(FaultId.T06);
        points.ends(FaultId.R_BARE);
        points.in(Phase.RETRYING);
        points.ends(FaultId.T06);
        points.in(Phase.COMPLETING);
        assertThat(seen(points)).containsExactly("T06 while waiting", "T06 while retrying", "R-BARE while waiting");
    }

    @Test
    void answersCountWithTheKindOfTheirSend() {
        Points points = new Points();
        points.answered(SendKind.BATCH, 2);
        points.answered(SendKind.RECALLED, Integer.MAX_VALUE);
        points.answered(SendKind.PLAIN, 10_001);
        assertThat(seen(points)).containsExactly("code 2 to BATCH", "code 2147483647 to RECALLED");
    }

    @Test
    void momentsAndAvoidedBrokersCountOnce() {
        Points points = new Points();
        points.at(Moment.GO_AWAY_FOLLOWED);
        points.at(Moment.GO_AWAY_FOLLOWED);
        points.avoided(2, 3);
        points.avoided(0, 3);
        points.avoided(5, 5);
        assertThat(seen(points)).containsExactly("2 of 3 brokers avoided", "go-away-followed");
    }
}
