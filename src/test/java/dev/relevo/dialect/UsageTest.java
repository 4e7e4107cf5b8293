package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.wire.JsonCursor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider's usage means: prompt, answer, of it cached and reasoning, nano-dollars. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OpenAI     | {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":40}} | 100 | 50  | 64  | 40  |
            xAI        | {"prompt_tokens":10120,"completion_tokens":1499,"total_tokens":14428,"prompt_tokens_details":{"cached_tokens":128},"completion_tokens_details":{"reasoning_tokens":2809},"cost_in_usd_ticks":232856000} | 10120 | 4308 | 128 | 2809 | 23285600
            Gemini     | {"prompt_tokens":9,"completion_tokens":5,"total_tokens":114} | 9 | 105 | 0 | 0 |
            OpenRouter | {"prompt_tokens":5451,"completion_tokens":4383,"total_tokens":9834,"cost":0.01474962,"is_byok":false,"cost_details":{"upstream_inference_cost":9},"completion_tokens_details":{"reasoning_tokens":2095,"image_tokens":0}} | 5451 | 4383 | 0 | 2095 | 14749620
            small      | {"prompt_tokens":78,"completion_tokens":71,"cost":1.59e-05} | 78 | 71 | 0 | 0 | 15900
            free       | {"prompt_tokens":78,"completion_tokens":71,"cost":0} | 78 | 71 | 0 | 0 | 0
            DeepSeek   | {"prompt_tokens":15,"completion_tokens":5,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":11} | 15 | 5 | 4 | 0 |
            Groq       | {"queue_time":0.1,"prompt_tokens":15,"prompt_time":0.2,"completion_tokens":5,"completion_time":0.3,"total_tokens":20} | 15 | 5 | 0 | 0 |
            embeddings | {"prompt_tokens":8,"total_tokens":8} | 8 | 0 | 0 | 0 |
            total only | {"total_tokens":8} | 8 | 0 | 0 | 0 |
            nulls      | {"prompt_tokens":8,"completion_tokens":null,"prompt_tokens_details":null,"completion_tokens_details":[],"cost":null} | 8 | 0 | 0 | 0 |
            hostile    | {"prompt_tokens":5,"completion_tokens":1e400,"total_tokens":-9,"prompt_tokens_details":{"cached_tokens":99,"x":{"cached_tokens":7}},"completion_tokens_details":{"reasoning_tokens":-1},"cost":-1} | 5 | 0 | 5 | 0 |
            endlessly  | {"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807,"total_tokens":1} | 1000000000 | 1000000000 | 0 | 0 |
            dear       | {"prompt_tokens":5,"cost":1e308} | 5 | 0 | 0 | 0 | 1000000000000
            endless    | {"prompt_tokens":5,"cost":0.0000000000000000000000000000000000000000000000000000000000000000001} | 5 | 0 | 0 | 0 |
            object     | {"prompt_tokens":5,"cost":{"total_cost":1}} | 5 | 0 | 0 | 0 |
            """)
    void aUsageIsReadAsItIsBilled(
            String provider, String json, long prompt, long completion, long cached, long reasoning, Long nanoUsd) {
        byte[] bytes = json.getBytes(UTF_8);
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);

        assertEquals(new Usage(prompt, completion, cached, reasoning, nanoUsd), Usage.read(cursor), provider);
        cursor.end();
    }
}
