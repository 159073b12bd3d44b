// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.verify.DeliveryLedger;
import java.io.IOException;
import java.util.List;
import java.util.Set;

final class LedgerResource {
    private static final Set<String> SENDS = Set.of(
            "SEND_MESSAGE", "SEND_MESSAGE_V2", "SEND_BATCH_MESSAGE", "SEND_REPLY_MESSAGE", "SEND_REPLY_MESSAGE_V2");

    /** The weak successes among them: the message is stored, if not as safely as the broker was told to. */
    private static final Set<String> ACKNOWLEDGED =
            Set.of("SUCCESS", "FLUSH_DISK_TIMEOUT", "FLUSH_SLAVE_TIMEOUT", "SLAVE_NOT_AVAILABLE");

    private final FakeCluster cluster;

    private final Counters counters;

    LedgerResource(FakeCluster cluster, Counters counters) {
        this.counters = counters;
        this.cluster = cluster;
    }

    List<Route> routes() {
        return List.of(new Route("GET", "/ledger", false, this::answer));
    }

    private Answer answer(Call call) {
        call.requireOnlyParameters();
        DeliveryLedger ledger = cluster.ledger();
        return Answer.json(json -> {
            json.writeStartObject();
            writeCounts(json);
            json.writeObjectFieldStart("messages");
            json.writeNumberField("accepted", ledger.accepted());
            json.writeNumberField("stored", ledger.stored());
            json.writeNumberField("acknowledged", ledger.acknowledged());
            json.writeNumberField("lost", ledger.lost());
            json.writeNumberField("duplicated", ledger.duplicated());
            json.writeNumberField("retried", ledger.retried());
            json.writeNumberField("disorders", ledger.disorders().size());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** Without what takes a look at every message: this is told with every change. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeCounts(json);
        json.writeEndObject();
    }

    private void writeCounts(JsonGenerator json) throws IOException {
        long acknowledged = 0;
        long refused = 0;
        long unanswered = 0;
        for (var entry : counters.settled().entrySet()) {
            if (SENDS.contains(entry.getKey().request())) {
                String outcome = entry.getKey().outcome();
                if (ACKNOWLEDGED.contains(outcome)) {
                    acknowledged += entry.getValue();
                } else if (Character.isUpperCase(outcome.charAt(0))) {
                    refused += entry.getValue();
                } else {
                    unanswered += entry.getValue();
                }
            }
        }
        json.writeNumberField("sends", acknowledged + refused + unanswered);
        json.writeNumberField("acknowledged", acknowledged);
        json.writeNumberField("refused", refused);
        json.writeNumberField("unanswered", unanswered);
        json.writeNumberField(
                "stored",
                cluster.masters().stream()
                        .map(FakeBroker::log)
                        .mapToLong(log -> log.appended())
                        .sum());
    }
}
