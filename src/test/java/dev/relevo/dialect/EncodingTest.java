package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
    private static final Quirks RENAMING = Sample.quirks(
            Set.of("a", "b"), Map.of("max_completion_tokens", "max_tokens", "user", "end_user"), "max_tokens");

    @Test
    void onlyTheModelIsReplaced() throws BadRequest {
        Encoded encoded = encode("\t{ \"x\" : 1.0,\r\n\"mod\\u0065l\" : \"auto\" ,\"y\":[ ] }\n", Quirks.NONE, null);

        assertEquals("\t{ \"x\" : 1.0,\r\n\"mod\\u0065l\" : \"m\" ,\"y\":[ ] }\n", text(encoded));
        assertEquals(List.of(), encoded.adjusted());
        assertFalse(encoded.usageAdded());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"a":1,"model":"auto"}                          | {"model":"m"}
            {"model":"auto","a":1}                          | {"model":"m"}
            {"a":1,"b":2,"model":"auto"}                    | {"model":"m"}
            {"model":"auto","a":1,"b":2}                    | {"model":"m"}
            {"a":1,"model":"auto","b":2}                    | {"model":"m"}
            { "a" : 1 , "model" : "auto" , "b" : 2 }        | { "model" : "m" }
            {"x":1,"a":1,"b":2,"y":2,"model":"auto"}        | {"x":1,"y":2,"model":"m"}
            {"x":1 , "a":1 , "model":"auto" , "b":2 , "y":2}| {"x":1 , "model":"m" , "y":2}
            """)
    void aDroppedMemberLeavesWithOneComma(String sent, String upstream) throws BadRequest {
        assertEquals(upstream, text(encode(sent, RENAMING, null)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"max_completion_tokens":9,"model":"auto"}                     | {"max_tokens":9,"model":"m"} | max_completion_tokens->max_tokens
            {"max_completion_tokens":9,"model":"auto","max_tokens":8}      | {"model":"m","max_tokens":8} | -max_completion_tokens
            {"max_completion_tokens":9,"max_tokens":null,"model":"auto"}   | {"max_tokens":9,"model":"m"} | max_completion_tokens->max_tokens; -max_tokens
            {"max_completion_tokens":null,"max_tokens":8,"model":"auto"}   | {"max_tokens":8,"model":"m"} | -max_completion_tokens
            {"max_tokens":null,"max_completion_tokens":null,"model":"auto"}| {"max_tokens":null,"model":"m"} | -max_completion_tokens
            """)
    void ofTwoMembersWithOneNameUpstreamOneIsSent(String sent, String upstream, String adjusted) throws BadRequest {
        Encoded encoded = encode(sent, RENAMING, null);

        assertEquals(upstream, text(encoded));
        assertEquals(adjusted, String.join("; ", encoded.adjusted()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"model":"auto"}                                    | {"model":"m","max_tokens":100} | max_tokens=100
            {"model":"auto","max_tokens":100}                   | {"model":"m","max_tokens":100} |
            {"model":"auto","max_tokens":101}                   | {"model":"m","max_tokens":100} | max_tokens=100
            {"model":"auto","max_tokens":1e3}                   | {"model":"m","max_tokens":100} | max_tokens=100
            {"model":"auto","max_tokens":99999999999999999999}  | {"model":"m","max_tokens":100} | max_tokens=100
            {"model":"auto","max_tokens":null}                  | {"model":"m","max_tokens":100} | max_tokens=100
            {"model":"auto","max_tokens":"101"}                 | {"model":"m","max_tokens":"101"} |
            {"model":"auto","max_completion_tokens":5}          | {"model":"m","max_completion_tokens":5} |
            {"model":"auto","max_completion_tokens":null}       | {"model":"m","max_tokens":100,"max_completion_tokens":null} | max_tokens=100
            {"model":"auto","max_completion_tokens":500,"max_tokens":600} | {"model":"m","max_completion_tokens":100,"max_tokens":100} | max_completion_tokens=100; max_tokens=100
            """)
    void tokensAreCappedAndTheChangeIsTold(String sent, String upstream, String adjusted) throws BadRequest {
        Encoded encoded = encode(sent, Quirks.NONE, 100);

        assertEquals(upstream, text(encoded));
        assertEquals(adjusted == null ? "" : adjusted, String.join("; ", encoded.adjusted()));
    }

    @Test
    void aCapReplacesALimitThatThePresetDrops() throws BadRequest {
        Quirks dropping = Sample.quirks(Set.of("max_tokens"), Map.of(), "max_completion_tokens");

        Encoded encoded = encode("{\"max_tokens\":9,\"model\":\"auto\"}", dropping, 100);

        assertEquals("{\"model\":\"m\",\"max_completion_tokens\":100}", text(encoded));
        assertEquals(List.of("-max_tokens", "max_completion_tokens=100"), encoded.adjusted());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            null                                              | {"include_usage":true}
            {}                                                | {"include_usage":true}
            { }                                               | {"include_usage":true }
            { "x":1 }                                         | {"include_usage":true, "x":1 }
            {"include_usage":false}                           | {"include_usage":true}
            {"include_usage" : null,"x":1}                    | {"include_usage" : true,"x":1}
            {"include_usag\\u0065":false}                     | {"include_usag\\u0065":true}
            {"include_usage":true,"include_usage":false}      | {"include_usage":true,"include_usage":true}
            """)
    void aStreamIsAskedForItsUsageWhereTheClientDidNot(String options, String upstream) throws BadRequest {
        String form = "{\"model\":\"%s\",\"stream\":true,\"stream_options\":%s}";

        Encoded encoded = encode(form.formatted("auto", options), Quirks.NONE, null);

        assertEquals(form.formatted("m", upstream), text(encoded));
        assertTrue(encoded.usageAdded());
        assertEquals(List.of(), encoded.adjusted());
    }

    @Test
    void aStreamWithoutOptionsGetsThem() throws BadRequest {
        Encoded encoded = encode("{\"stream\":true,\"model\":\"auto\"}", Quirks.NONE, null);

        assertEquals("{\"stream\":true,\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}", text(encoded));
        assertTrue(encoded.usageAdded());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"model":"m","stream":true,"stream_options":{"include_usage":true}}
            {"model":"m","stream":true,"stream_options":{"include_usage":false,"include_usage":true}}
            {"model":"m","stream":false,"stream_options":{"include_usage":false}}
            {"model":"m","stream":null}
            """)
    void wherePlainOrAlreadyAskedNothingIsAdded(String sent) throws BadRequest {
        Encoded encoded = encode(sent, Quirks.NONE, null);

        assertEquals(sent, text(encoded));
        assertFalse(encoded.usageAdded());
    }

    @Test
    void aProviderThatRefusesStreamOptionsIsNotAsked() throws BadRequest {
        Quirks dropping = Sample.quirks(Set.of("stream_options"), Map.of(), "max_tokens");

        Encoded encoded = encode("{\"model\":\"auto\",\"stream\":true,\"stream_options\":{}}", dropping, null);

        assertEquals("{\"model\":\"m\",\"stream\":true}", text(encoded));
        assertFalse(encoded.usageAdded());
        assertEquals(List.of("-stream_options"), encoded.adjusted());
    }

    private static Encoded encode(String sent, Quirks quirks, Integer maxTokens) throws BadRequest {
        Target target = new Target(
                Sample.provider("p", 1, quirks),
                "m",
                null,
                1,
                maxTokens,
                Set.of(),
                null,
                Continuation.NONE,
                Terms.NONE);
        return Encoding.encode(Request.read(Operation.CHAT, sent.getBytes(UTF_8)), target);
    }

    private static String text(Encoded encoded) {
        return new String(encoded.body(), UTF_8);
    }
}
