// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.Compression;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ProducerConfigTest {
    private static ProducerConfig.Builder builder() {
        return ProducerConfig.builder("pg").nameServers("127.0.0.1:9876");
    }

    @Test
    void saysOfEachSettingWhetherItWasSetOrWhereItsDefaultComesFrom() {
        String text = builder().retries(7).build().describe();

        assertThat(text.lines())
                .contains(
                        "producerGroup = pg  (set)",
                        "retries = 7  (set)",
                        "sendTimeout = PT3S  (default: the official sendMsgTimeout)")
                .hasSize(Settings.all().size() + 1);
    }

    @Test
    void showsNoSecrets() {
        ProducerConfig config =
                builder().credentials(new AclCredentials("key", "s3cret", "")).build();

        assertThat(config.describe())
                .contains("credentials = AclCredentials[accessKey=key]  (set, shared)")
                .doesNotContain("s3cret");
        assertThat(config.toString()).contains("credentials").doesNotContain("s3cret");
    }

    @Test
    void isEqualByWhatItSays() {
        ProducerConfig config = builder().build();

        // Whether a value was set or is the default makes no difference to what the producer does.
        assertThat(builder().retries(2).build()).isEqualTo(config).hasSameHashCodeAs(config);
        assertThat(builder().retries(3).build()).isNotEqualTo(config);
        assertThat(ProducerConfig.builder("pg2").nameServers("127.0.0.1:9876").build())
                .isNotEqualTo(config);
    }

    @Test
    void canBeChangedIntoAnother() {
        ProducerConfig config =
                builder().retries(3).sendTimeout(Duration.ofSeconds(1)).build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config.toBuilder().retries(4).build().sendTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.retries()).isEqualTo(3);
    }

    @Test
    void tellsWhatMayNotChangeWhileAProducerRuns() {
        ProducerConfig config = builder().build();

        config.requireReplaceableBy(config.toBuilder().retries(5).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.requireReplaceableBy(config.toBuilder()
                        .callbackThreads(9)
                        .retries(5)
                        .heartbeat(Duration.ofSeconds(1))
                        .build()))
                .withMessage("heartbeat: PT1S (expected: PT30S, as it is fixed while the producer runs); "
                        + "callbackThreads: 9 (expected: 2, as it is fixed while the producer runs)");
        ProducerConfig otherGroup =
                ProducerConfig.builder("pg-other").nameServers("127.0.0.1:9876").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.requireReplaceableBy(otherGroup))
                .withMessageStartingWith("producerGroup: pg-other (expected: ");
    }

    @Test
    void namesEachSettingOnce() {
        Set<String> names = new HashSet<>();
        for (Setting<?> setting : Settings.all()) {
            assertThat(names.add(setting.name())).as(setting.name()).isTrue();
            assertThat(Settings.all().get(setting.index())).isSameAs(setting);
        }
    }

    /** LZ4 and Zstandard are optional: whoever asks for one without its jar hears so before anything is sent. */
    @Test
    @Tag("B-COMPRESS-03")
    void namesTheLibraryThatACompressionLacks() throws Exception {
        assertThat(builder().compression(Compression.LZ4).build().compression()).isEqualTo(Compression.LZ4);
        URL[] ours = {location(ProducerConfig.class), location(ProducerConfigTest.class), location(Compression.class)};
        try (URLClassLoader bare = new URLClassLoader(ours, ClassLoader.getPlatformClassLoader())) {
            Object probe = bare.loadClass(Probe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get())
                    .isEqualTo("compression: LZ4 (expected: at.yawk.lz4:lz4-java on the class path for it), "
                            + "compression: ZSTD (expected: com.github.luben:zstd-jni on the class path for it), "
                            + "ZLIB is good, ");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs behind a class loader that has our classes and nothing beside them. */
    public static final class Probe implements Supplier<String> {
        public Probe() {}

        @Override
        public String get() {
            StringBuilder report = new StringBuilder();
            for (Compression kind : Compression.values()) {
                try {
                    builder().compression(kind).build();
                    report.append(kind).append(" is good, ");
                } catch (IllegalArgumentException e) {
                    report.append(e.getMessage()).append(", ");
                }
            }
            return report.toString();
        }
    }
}
