// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.report.HtmlMatrix;
import dev.hotfire.conformance.report.JunitReport;
import dev.hotfire.conformance.report.RunRecord;
import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What runs are told as. */
class ReportsTest {
    private static final List<Case> CASES = Catalogue.all().subList(0, Verdict.values().length);

    /** One case of each verdict, with everything in it that markup and old parsers choke on. */
    private static RunResult run(String client) {
        List<CaseResult> results = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            results.add(new CaseResult(
                    CASES.get(results.size()),
                    verdict,
                    List.of("<script>alert(\"&\")</script>\u0000\u000b\ud83d\ude80\ud800"),
                    List.of("1.000 ms  <told> & told"),
                    7));
        }
        return new RunResult(client, client + " 1.0", results, List.of("a <complaint>"), 1_234);
    }

    @Test
    void aSummaryCountsEachVerdict() {
        assertThat(run("exec:my driver").summary())
                .isEqualTo("client=exec:my_driver pass=1 non-strict=1 unsupported=1 known-fail=1 fail=1 seconds=1.2");
        assertThat(run("x").passed()).isFalse();
    }

    @Test
    void junitXmlIsWellFormedWhateverIsInIt() throws Exception {
        String xml = JunitReport.write(List.of(run("a<b"), run("c\"d")));
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(root.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(root.getElementsByTagName("testcase").getLength()).isEqualTo(10);
        assertThat(root.getElementsByTagName("failure").getLength()).isEqualTo(2);
        assertThat(root.getElementsByTagName("skipped").getLength()).isEqualTo(4);
        assertThat(((Element) root.getElementsByTagName("testsuite").item(0)).getAttribute("failures"))
                .isEqualTo("1");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        List<RunRecord> runs = List.of(RunRecord.of(run("one")), RunRecord.of(run("other")));
        assertThat(RunRecord.read(RunRecord.write(runs))).isEqualTo(runs);
    }

    @Test
    void thePageNeedsNobodyAndRunsNothing() {
        String page = HtmlMatrix.write(
                CASES,
                List.of(RunRecord.of(run("one")), RunRecord.of(run("<other>"))),
                Set.of(CASES.get(0).id()));
        assertThat(page)
                .contains("prefers-color-scheme:dark", "&lt;script&gt;", "&lt;other&gt;", "◆</span></summary>")
                .doesNotContain("<script", "http://", "https://", "<link", "<img", "@import", "url(");
        for (Verdict verdict : Verdict.values()) {
            assertThat(page).contains(">" + verdict.word() + "</summary>");
        }
    }

    @Test
    void aClientThatDidNotRunACaseIsShownAsSuch() {
        RunRecord none = new RunRecord("none", "none", Map.of());
        assertThat(HtmlMatrix.write(CASES, List.of(none), Set.of())).contains("not run");
    }
}
