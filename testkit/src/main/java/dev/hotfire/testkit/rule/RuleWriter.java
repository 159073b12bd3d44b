// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.BrokerAnswer;
import dev.hotfire.fake.server.Criterion;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.fake.server.Trigger;
import dev.hotfire.testkit.yaml.Durations;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes rules so that {@link RuleReader} reads the same again. */
final class RuleWriter {
    private RuleWriter() {}

    static Map<String, Object> tree(FaultRule rule) {
        String code = codeIn(rule);
        if (code != null) {
            throw new IllegalArgumentException(
                    "rule: " + rule.name() + ", with " + code + " (expected: a rule of data only)");
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        String name = rule.givenName();
        if (name != null) {
            tree.put("name", name);
        }
        tree.put("on", on(rule.pattern().codes()));
        rule.pattern().criteria().forEach(criterion -> put(tree, criterion));
        putTrigger(tree, rule.trigger());
        if (!rule.from().isZero()) {
            tree.put("from", Durations.format(rule.from()));
        }
        Duration until = rule.until();
        if (until != null) {
            tree.put("for", Durations.format(until.minus(rule.from())));
        }
        if (rule.priority() != 0) {
            tree.put("priority", rule.priority());
        }
        if (rule.isOptional()) {
            tree.put("optional", true);
        }
        tree.put("fault", fault(rule.action()));
        return tree;
    }

    /** What of a rule is no data, null if there is nothing. */
    static @Nullable String codeIn(FaultRule rule) {
        for (Criterion criterion : rule.pattern().criteria()) {
            if (criterion.field().equals("where")) {
                return "a predicate";
            }
        }
        FaultAction action = rule.action();
        boolean code = action instanceof FaultAction.Alter
                || action instanceof FaultAction.AnswerWith
                || action instanceof FaultAction.Rewrite
                || action instanceof FaultAction.PassOn
                || action instanceof FaultAction.Control;
        return code ? "a function" : null;
    }

    private static Object on(Set<Integer> codes) {
        for (Map.Entry<String, Set<Integer>> kind : CodeNames.KINDS.entrySet()) {
            if (kind.getValue().equals(codes)) {
                return kind.getKey();
            }
        }
        List<Object> names = new ArrayList<>();
        for (int code : codes) {
            String name = RequestCode.nameOf(code);
            names.add(CodeNames.REQUESTS.containsKey(name) ? name : (Object) code);
        }
        return names.size() == 1 ? names.get(0) : names;
    }

    private static void put(Map<String, Object> tree, Criterion criterion) {
        Object value = criterion.value();
        Object there = tree.get(criterion.field());
        if (value instanceof Map.Entry<?, ?> entry) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            if (there instanceof Map<?, ?> before) {
                entries.putAll(before);
            }
            entries.put(entry.getKey(), entry.getValue());
            tree.put(criterion.field(), entries);
            return;
        }
        if (there != null) {
            throw new IllegalArgumentException(
                    "criterion: " + criterion.field() + " twice (expected: each once in a text)");
        }
        tree.put(criterion.field(), value instanceof RequestPattern.ByteCount count ? range(count) : value);
    }

    private static Object range(RequestPattern.ByteCount count) {
        if (count.min() == count.max()) {
            return count.min();
        }
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("min", count.min());
        if (count.max() != Integer.MAX_VALUE) {
            range.put("max", count.max());
        }
        return range;
    }

    private static void putTrigger(Map<String, Object> tree, Trigger trigger) {
        if (trigger instanceof Trigger.Nth nth) {
            tree.put("nth", nth.n());
        } else if (trigger instanceof Trigger.First first) {
            tree.put("first", first.n());
        } else if (trigger instanceof Trigger.Every every) {
            tree.put("every", every.n());
        } else if (trigger instanceof Trigger.Chance chance) {
            tree.put("chance", chance.probability());
        } else if (trigger instanceof Trigger.Ramp ramp) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("from", ramp.from());
            fields.put("to", ramp.to());
            fields.put("within", Durations.format(ramp.within()));
            tree.put("ramp", fields);
        }
    }

    private static Object fault(FaultAction action) {
        for (Map.Entry<String, FaultAction> word : FaultWords.BY_WORD.entrySet()) {
            if (word.getValue().equals(action)) {
                return word.getKey();
            }
        }
        if (action instanceof FaultAction.Answer answer) {
            return answer("answer", answer.code(), answer.remark());
        } else if (action instanceof FaultAction.StoreThenAnswer answer) {
            return answer("store-then-answer", answer.code(), answer.remark());
        } else if (action instanceof FaultAction.Delay delay) {
            return Map.of("delay", Latencies.toTree(delay.latency()));
        } else if (action instanceof FaultAction.StoreThenDelay delay) {
            return Map.of("store-then-delay", Latencies.toTree(delay.latency()));
        } else if (action instanceof FaultAction.CloseThenStore then) {
            return Map.of("close-then-store", Latencies.toTree(then.after()));
        } else if (action instanceof FaultAction.ResetThenStore then) {
            return Map.of("reset-then-store", Latencies.toTree(then.after()));
        } else if (action instanceof FaultAction.Malform malform) {
            return Map.of("malform", malform.malformation().word());
        } else if (action instanceof FaultAction.Damage damage) {
            return Map.of("damage", damage.damage().word());
        } else if (action instanceof FaultAction.Dribble dribble) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("bytes", dribble.bytes());
            fields.put("every", Durations.format(dribble.every()));
            return Map.of("dribble", fields);
        }
        throw new IllegalArgumentException("action: " + action + " (expected: one that has a word)");
    }

    private static Object answer(String word, int code, @Nullable String remark) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String name = ResponseCode.nameOf(code);
        fields.put(word, CodeNames.RESPONSES.containsKey(name) ? name : (Object) code);
        if (!Objects.equals(remark, BrokerAnswer.remarkOf(code))) {
            fields.put("remark", remark == null ? "" : remark);
        }
        return fields;
    }
}
