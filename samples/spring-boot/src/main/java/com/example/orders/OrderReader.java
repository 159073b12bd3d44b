// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.springframework.stereotype.Component;

/** Deals with orders: each once, however often it comes. */
@Component
@RocketMQMessageListener(topic = "orders", consumerGroup = "order-reader")
public class OrderReader implements RocketMQListener<String> {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public void onMessage(String orderId) {
        seen.add(orderId);
    }

    public Set<String> seen() {
        return Set.copyOf(seen);
    }
}
