// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.kit;

/** One producer of the client under test. */
public interface TestedProducer {
    /**
     * Does as a command says: {@code send}, {@code batch}, {@code request} or {@code transact}. Called in a thread of its own,
     * which may wait.
     *
     * @param answers where the outcome goes, now or later
     * @throws UnsupportedException if the client has no such thing
     * @throws Exception            whatever else goes wrong; told as a failure of kind {@code other}
     */
    void act(Fields command, Answers answers) throws Exception;

    /** Closes it, and waits for that. */
    void close() throws Exception;

    /** Makes producers. */
    interface Maker {
        /**
         * Starts a producer.
         *
         * @throws UnsupportedException if a setting can't be made
         */
        TestedProducer start(Fields settings) throws Exception;
    }
}
