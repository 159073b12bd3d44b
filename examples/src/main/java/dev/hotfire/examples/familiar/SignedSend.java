// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.acl.common.AclClientRPCHook;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.RPCHook;
import java.nio.charset.StandardCharsets;

/** Sends to brokers that want to know who sends. */
public final class SignedSend {
    private SignedSend() {}

    public static void main(String[] args) throws Exception {
        RPCHook hook = new AclClientRPCHook(new SessionCredentials(args[1], args[2]));
        DefaultMQProducer producer = new DefaultMQProducer("signed-group", hook);
        producer.setNamesrvAddr(args[0]);
        producer.start();
        try {
            Message msg = new Message("signed", "*", "who I am".getBytes(StandardCharsets.UTF_8));
            System.out.println(producer.send(msg, 10_000).getSendStatus());
        } catch (MQClientException e) {
            System.out.println("client: code " + e.getResponseCode());
        } catch (MQBrokerException e) {
            System.out.println("broker: code " + e.getResponseCode());
        } finally {
            producer.shutdown();
        }
    }
}
