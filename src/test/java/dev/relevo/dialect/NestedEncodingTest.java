package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Repair;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestedEncodingTest {
    private static final Quirks QUIRKS = quirks(
            Set.of("messages[].name", "tools[].function.strict", "stream_options.include_obfuscation"),
            Map.of("messages[].tokens", "limit"),
            Map.of("messages[].role", Map.of("developer", "system"), "tool_choice", Map.of("required", "any")));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            [{"name":"n","role":"user"}]                      | [{"role":"user"}]
            [{"role":"user","name":"n"}]                      | [{"role":"user"}]
            [{"role":"user","name":"n","content":"c"}]        | [{"role":"user","content":"c"}]
            [{"name":"n"}]                                    | [{}]
            [{"name":"n","name":"n"}]                         | [{}]
            [ { "name" : "n" } , { "name" : "n", "x" : 1 } ]  | [ {  } , { "x" : 1 } ]
            [{"x":1 , "name" : "n" , "y":{"name":"n"}}]       | [{"x":1 , "y":{"name":"n"}}]
            [[{"name":"n"}],7,null,"name"]                    | [[{"name":"n"}],7,null,"name"]
            {"name":"n"}                                      | {"name":"n"}
            """)
    void aNestedMemberLeavesWithOneComma(String messages, String upstream) throws BadRequest {
        assertEquals(request(upstream), text(encode(request(messages))));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"tokens":1}                 | {"limit":1}               | messages[].tokens->limit
            {"tokens":1,"limit":2}       | {"limit":2}               | -messages[].tokens
            {"limit":null,"tokens":1}    | {"limit":1}               | -messages[].limit; messages[].tokens->limit
            {"x":1,"x":2}                | {"x":1,"x":2}             |
            """)
    void ofTwoNestedMembersWithOneNameUpstreamOneIsSent(String message, String upstream, String told)
            throws BadRequest {
        Encoded encoded = encode(request("[" + message + "]"));

        assertEquals(request("[" + upstream + "]"), text(encoded));
        assertEquals(told == null ? "" : told, String.join("; ", encoded.adjusted()));
    }

    @Test
    void aTextIsReplacedHoweverItIsWritten() throws BadRequest {
        Encoded encoded = encode(request("[{\"role\":\"d\\u0065veloper\"}, {\"role\" : \"user\"}]"));

        assertEquals(request("[{\"role\":\"system\"}, {\"role\" : \"user\"}]"), text(encoded));
        assertEquals(List.of("messages[].role: developer->system"), encoded.adjusted());
    }

    @Test
    void aTextOfTheRequestItselfIsReplacedAndOtherKindsStay() throws BadRequest {
        assertEquals(
                "{\"model\":\"m\",\"tool_choice\":\"any\"}",
                text(encode("{\"model\":\"m\",\"tool_choice\":\"required\"}")));
        String object = "{\"model\":\"m\",\"tool_choice\":{\"type\":\"required\"}}";
        assertEquals(object, text(encode(object)));
    }

    @Test
    void eachChangeIsToldOnceHoweverOftenItIsMade() throws BadRequest {
        String message = "{\"role\":\"developer\",\"name\":\"n\"}";
        Encoded encoded = encode(request("[" + message + "," + message + "," + message + "]"));

        assertEquals(List.of("messages[].role: developer->system", "-messages[].name"), encoded.adjusted());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"include_obfuscation":true}                     | {"include_usage":true}
            { "include_obfuscation" : true }                 | {"include_usage":true  }
            {"include_obfuscation":true,"x":1}               | {"include_usage":true,"x":1}
            {"x":1,"include_obfuscation":true}               | {"include_usage":true,"x":1}
            {"include_obfuscation":true,"include_usage":false} | {"include_usage":true}
            """)
    void anOptionThatIsDroppedLeavesRoomForOurs(String options, String upstream) throws BadRequest {
        String form = "{\"model\":\"m\",\"stream\":true,\"stream_options\":%s}";

        assertEquals(form.formatted(upstream), text(encode(form.formatted(options))));
    }

    @Test
    void whereThePresetDropsTheOptionItIsNotAskedFor() throws BadRequest {
        Quirks dropping = quirks(Set.of("stream_options.include_usage"), Map.of(), Map.of());
        String sent = "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":false}}";

        Encoded encoded = encode(Operation.CHAT, sent, dropping, null);

        assertEquals("{\"model\":\"m\",\"stream\":true,\"stream_options\":{}}", text(encoded));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            COMPLETIONS | {"model":"m","prompt":"p"}                   | {"model":"m","max_tokens":9,"prompt":"p"}
            COMPLETIONS | {"model":"m","prompt":"p","max_tokens":10}   | {"model":"m","prompt":"p","max_tokens":9}
            CHAT        | {"model":"m","max_tokens":8}                 | {"model":"m","max_completion_tokens":8}
            CHAT        | {"model":"m"}                                | {"model":"m","max_completion_tokens":9}
            EMBEDDINGS  | {"model":"m","input":"i","max_tokens":10}    | {"model":"m","input":"i","max_tokens":10}
            EMBEDDINGS  | {"model":"m","input":"i","stream":true}      | {"model":"m","input":"i","stream":true}
            """)
    void tokensAreCappedInTheFieldThatTheOperationHas(Operation operation, String sent, String upstream)
            throws BadRequest {
        Quirks renaming =
                Sample.quirks(Set.of(), Map.of("max_tokens", "max_completion_tokens"), "max_completion_tokens");

        assertEquals(upstream, text(encode(operation, sent, renaming, 9)));
    }

    @Test
    void answersAreMendedOnlyWhereToolsMayBeCalled() throws BadRequest {
        Quirks mending = new Quirks(
                Set.of(),
                Map.of(),
                Map.of(),
                "max_tokens",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(Repair.TOOL_CALL_INDEX),
                Continuation.NONE);

        assertEquals(
                Set.of(), encode(Operation.CHAT, request("[]"), mending, null).repairs());
        assertEquals(
                Set.of(Repair.TOOL_CALL_INDEX),
                encode(Operation.CHAT, "{\"model\":\"m\",\"tools\":[{}]}", mending, null)
                        .repairs());
    }

    private static Quirks quirks(
            Set<String> drop, Map<String, String> rename, Map<String, Map<String, String>> replace) {
        return Sample.replacing(Sample.quirks(drop, rename, "max_tokens"), replace);
    }

    private static String request(String messages) {
        return "{\"model\":\"m\",\"messages\":" + messages + "}";
    }

    private static Encoded encode(String sent) throws BadRequest {
        return encode(Operation.CHAT, sent, QUIRKS, null);
    }

    private static Encoded encode(Operation operation, String sent, Quirks quirks, Integer maxTokens)
            throws BadRequest {
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
        return Encoding.encode(Request.read(operation, sent.getBytes(UTF_8)), target);
    }

    private static String text(Encoded encoded) {
        return new String(encoded.body(), UTF_8);
    }
}
