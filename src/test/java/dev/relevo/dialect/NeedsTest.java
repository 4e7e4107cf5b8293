package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Feature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request needs a target to be able to do. */
class NeedsTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            | "temperature":1,"user":"u","seed":7,"stop":["n"],"metadata":{"tools":[1]}
            TOOLS       | "tools":[{"type":"function"}]
            TOOLS       | "t\\u006fols":[{}]
            TOOLS       | "functions":[{}]
                        | "tools":[],"functions":null,"tool_choice":"auto"
            JSON_SCHEMA | "response_format":{"json_schema":{"type":"json_object"},"type":"json_schema"}
                        | "response_format":{"type":"json_object"}
                        | "response_format":{"type":"text","json_schema":{"type":"json_schema"}}
                        | "response_format":null
            N           | "n":2
                        | "n":1
                        | "n":null
            LOGPROBS    | "logprobs":true
            LOGPROBS    | "logprobs":5
            LOGPROBS    | "top_logprobs":1
                        | "logprobs":false,"top_logprobs":0
                        | "logprobs":null,"top_logprobs":null
            AUDIO       | "modalities":["text","audio"]
                        | "modalities":["text"]
                        | "modalities":null,"audio":null
            AUDIO       | "audio":{"voice":"alloy","format":"wav"}
            VISION AUDIO TOOLS N | "n":3,"tools":[{}],"messages":[{"content":[{"type":"image_url"},{"type":"input_audio"}]}]
            """)
    void aMemberNeedsWhatItAsksFor(String features, String members) throws BadRequest {
        assertEquals(features(Feature.CHAT, features), needs(Operation.CHAT, members));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            VISION       | [{"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}}]}]
            VISION       | [{"content":"s"},{"content":[{"image":"x","type":"input_image"}]}]
            VISION       | [{"content":[{"type":"image\\u005furl"}]}]
            AUDIO        | [{"content":[{"type":"input_audio","input_audio":{"data":"","format":"wav"}}]}]
            TOOLS        | [{"role":"assistant","content":null,"tool_calls":[{"id":"a"}]},{"role":"tool","content":"x"}]
                         | [{"tool_calls":[]},{"tool_calls":null},{"tool_calls":{"id":"a"}},{"content":[{"tool_calls":[{}]}]}]
                         | [{"role":"user","content":"image_url input_audio"}]
                         | [{"role":"user","content":[{"type":"text","text":"image_url"}]}]
                         | [{"role":"user","type":"image_url","content":{"type":"image_url"}}]
                         | [{"content":[{"type":["image_url"]},"image_url",{"x":{"type":"image_url"}}]}]
                         | [{"content":[[{"type":"image_url"}]]},[{"content":[{"type":"image_url"}]}]]
                         | {"content":[{"type":"image_url"}]}
                         | []
            """)
    void imagesSoundAndToolCallsAreFoundInMessages(String features, String messages) throws BadRequest {
        assertEquals(features(Feature.CHAT, features), needs(Operation.CHAT, "\"messages\":" + messages));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            COMPLETIONS | COMPLETIONS          | "prompt":"p"
            COMPLETIONS | COMPLETIONS N        | "prompt":["p","q"],"best_of":2
            COMPLETIONS | COMPLETIONS LOGPROBS | "prompt":"p","logprobs":0
            EMBEDDINGS  | EMBEDDINGS           | "input":"i","encoding_format":"base64"
            """)
    void everyRequestNeedsItsOwnOperation(Operation operation, String features, String members) throws BadRequest {
        assertEquals(features(operation.feature(), features), needs(operation, members));
    }

    private static Set<Feature> needs(Operation operation, String members) throws BadRequest {
        return Request.read(operation, ("{\"model\":\"m\"," + members + "}").getBytes(UTF_8))
                .needs();
    }

    private static Set<Feature> features(Feature first, String names) {
        Set<Feature> features = names == null
                ? Set.of()
                : Arrays.stream(names.split(" ")).map(Feature::valueOf).collect(Collectors.toSet());
        EnumSet<Feature> all = EnumSet.of(first);
        all.addAll(features);
        return all;
    }
}
