package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that an answer took, as the provider tells.
 *
 * @param prompt tokens of the prompt
 * @param completion tokens of the answer as they are billed, those of reasoning included
 * @param cached those of the prompt that the provider had kept
 * @param reasoning those of the answer that were reasoning
 * @param nanoUsd what it cost, in nano-dollars; null if that is not told
 */
public record Usage(
        long prompt,
        long completion,
        long cached,
        long reasoning,
        @Nullable Long nanoUsd) {
    private static final int LONGEST_NUMBER = 64;

    /** No answer takes more tokens; what says so would overflow what it is added to, and pay for itself. */
    private static final long MOST_TOKENS = 1_000_000_000;

    /** Nor costs more: a thousand dollars. */
    private static final long MOST_NANO_USD = 1_000_000_000_000L;

    /** Of an answer of which nothing more is told. */
    public Usage(long prompt, long completion) {
        this(prompt, completion, 0, 0, null);
    }

    /** Whether it tells nothing, as if there were none. */
    boolean isEmpty() {
        return prompt == 0 && completion == 0;
    }

    /** Reads a {@code usage} object; what it does not tell counts as zero. */
    static Usage read(JsonCursor object) {
        Tally tally = new Tally();
        object.enterObject();
        while (object.nextMember()) {
            tally.member(object);
        }
        return tally.usage();
    }

    /** What is read of a {@code usage} object. */
    private static final class Tally {
        private long prompt;
        private long completion;
        private long total;
        private long cached;
        private long reasoning;
        private @Nullable Long nanoUsd;

        void member(JsonCursor value) {
            if (value.kind() == Kind.NUMBER) {
                number(value);
            } else if (value.kind() == Kind.OBJECT) {
                details(value);
            } else {
                value.skip();
            }
        }

        private void number(JsonCursor value) {
            if (value.nameIs("prompt_tokens")) {
                prompt = count(value);
            } else if (value.nameIs("completion_tokens")) {
                completion = count(value);
            } else if (value.nameIs("total_tokens")) {
                total = count(value);
            } else if (value.nameIs("prompt_cache_hit_tokens")) { // DeepSeek
                cached = count(value);
            } else if (value.nameIs("cost")) { // OpenRouter, in dollars
                nanoUsd = nanos(value, 1e9);
            } else if (value.nameIs("cost_in_usd_ticks")) { // xAI, in 1e-10 dollars
                nanoUsd = nanos(value, 0.1);
            } else {
                value.skip();
            }
        }

        private void details(JsonCursor object) {
            boolean ofPrompt = object.nameIs("prompt_tokens_details");
            boolean ofCompletion = object.nameIs("completion_tokens_details");
            if (!ofPrompt && !ofCompletion) {
                object.skip();
                return;
            }
            object.enterObject();
            while (object.nextMember()) {
                if (object.kind() != Kind.NUMBER) {
                    object.skip();
                } else if (ofPrompt && object.nameIs("cached_tokens")) {
                    cached = count(object);
                } else if (ofCompletion && object.nameIs("reasoning_tokens")) {
                    reasoning = count(object);
                } else {
                    object.skip();
                }
            }
        }

        /**
         * At xAI and Gemini {@code completion_tokens} leaves the reasoning out, which only the total holds; a provider of
         * embeddings may tell nothing but a total.
         */
        Usage usage() {
            if (prompt == 0 && completion == 0) {
                prompt = total;
            }
            long billed = Math.max(completion, total - prompt);
            return new Usage(prompt, billed, Math.min(cached, prompt), Math.min(reasoning, billed), nanoUsd);
        }

        private static long count(JsonCursor number) {
            Long told = number.integer();
            return told == null ? 0 : Math.clamp(told, 0, MOST_TOKENS);
        }

        private static @Nullable Long nanos(JsonCursor number, double unit) {
            String text = number.source(number.skip(), LONGEST_NUMBER);
            double nanos = text.length() == LONGEST_NUMBER ? -1 : Double.parseDouble(text) * unit;
            return nanos < 0 ? null : Math.round(Math.min(nanos, MOST_NANO_USD));
        }
    }
}
