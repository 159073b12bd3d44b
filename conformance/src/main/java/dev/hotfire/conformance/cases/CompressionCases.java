// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Compression. */
final class CompressionCases {
    private static final String LARGE = "RocketMQ stores messages. ".repeat(400);

    private CompressionCases() {}

    private static Case.Builder compression(String name) {
        return Case.builder(Area.COMPRESSION, name).needs("sync", "compression");
    }

    static List<Case> all() {
        return List.of(
                compression("flag-and-body-agree")
                        .restsOn("W-15", "B-COMPRESS-01")
                        .says(
                                "A large body is compressed, and sysFlag says so and how; or it is not, and the flag says that. Consumers go by the flag alone.")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(LARGE)));
                            readable(trial);
                            trial.better(
                                    trial.attempts().stream()
                                            .allMatch(attempt -> attempt.body().length < LARGE.length()),
                                    "a smaller body",
                                    trial.attempts().get(0).body().length);
                        }),
                compression("small-bodies-are-not")
                        .restsOn("W-15", "B-COMPRESS-01")
                        .says("A body of 4,095 bytes is below the usual threshold, and sent as it is.")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body("x".repeat(4_095))));
                            trial.wire()
                                    .each(
                                            "4,095 bytes and no flag",
                                            attempt -> !SysFlag.isCompressed(attempt.sysFlag())
                                                    && attempt.body().length == 4_095,
                                            attempt -> attempt.body().length);
                        }),
                compression("threshold")
                        .restsOn("W-15", "B-COMPRESS-01")
                        .says(
                                "With the threshold set to 100, a body of 99 bytes is sent as it is, and one of 100 compressed.")
                        .script(trial -> {
                            var subject = trial.start("compressOverBytes", 100);
                            trial.expectStored(subject.act(Command.send("sync").body("x".repeat(99))));
                            trial.expectStored(subject.act(Command.send("sync").body("x".repeat(100))));
                            List<Attempt> attempts = trial.attempts();
                            trial.expect(
                                    attempts.size() == 2
                                            && !SysFlag.isCompressed(
                                                    attempts.get(0).sysFlag()),
                                    "no flag at 99",
                                    attempts);
                            trial.better(
                                    attempts.size() == 2
                                            && SysFlag.isCompressed(
                                                    attempts.get(1).sysFlag()),
                                    "the flag at 100",
                                    attempts);
                        }),
                compression("type-is-told")
                        .restsOn("W-15", "B-COMPRESS-03")
                        .says(
                                "Bits 0x700 of sysFlag say which compression it is; without them readers take it for zlib.")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(LARGE)));
                            readable(trial);
                            trial.better(
                                    trial.attempts().stream()
                                            .allMatch(attempt -> !SysFlag.isCompressed(attempt.sysFlag())
                                                    || (attempt.sysFlag() & SysFlag.COMPRESSION_MASK) != 0),
                                    "the type's bits beside the flag",
                                    trial.attempts().get(0).sysFlag());
                        }),
                compression("what-does-not-shrink")
                        .restsOn("W-15", "B-COMPRESS-04")
                        .says(
                                "Random bytes don't shrink. Whether they are sent compressed or as they are, readers get them back.")
                        .script(trial -> {
                            byte[] noise = noise(6_000);
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(noise)));
                            trial.wire()
                                    .each(
                                            "the bytes that were sent",
                                            attempt -> Arrays.equals(plain(attempt), noise),
                                            attempt -> attempt.body().length);
                            trial.better(
                                    trial.attempts().stream()
                                            .allMatch(attempt -> attempt.body().length <= noise.length),
                                    "no larger body than without",
                                    trial.attempts().get(0).body().length);
                        }),
                compression("not-twice")
                        .restsOn("B-COMPRESS-06", "B-COMPRESS-07", "I17")
                        .says("A second attempt sends what the first one did: compressed once, not twice.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(2).answer(14, "disk full"));
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(LARGE)));
                            trial.expect(trial.attempts().size() == 3, "three attempts", trial.attempts());
                            readable(trial);
                        }),
                compression("not-twice-async")
                        .needs("async")
                        .restsOn("B-COMPRESS-06", "B-ASYNC-15", "I17")
                        .says("The same for an asynchronous send after a lost connection.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(1).resetBefore());
                            trial.expectStored(
                                    trial.subject().act(Command.send("async").body(LARGE)));
                            readable(trial);
                        }),
                compression("stored-as-given")
                        .restsOn("I5", "W-15")
                        .says("What is stored, decompressed as its flag says, is the body that was given.")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(LARGE)));
                            trial.cluster().stored(Trial.TOPIC).forEach(stored -> {
                                String body;
                                try {
                                    body = new String(
                                            stored.decompressed(1 << 20).body(), StandardCharsets.UTF_8);
                                } catch (CompressionException e) {
                                    body = e.toString();
                                }
                                trial.expect(body.equals(LARGE), "the body that was given", body.length());
                            });
                        }),
                compression("limit-counts-the-plain-body")
                        .restsOn("B-VALID-04", "B-COMPRESS-01")
                        .says(
                                "The limit for bodies counts the bytes that the user gave, not what is left of them: consumers have to hold them.")
                        .script(trial -> {
                            var outcome = trial.start("maxMessageBytes", 5_000)
                                    .act(Command.send("sync").body("x".repeat(5_001)));
                            trial.expectFailed(outcome);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }));
    }

    private static void readable(Trial trial) {
        trial.wire()
                .each(
                        "a body that its flag makes readable",
                        attempt -> new String(plain(attempt), StandardCharsets.UTF_8).equals(LARGE),
                        attempt -> "sysFlag " + attempt.sysFlag() + ", " + attempt.body().length + " bytes");
    }

    private static byte[] plain(Attempt attempt) {
        if (!SysFlag.isCompressed(attempt.sysFlag())) {
            return attempt.body();
        }
        try {
            return Compression.ofSysFlag(attempt.sysFlag()).decompress(attempt.body(), 1 << 20);
        } catch (CompressionException e) {
            return new byte[0];
        }
    }

    /** The same in every run, and nothing that a compressor could use. */
    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        long state = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            noise[i] = (byte) state;
        }
        return noise;
    }
}
