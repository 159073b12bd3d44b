// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import java.util.List;

/**
 * What happened within one second of a run.
 *
 * @param number   which, from 0
 * @param sent     sends that were called
 * @param ok       sends that ended stored
 * @param failed   sends that ended not stored
 * @param unknown  sends that ended with nobody knowing
 * @param retried  attempts that were not a send's first
 * @param p50Nanos the median time of the sends that ended stored, 0 without any
 * @param p99Nanos their 99th percentile
 * @param isolated the brokers that some producer avoided at the end of the second
 * @param events   what the timeline did
 */
public record Second(
        int number,
        long sent,
        long ok,
        long failed,
        long unknown,
        long retried,
        long p50Nanos,
        long p99Nanos,
        List<String> isolated,
        List<String> events) {
    public Second {
        isolated = List.copyOf(isolated);
        events = List.copyOf(events);
    }
}
