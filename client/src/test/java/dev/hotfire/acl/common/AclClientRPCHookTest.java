// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.acl.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.remoting.protocol.RemotingCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclClientRPCHookTest {
    private static RemotingCommand request() {
        RemotingCommand request = RemotingCommand.createRequestCommand(310, null);
        request.addExtField("b", "1");
        request.addExtField("a", "2");
        request.setBody("xyz".getBytes(UTF_8));
        return request;
    }

    /** The signature is what the official hook of 5.5.0 adds to the same request. */
    @Test
    void signsAsTheOfficialHookDoes() {
        RemotingCommand request = request();
        new AclClientRPCHook(new SessionCredentials("ak", "sk", "tok")).doBeforeRequest("192.0.2.1:10911", request);
        assertThat(request.getExtFields())
                .isEqualTo(Map.of(
                        "AccessKey", "ak",
                        "SecurityToken", "tok",
                        "Signature", "dys2vvHdmKDzqQM6+ChO/cAdTbw=",
                        "a", "2",
                        "b", "1"));
    }

    @Test
    void signingAgainGivesTheSame() {
        RemotingCommand request = request();
        AclClientRPCHook hook = new AclClientRPCHook(new SessionCredentials("ak", "sk"));
        hook.doBeforeRequest("192.0.2.1:10911", request);
        String signature = request.getExtFields().get("Signature");
        hook.doBeforeRequest("192.0.2.1:10911", request);
        assertThat(request.getExtFields()).containsEntry("Signature", signature).doesNotContainKey("SecurityToken");
    }

    @Test
    void withoutKeysThereIsNoSignature() {
        for (SessionCredentials credentials : List.of(
                new SessionCredentials(), new SessionCredentials("ak", null), new SessionCredentials("ak", ""))) {
            assertThatThrownBy(() -> new AclClientRPCHook(credentials).doBeforeRequest("192.0.2.1:10911", request()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void otherAlgorithmsSignToo() {
        assertThat(AclSigner.calSignature("data", "secret")).isEqualTo("mBjjMGulrCZ7XyZ5/kq9N+bNe1Q=");
        assertThat(AclSigner.calSignature("data", "secret", SigningAlgorithm.HmacSHA256, UTF_8))
                .isEqualTo("GywWt1vSqHDBFBU8zaW8/KYzFLxyL6Fg1pDeEzzLuds=");
        assertThatThrownBy(() -> AclSigner.calSignature("data", null))
                .isInstanceOfSatisfying(
                        AclException.class, e -> assertThat(e.getCode()).isEqualTo(10015));
    }

    /** The official type prints them. */
    @Test
    void secretsStayOutOfLogs() {
        SessionCredentials credentials = new SessionCredentials("ak", "hidden", "hidden");
        credentials.setSignature("hidden");
        assertThat(credentials.toString()).contains("ak").doesNotContain("hidden");
    }

    @Test
    @Tag("B-ACL-02")
    void credentialsComeFromTheKeyFile(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("key");
        Files.writeString(keys, "AccessKey = ak\nSecretKey = sk\nSecurityToken = tok\n");
        SessionCredentials credentials = new SessionCredentials(keys.toFile());
        assertThat(credentials.getAccessKey()).isEqualTo("ak");
        assertThat(credentials.getSecretKey()).isEqualTo("sk");
        assertThat(credentials.getSecurityToken()).isEqualTo("tok");
        assertThat(new SessionCredentials(folder.resolve("none").toFile()).getAccessKey())
                .isNull();
        assertThat(SessionCredentials.KEY_FILE)
                .isEqualTo(Path.of(System.getProperty("user.home"), "key").toString());
    }

    @Test
    void credentialsComeFromProperties() {
        Properties properties = new Properties();
        properties.setProperty("AccessKey", " ak ");
        properties.setProperty("SecretKey", " sk ");
        SessionCredentials credentials = new SessionCredentials("old", "old", "token");
        credentials.updateContent(properties);
        assertThat(credentials)
                .isEqualTo(new SessionCredentials("ak", "sk"))
                .hasSameHashCodeAs(new SessionCredentials("ak", "sk"));
        assertThat(credentials.getSecurityToken()).isEqualTo("token");
        assertThat(credentials)
                .isNotEqualTo(new SessionCredentials("ak", "other"))
                .isNotEqualTo(null);
    }
}
