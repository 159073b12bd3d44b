// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.cases.RealCluster;
import dev.hotfire.conformance.report.CaseTable;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cases as a whole, and what is written about them. */
class CatalogueTest {
    private static final Path PAGE = Path.of("..", "docs", "conformance.md");
    private static final String MARK = "<!-- The rest is written by CatalogueTest with -Dhotfire.write=true. -->\n";

    @Test
    void thereAreEnoughOverAllAreas() {
        List<Case> all = Catalogue.all();
        assertThat(all).hasSizeGreaterThanOrEqualTo(150);
        assertThat(all.stream().map(Case::area)).contains(Area.values());
        assertThat(all.stream().filter(Case::needsNoDriver)).hasSizeGreaterThan(30);
    }

    @Test
    void eachTellsWhatItIsAbout() {
        assertThat(Catalogue.all()).allSatisfy(item -> {
            assertThat(item.text()).as(item.id()).hasSizeGreaterThan(20).matches("(?s).*[.)]");
            assertThat(item.restsOn()).as(item.id()).isNotEmpty();
            assertThat(item.needs()).as(item.id()).isNotEmpty();
        });
    }

    @Test
    void whatRestsOnNothingIsNoCase() {
        assertThatThrownBy(() -> Case.builder(Area.IDS, "x").says("Something.").script(trial -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ids/x");
        assertThatThrownBy(() -> Case.builder(Area.IDS, "x")
                        .says("Something.")
                        .restsOn("somewhere")
                        .script(trial -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'somewhere'");
        assertThatThrownBy(() -> Case.builder(Area.IDS, "Not An Id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ids/Not An Id");
    }

    @Test
    void whatIsBackedByARealClusterIsACase() {
        Set<String> backed = RealCluster.backed();
        assertThat(Catalogue.all().stream().map(Case::id)).containsAll(backed);
    }

    /** Every case is in the manual as it is here; with {@code -Dhotfire.write=true} it is written there. */
    @Test
    void thePageListsEveryCase() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        int mark = page.indexOf(MARK);
        assertThat(mark).as("the mark in " + PAGE).isPositive();
        String wanted = page.substring(0, mark) + MARK + CaseTable.write(Catalogue.all(), RealCluster.backed());
        if (Boolean.getBoolean("hotfire.write")) {
            Files.writeString(PAGE, wanted, UTF_8);
        } else {
            assertThat(page).as(PAGE + " (write it with -Dhotfire.write=true)").isEqualTo(wanted);
        }
    }
}
