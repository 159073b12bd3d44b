// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.remoting.CommandCustomHeader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemotingCommandTest {
    @Test
    void aRequestIsARequestUntilItIsMarked() {
        RemotingCommand request = RemotingCommand.createRequestCommand(310, null);
        assertThat(request.getType()).isEqualTo(RemotingCommandType.REQUEST_COMMAND);
        assertThat(request.isOnewayRPC()).isFalse();
        request.markOnewayRPC();
        assertThat(request.isOnewayRPC()).isTrue();
        request.markResponseType();
        assertThat(request.getType()).isEqualTo(RemotingCommandType.RESPONSE_COMMAND);
        assertThat(request.getFlag()).isEqualTo(3);
    }

    @Test
    void fieldsAreAddedOrKept() {
        RemotingCommand request = RemotingCommand.createRequestCommand(310, null);
        assertThat(request.getExtFields()).isNull();
        request.addExtFieldIfNotExist("a", "1");
        request.addExtFieldIfNotExist("a", "2");
        request.addExtField("b", "3");
        assertThat(request.getExtFields()).isEqualTo(Map.of("a", "1", "b", "3"));
    }

    @Test
    void printsItselfAsTheOfficialOneDoes() {
        RemotingCommand response = RemotingCommand.buildErrorResponse(1, "why");
        response.setOpaque(7);
        assertThat(response)
                .hasToString("RemotingCommand [code=1, language=JAVA, version=0, opaque=7, flag(B)=1, remark=why,"
                        + " extFields=null, serializeTypeCurrentRPC=JSON]");
    }

    @Test
    void eachHasANumberOfItsOwn() {
        assertThat(RemotingCommand.createRequestCommand(1, null).getOpaque())
                .isNotEqualTo(RemotingCommand.createRequestCommand(1, null).getOpaque());
    }

    @Test
    void theHeaderIsKept() {
        CommandCustomHeader header = () -> {};
        RemotingCommand response = RemotingCommand.createResponseCommandWithHeader(0, header);
        assertThat(response.readCustomHeader()).isSameAs(header);
        assertThat(response.isResponseType()).isTrue();
        response.writeCustomHeader(null);
        assertThat(response.readCustomHeader()).isNull();
    }

    @Test
    void languagesAndEncodingsHaveTheWiresNumbers() {
        for (LanguageCode language : LanguageCode.values()) {
            assertThat(dev.hotfire.wire.frame.LanguageCode.nameOf(language.getCode()))
                    .isEqualTo(language.name());
            assertThat(LanguageCode.valueOf(language.getCode())).isEqualTo(language);
            assertThat(LanguageCode.getCode(language.name())).isEqualTo(language);
        }
        assertThat(LanguageCode.valueOf((byte) 99)).isNull();
        assertThat(LanguageCode.getCode("java")).isNull();
        assertThat(SerializeType.valueOf((byte) 1)).isEqualTo(SerializeType.ROCKETMQ);
        assertThat(SerializeType.valueOf((byte) 2)).isNull();
        assertThat(SerializeType.JSON.getCode()).isZero();
    }
}
