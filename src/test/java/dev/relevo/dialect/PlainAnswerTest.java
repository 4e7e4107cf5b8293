package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainAnswerTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            true  | {"choices":[{"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}
            true  | {"choices":[{"message":{"content":null},"finish_reason":"stop"}]}
            true  | {"choices":[{"message":{"content":"Hi"},"finish_reason":null}]}
            true  | {"choices":[{"message":{"tool_calls":[{"id":"1"}]}}]}
            true  | {"choices":[{"message":{"content":""}},{"message":{"content":"x"}}]}
            true  | {"error":null,"choices":[{"finish_reason":"length"}]}
            false | {"choices":[{"message":{"role":"assistant","content":""},"finish_reason":null}]}
            false | {"choices":[{"message":{"content":""},"finish_reason":""}]}
            false | {"choices":[{"message":{"content":"H"},"finish_reason":"error"}]}
            false | {"choices":[{"message":{"content":"Hi"}}],"error":{"message":"no"}}
            false | {"choices":[]}
            false | {"choices":[null]}
            false | {"choices":{}}
            false | {"error":{"message":"no"}}
            false | {}
            false | []
            false | ``
            false | {"choices":[{"message":{"content":"Hi"}}]
            false | {"choices":[{"message":{"content":"Hi"}}]}}
            """)
    void anAnswerIsSoundWhenItSaysSomethingOrEnded(boolean sound, String body) {
        assertEquals(sound, read(body).sound());
    }

    @Test
    void usageIsTold() {
        assertEquals(
                new Usage(12, 34),
                read("{\"usage\":{\"completion_tokens\":34,\"prompt_tokens\":12}}")
                        .usage());
        assertNull(read("{\"usage\":{\"prompt_tokens\":-4,\"completion_tokens\":1e99}}")
                .usage());
        assertNull(read("{\"usage\":{}}").usage());
        assertNull(read("{\"usage\":null}").usage());
    }

    @Test
    void itsTextIsMeasuredWhateverElseItBrings() {
        String message =
                "{\"role\":\"assistant\",\"content\":\"Hello\",\"refusal\":null,\"reasoning_content\":\"abc\"}";

        assertEquals(
                8 + 2,
                read("{\"choices\":[{\"message\":" + message + "},{\"message\":{\"content\":\"é\"}}]}")
                        .textBytes());
    }

    private static PlainAnswer read(String body) {
        byte[] bytes = ("  " + body).getBytes(UTF_8);
        return Operation.CHAT.read(bytes, 2, bytes.length);
    }
}
