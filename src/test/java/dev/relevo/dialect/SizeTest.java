package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a request asks for. */
class SizeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            5  | 0 | "messages":[{"role":"user","content":"Hello"}]
            11 | 0 | "messages":[{"role":"system","content":"Hi"},{"role":"user","content":[{"type":"text","text":"Hello"},{"text":"you"}],"name":"a"}]
            2  | 0 | "messages":[{"role":"user","content":"é"}]
            3  | 0 | "messages":[{"role":"assistant","content":null,"reasoning_content":"abc"}]
            0  | 1 | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAAAAAA"}}]}]
            2  | 3 | "messages":[{"role":"user","content":[{"input_audio":{"data":"AAAA"},"type":"input_audio"},{"type":"file","file":{"file_data":"AAAA"}},{"type":"input_image"},{"type":"text","text":"ab"}]}]
            14 | 0 | "messages":[{"role":"assistant","tool_calls":[{"id":"abcde"}]}]
            14 | 0 | "tools":[{"type":"a"}],"functions":[{}]
            11 | 0 | "response_format":{"type":"json_schema","json_schema":{"a":"bcd"}}
            0  | 0 | "messages":[],"tools":[],"prompt":null,"metadata":{"text":"abc"}
            0  | 0 | "messages":{"content":"abc"},"tools":{"a":"b"}
            0  | 0 | "messages":[1,[{"content":"x"}],null]
            """)
    void theTextsOfAChatCountButNotTheBytesOfMedia(long promptBytes, int media, String members) throws BadRequest {
        Size size = read(Operation.CHAT, members);

        assertEquals(new Size(promptBytes, media, null, 1), size);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            COMPLETIONS | 3  | 1 | "prompt":"abc"
            COMPLETIONS | 9  | 4 | "prompt":["abc","de"],"suffix":"efgh","n":2
            COMPLETIONS | 12 | 1 | "prompt":[15339,1917,0]
            COMPLETIONS | 12 | 2 | "prompt":[[15339,1917],[0]]
            EMBEDDINGS  | 5  | 0 | "input":["abc","de"]
            EMBEDDINGS  | 8  | 0 | "input":[1,2]
            """)
    void promptsMayBeManyAndInTokens(Operation operation, long promptBytes, int choices, String members)
            throws BadRequest {
        assertEquals(new Size(promptBytes, 0, null, choices), read(operation, members));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "max_tokens":5                            | 5
            "max_completion_tokens":6                 | 6
            "max_tokens":5,"max_completion_tokens":6  | 6
            "max_completion_tokens":6,"max_tokens":5  | 6
            "max_tokens":5,"max_completion_tokens":null | 5
            "max_tokens":0                            | 0
            "max_tokens":1e30                         |
            "max_tokens":9999999999                   | 2147483647
            "max_tokens":-1                           |
            "max_tokens":1.5                          |
            "max_tokens":"5"                          |
            """)
    void theCapOnTheAnswerIsTheClients(String members, Integer maxTokens) throws BadRequest {
        assertEquals(maxTokens, read(Operation.CHAT, members).maxTokens());
    }

    @Test
    void everyChoiceCounts() throws BadRequest {
        assertEquals(3, read(Operation.CHAT, "\"n\":3").choices());
    }

    private static Size read(Operation operation, String members) throws BadRequest {
        return Request.read(operation, ("{\"model\":\"m\"," + members + "}").getBytes(UTF_8))
                .size();
    }
}
