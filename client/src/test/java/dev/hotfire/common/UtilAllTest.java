// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.common.utils.NetworkUtil;
import dev.hotfire.runtime.ThisProcess;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UtilAllTest {
    @Test
    void checksumsAreTheBrokers() {
        assertThat(UtilAll.crc32("abc".getBytes(UTF_8))).isEqualTo(891568578);
        assertThat(UtilAll.crc32("xabcx".getBytes(UTF_8), 1, 3)).isEqualTo(891568578);
        assertThat(UtilAll.crc32(null)).isZero();
    }

    @Test
    void bytesAreHexadecimal() {
        assertThat(UtilAll.bytes2string(new byte[] {1, (byte) 0xAB})).isEqualTo("01AB");
        assertThat(UtilAll.string2bytes("01aB")).containsExactly(1, 0xAB);
        assertThat(UtilAll.string2bytes("")).isNull();
        assertThat(UtilAll.string2bytes(null)).isNull();
    }

    @Test
    void whatWasCompressedComesBack() throws Exception {
        byte[] plain = "hello".repeat(100).getBytes(UTF_8);
        assertThat(UtilAll.uncompress(UtilAll.compress(plain, 5))).isEqualTo(plain);
        assertThatThrownBy(() -> UtilAll.uncompress(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoNumberIsTheDefault() {
        assertThat(UtilAll.asInt("4", 3)).isEqualTo(4);
        assertThat(UtilAll.asInt("x", 3)).isEqualTo(3);
        assertThat(UtilAll.asInt(null, 3)).isEqualTo(3);
        assertThat(UtilAll.asLong("5", 3)).isEqualTo(5);
        assertThat(UtilAll.asLong("", 3)).isEqualTo(3);
    }

    @Test
    void timesAreLocal() {
        long millis = UtilAll.parseDate("2026-01-31 23:59:58", UtilAll.YYYY_MM_DD_HH_MM_SS)
                        .toInstant()
                        .toEpochMilli()
                + 7;
        assertThat(UtilAll.timeMillisToHumanString(millis)).isEqualTo("20260131235958007");
        assertThat(UtilAll.timeMillisToHumanString2(millis)).isEqualTo("2026-01-31 23:59:58,007");
        assertThat(UtilAll.timeMillisToHumanString3(millis)).isEqualTo("20260131235958");
        assertThat(UtilAll.parseDate("today", UtilAll.YYYY_MM_DD_HH_MM_SS)).isNull();
    }

    @Test
    void textsAreJoinedAndSplit() {
        assertThat(UtilAll.join(List.of("a", "b"), ".")).isEqualTo("a.b");
        assertThat(UtilAll.split("a.b", ".")).containsExactly("a", "b");
        assertThat(UtilAll.split("", ".")).isEmpty();
        assertThat(UtilAll.join(null, ".")).isNull();
        assertThat(UtilAll.split(null, ".")).isNull();
        assertThat(UtilAll.isBlank(" ")).isTrue();
        assertThat(UtilAll.isBlank("a")).isFalse();
        assertThat(UtilAll.responseCode2String(2)).isEqualTo("2");
        assertThat(UtilAll.ipToIPv4Str(new byte[] {(byte) 192, 0, 2, 1})).isEqualTo("192.0.2.1");
        assertThat(UtilAll.ipToIPv4Str(new byte[3])).isNull();
        assertThat(UtilAll.getPid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    /** Whatever the time of day: each is after now, on its mark, and the next one of its kind. */
    @Test
    void marksOnTheClockAreTheNextOnes() {
        long before = ThisProcess.currentTimeMillis();
        long minute = UtilAll.computeNextMinutesTimeMillis();
        long hour = UtilAll.computeNextHourTimeMillis();
        long halfHour = UtilAll.computeNextHalfHourTimeMillis();
        long morning = UtilAll.computeNextMorningTimeMillis();
        long after = ThisProcess.currentTimeMillis();
        assertThat(minute % 60_000).isZero();
        assertThat(minute).isGreaterThan(before).isLessThanOrEqualTo(after + 60_000);
        assertThat(at(hour)).endsWith("0000000");
        assertThat(hour).isGreaterThan(before).isLessThanOrEqualTo(after + 3_600_000);
        assertThat(at(halfHour)).endsWith("3000000");
        assertThat(halfHour).isGreaterThan(before).isLessThanOrEqualTo(after + 5_400_000);
        // A day may have 25 hours, and need not begin at midnight where clocks are changed then.
        assertThat(at(morning).substring(0, 8)).isGreaterThan(at(before).substring(0, 8));
        assertThat(morning).isGreaterThan(before).isLessThanOrEqualTo(after + 25 * 3_600_000L);
        assertThat(UtilAll.computeElapsedTimeMilliseconds(before)).isBetween(0L, 60_000L);
        assertThat(UtilAll.timeMillisToHumanString()).isBetween(at(before), at(ThisProcess.currentTimeMillis()));
    }

    private static String at(long millis) {
        return UtilAll.timeMillisToHumanString(millis);
    }

    @Test
    void itIsOneOfAllHoursAndNoneOfNone() {
        String all = IntStream.range(0, 24).mapToObj(Integer::toString).collect(Collectors.joining(";"));
        assertThat(UtilAll.isItTimeToDo(all)).isTrue();
        assertThat(UtilAll.isItTimeToDo("24;never;")).isFalse();
    }

    @Test
    void helpersForLogs() {
        assertThat(UtilAll.currentStackTrace()).contains("\n\t").contains("UtilAllTest.helpersForLogs");
        assertThat(UtilAll.frontStringAtLeast("abc", 2)).isEqualTo("ab");
        assertThat(UtilAll.frontStringAtLeast("abc", 3)).isEqualTo("abc");
        assertThat(UtilAll.frontStringAtLeast(null, 3)).isNull();
        assertThat(UtilAll.getIP()).isEqualTo(NetworkUtil.getLocalInetAddress().getAddress());
    }
}
