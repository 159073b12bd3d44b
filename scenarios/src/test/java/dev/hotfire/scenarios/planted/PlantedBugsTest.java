// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.planted.PlantedBugs.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page says what is known of the bugs. Whether they can be planted and are found, {@link PlantedBugsHunt} finds out. */
final class PlantedBugsTest {
    @Test
    void noTwoHaveOneName() throws IOException {
        assertThat(PlantedBugs.read().all()).extracting(PlantedBug::name).doesNotHaveDuplicates();
    }

    @Test
    void whatFoundABugIsWhatWasPredicted() throws IOException {
        PlantedBugs bugs = PlantedBugs.read();
        for (PlantedBug bug : bugs.all()) {
            Finding finding = bugs.finding(bug);
            if (finding != null && finding.isFound()) {
                assertThat(finding.invariant()).as(bug.name()).isEqualTo(bug.predicted());
            }
        }
    }

    @Test
    void thePageSaysWhatIsKnown() throws IOException {
        PlantedBugs bugs = PlantedBugs.read();
        assertThat(bugs.writtenPage())
                .as("written by: mvn test -Pplanted -pl scenarios -am -Dplanted.only=none")
                .isEqualTo(bugs.page());
    }
}
