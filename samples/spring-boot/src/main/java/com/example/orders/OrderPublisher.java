// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import org.apache.rocketmq.spring.core.RocketMQTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Tells the world about orders. */
@Component
public class OrderPublisher {
    private final RocketMQTemplate template;

    public OrderPublisher(RocketMQTemplate template, @Value("${orders.attempt-timeout-millis:-1}") int attemptTimeout) {
        this.template = template;
        // Off by default: then a broker that says nothing gets the whole timeout, and no other broker is tried.
        template.getProducer().setSendMsgMaxTimeoutPerRequest(attemptTimeout);
    }

    public void placed(String orderId) {
        template.syncSend("orders:placed", orderId);
    }
}
