// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import org.junit.jupiter.api.Test;

class AclSignatureTest {
    private static final AclCredentials CREDENTIALS = new AclCredentials("ak", "sk", null);

    private static Frame.Builder request() {
        return Frame.request(RequestCode.QUERY_MESSAGE).field("topic", "t").body(new byte[] {1});
    }

    @Test
    void whateverChangesAfterSigningBreaksTheSignature() {
        Frame signed = AclSignature.sign(request().build(), CREDENTIALS);
        assertThat(AclSignature.verify(signed, "sk")).isTrue();
        assertThat(AclSignature.verify(signed.toBuilder().field("topic", "u").build(), "sk"))
                .isFalse();
        assertThat(AclSignature.verify(signed.toBuilder().field("more", "x").build(), "sk"))
                .isFalse();
        assertThat(AclSignature.verify(signed.toBuilder().body(new byte[] {2}).build(), "sk"))
                .isFalse();
        assertThat(AclSignature.verify(signed.toBuilder().opaque(7).build(), "sk"))
                .isTrue();
        assertThat(AclSignature.verify(request().build(), "sk")).isFalse();
        assertThat(AclSignature.sign(signed, CREDENTIALS)).isEqualTo(signed);
    }

    @Test
    void oldClientsAddOneFieldAfterSigning() {
        Frame old = AclSignature.sign(request().version(MqVersion.V4_9_3).build(), CREDENTIALS);
        Frame later = old.toBuilder().field("_UNIQUE_KEY_QUERY", true).build();
        assertThat(AclSignature.verify(later, "sk")).isTrue();
        assertThat(AclSignature.verify(
                        later.toBuilder().version(MqVersion.V4_9_4).build(), "sk"))
                .isFalse();
    }

    @Test
    void secretsAreNotPrintedAndNotEmpty() {
        assertThat(new AclCredentials("ak", "secret", "token").toString()).doesNotContain("secret", "token");
        assertThatThrownBy(() -> new AclCredentials("ak", "", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
