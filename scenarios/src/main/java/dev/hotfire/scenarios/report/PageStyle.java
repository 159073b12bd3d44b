// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

/** How all pages look that commands write, so that pages made elsewhere look the same. */
public final class PageStyle {
    private PageStyle() {}

    /** The style sheet, to stand in a page's own {@code <style>}. */
    public static String css() {
        return RunReportFiles.resource(RunReportFiles.STYLE);
    }
}
