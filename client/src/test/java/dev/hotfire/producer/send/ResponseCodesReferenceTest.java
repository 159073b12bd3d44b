// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.GeneratedPage;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.frame.ResponseCode;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/response-codes.md} has all codes, with what the producer makes of them. With {@code
 * -Dhotfire.docs.update=true} the page is written anew instead of compared.
 */
final class ResponseCodesReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "response-codes.md");

    @Test
    void thePageIsUpToDate() throws Exception {
        GeneratedPage.isUpToDate(PAGE, page());
    }

    private static String page() throws IllegalAccessException {
        Set<Integer> retried = ProducerConfig.builder("pg")
                .nameServers("127.0.0.1:9876")
                .build()
                .retriedCodes();
        StringBuilder page = new StringBuilder("""
                # Response codes

                What servers answer, and what a producer makes of it when it comes as the answer to a send. The names are those that
                [rules](../scenarios.md#rules) and reports use.

                - *The message is* stored, not stored, or nobody knows: that is what `SendException.certainty()` goes by.
                - *Tried again*: by default another attempt follows, if there is time and one is left. `retriedCodes`, a
                  [setting](producer-config.md), has them; `retryWhenNotStored` is about the three weak successes.
                - *Says something about* the broker, so that [policies](../policy.md) count it, or the route, so that it is read anew.

                <!-- Written by ResponseCodesReferenceTest. -->

                | code | name | the message is | tried again | says something about |
                |--:|---|---|---|---|
                """);
        for (Map.Entry<Integer, String> code : codes().entrySet()) {
            ResponseRules rules = ResponseRules.of(code.getKey());
            String certainty =
                    switch (rules.certainty()) {
                        case STORED -> "stored";
                        case REFUSED -> "not stored";
                        case UNKNOWN -> "unknown";
                    };
            page.append("| %d | `%s` | %s | %s | %s |\n"
                    .formatted(
                            code.getKey(),
                            code.getValue(),
                            certainty,
                            retried.contains(code.getKey()) ? "yes" : "",
                            rules.aboutBroker() ? "the broker" : rules.aboutRoute() ? "the route" : ""));
        }
        page.append("""

                A code that is not in this table leaves the outcome unknown, but for 2000 to 2017: with those, controllers and brokers
                refuse. Consumers' codes are here because fake brokers answer them.
                """);
        return page.toString();
    }

    private static Map<Integer, String> codes() throws IllegalAccessException {
        Map<Integer, String> codes = new TreeMap<>();
        for (Field field : ResponseCode.class.getFields()) {
            codes.put(field.getInt(null), field.getName());
        }
        return codes;
    }
}
