// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/fake-cluster.md} that say which requests the fakes answer: they have every request code of release
 * 5.5.0 once, and the fakes do as they say. What is refused is refused as by a server that doesn't know the code.
 */
class RequestCodeTableTest {
    private static final Path PAGE = Path.of(System.getProperty("hotfire.project"), "docs", "fake-cluster.md");
    private static final String OFFICIAL_CODES = "org.apache.rocketmq.remoting.protocol.RequestCode";

    /** What somebody who is asked says of a code. */
    private enum Standing {
        BY_BROKERS,
        BY_NAME_SERVERS,
        /** Brokers ask it of clients. */
        OF_CLIENTS,
        BY_NOBODY
    }

    private record Entry(Standing standing, Set<String> names) {}

    /** The codes in the tables, each of which must be there once. */
    private static Map<Integer, Entry> read() throws IOException {
        Map<Integer, Entry> entries = new TreeMap<>();
        Standing standing = null;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("#")) {
                standing = switch (line) {
                    case "## What a broker answers" -> Standing.BY_BROKERS;
                    case "## What a name server answers" -> Standing.BY_NAME_SERVERS;
                    case "## What a broker asks" -> Standing.OF_CLIENTS;
                    case "## What nobody answers" -> Standing.BY_NOBODY;
                    default -> null;
                };
            }
            if (standing == Standing.BY_NOBODY && line.startsWith("|")) {
                Matcher entry = Pattern.compile("(\\d+) ([A-Z0-9_]+)").matcher(line);
                while (entry.find()) {
                    add(entries, Integer.parseInt(entry.group(1)), new Entry(standing, Set.of(entry.group(2))));
                }
            } else if (standing != null && line.matches("\\| \\d.*")) {
                String[] cells = line.split(" *\\| *", -1);
                assertThat(List.of("implemented", "simplified")).as(line).contains(cells[3]);
                // The second name of a line may be given by its end: SEND_MESSAGE, _V2.
                Set<String> names = new TreeSet<>(List.of(cells[2].split(", ", -1)));
                for (String code : cells[1].split(", ", -1)) {
                    add(entries, Integer.parseInt(code), new Entry(standing, names));
                }
            }
        }
        return entries;
    }

    private static void add(Map<Integer, Entry> entries, int code, Entry entry) {
        assertThat(entries.put(code, entry)).as("the entry of %s before", code).isNull();
    }

    @Test
    void theTablesHaveEveryOfficialCode() throws Exception {
        Map<Integer, Entry> entries = read();
        Map<Integer, String> official = new TreeMap<>();
        try (OfficialClasses classes = OfficialClasses.load()) {
            Class<?> codes = classes.findOrNull(OFFICIAL_CODES);
            assertThat(codes).isNotNull();
            for (Field field : codes.getFields()) {
                official.put(((Number) field.get(null)).intValue(), field.getName());
            }
        }
        assertThat(official).hasSizeGreaterThan(150);
        assertThat(entries.keySet()).isEqualTo(official.keySet());
        official.forEach((code, name) -> assertThat(entries.get(code).names)
                .as("names of %s", code)
                .anyMatch(told -> told.equals(name) || (told.startsWith("_") && name.endsWith(told))));
    }

    @Test
    void theFakesDoAsTheTablesSay() throws Exception {
        try (FakeCluster cluster = FakeCluster.builder().start();
                RawConnection broker =
                        new RawConnection(cluster.master("broker-a").address().toString());
                RawConnection nameServer =
                        new RawConnection(cluster.nameServer(0).address().toString())) {
            Map<Integer, String> wrong = new TreeMap<>();
            for (Map.Entry<Integer, Entry> entry : read().entrySet()) {
                int code = entry.getKey();
                Standing standing = entry.getValue().standing;
                check(broker, "broker", code, standing == Standing.BY_BROKERS, wrong);
                check(nameServer, "name server", code, standing == Standing.BY_NAME_SERVERS, wrong);
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static void check(RawConnection server, String kind, int code, boolean answered, Map<Integer, String> wrong)
            throws IOException {
        Frame answer = server.call(Frame.request(code).opaque(code).build());
        boolean known = answer.code() != ResponseCode.REQUEST_CODE_NOT_SUPPORTED
                || !(" request type " + code + " not supported").equals(answer.remark());
        if (known != answered) {
            wrong.put(code, kind + ": " + answer);
        }
    }
}
