// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

/**
 * What came of one cell with one seed.
 *
 * @param curves how it went, over time
 */
public record CellResult(ArenaCell cell, long seed, Measures measures, Curves curves) {
    /** This one, with the curves of another seed: one of many has its curves shown. */
    public CellResult withCurvesOf(CellResult shown) {
        return new CellResult(cell, seed, measures, shown.curves);
    }
}
