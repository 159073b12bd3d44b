// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

/**
 * What a client is made with.
 *
 * @param nameServer where routes are, {@code HOST:PORT}
 * @param batching   whether messages wait for each other
 * @param compress   whether bodies over the client's own default size are compressed
 * @param inFlight   the most that may be in flight, or 0 for the client's own default
 * @param spin       whether callers look for the end of their send for a while before they are parked, where a client can do so
 * @param another    whether there will be others beside it
 */
record Setup(String nameServer, boolean batching, boolean compress, int inFlight, boolean spin, boolean another) {}
