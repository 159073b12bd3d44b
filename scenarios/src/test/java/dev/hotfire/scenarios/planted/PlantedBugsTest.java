// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.planted.PlantedBugs.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says what is known of the bugs, and all can be planted. Whether they are found, {@link PlantedBugsHunt} finds out. */
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

    /** What is changed about the producer may take the ground from under one. */
    @Test
    void eachCanBePlantedAndCompiles(@TempDir Path work) throws IOException {
        PlantedBugs bugs = PlantedBugs.read();
        List<String> broken = new ArrayList<>();
        for (PlantedBug bug : bugs.all()) {
            try {
                bug.compiled(bug.plantedIn(bugs.source(bug)), work.resolve(bug.name()));
            } catch (IllegalArgumentException e) {
                broken.add(e.getMessage());
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void thePageSaysWhatIsKnown() throws IOException {
        PlantedBugs bugs = PlantedBugs.read();
        assertThat(bugs.writtenPage())
                .as("written by: mvn test -Pplanted -pl scenarios -am -Dplanted.only=none")
                .isEqualTo(bugs.page());
    }
}
