// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

/**
 * What speaks against one broker by the way attempts on it ended: failures in a row, and failures that come too often. Confined
 * to the loop.
 */
final class Evidence {
    /** Of an attempt that was not answered, or far too late: three in a row are enough. */
    static final int HEAVY = 3;

    /** Of a refusal in time. */
    static final int LIGHT = 1;

    /** What failures without a success between them weigh together when it is enough. One that found nobody weighs so much. */
    static final int ENOUGH_IN_A_ROW = 9;

    /** How many good answers one heavy failure outweighs. */
    private static final int LOSS_WEIGHT = 48;

    /** When heavy failures weigh so much more than good answers: with the fourth among 35 attempts, the fifth among 85. */
    private static final int LOSSES_ENOUGH = 160;

    /** Of who has just come back: one at once, or two soon, are enough. */
    private static final int LOSSES_OF_RETURN = 112;

    /** 40 %, in 1,024ths, of the last thirty or so. */
    private static final int REFUSALS_ENOUGH = 410;

    private static final int REFUSALS_SHIFT = 5;
    private static final int WHOLE = 1_024;

    /** Peers that have less than this part of it are far better. */
    private static final int FAR = 4;

    private int failuresInARow;
    private int weightInARow;

    /** How much more heavy failures weigh than good answers. */
    private int losses;

    /** How many of the last thirty or so attempts were refused in time, in 1,024ths. */
    private int refusals;

    void onGood() {
        failuresInARow = 0;
        weightInARow = 0;
        losses = Math.max(0, losses - 1);
        refusals -= refusals >> REFUSALS_SHIFT;
    }

    void onRefusal() {
        refusals += (WHOLE - refusals) >> REFUSALS_SHIFT;
        onFailure(LIGHT);
    }

    /** @param weight {@link #HEAVY}, or {@link #ENOUGH_IN_A_ROW} */
    void onFailure(int weight) {
        failuresInARow++;
        weightInARow += weight;
        if (weight >= HEAVY) {
            losses = Math.min(LOSSES_ENOUGH, losses + LOSS_WEIGHT);
        }
    }

    /** It has proved that it is well. */
    void onReturn() {
        failuresInARow = 0;
        weightInARow = 0;
        losses = LOSSES_OF_RETURN;
        refusals = 0;
    }

    int failuresInARow() {
        return failuresInARow;
    }

    boolean isEnoughInARow() {
        return weightInARow >= ENOUGH_IN_A_ROW;
    }

    boolean isTooMuchLoss() {
        return losses >= LOSSES_ENOUGH;
    }

    boolean losesLittle() {
        return losses <= LOSS_WEIGHT;
    }

    boolean isTooMuchRefused() {
        return refusals >= REFUSALS_ENOUGH;
    }

    boolean losesFarLess(Evidence other) {
        return losses * FAR < other.losses;
    }

    boolean refusesFarLess(Evidence other) {
        return refusals * FAR < other.refusals;
    }
}
