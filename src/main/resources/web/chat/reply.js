/** One answer: asked for, read as it streams, and told in the end with all that is known about it. */
import { ApiError, events, request } from "../api.js";

/**
 * @typedef {object} Facts
 * @property {string | null} target who answered
 * @property {{target: string, outcome: string}[]} trail the attempts, in order
 * @property {string | null} requestId
 * @property {string | null} adjusted what was changed of the request for whoever answered
 * @property {number | null} ttftMillis from asking to the first piece
 * @property {number | null} tokensPerSecond from the first piece to the end
 * @property {number | null} promptTokens
 * @property {number | null} completionTokens
 * @property {string | null} finish why the model ended, as "stop" or "length"
 *
 * @typedef {object} Answer
 * @property {"assistant"} role
 * @property {string} text
 * @property {string} reasoning
 * @property {"whole" | "stopped" | "cut"} ending what is cut has an error, or the page was left
 * @property {{message: string, status: number, code: string | null, retryAfter: number} | null} error
 * @property {Facts} facts
 */

/** An answer that comes faster says nothing about how fast tokens come. */
const LEAST_SECONDS = 0.1;

/** An answer of which nothing is known yet; should the page end now, it is cut. @returns {Answer} */
export function unanswered() {
    return { role: "assistant", text: "", reasoning: "", ending: "cut", error: null, facts: factsOf(new Headers()) };
}

/** Whether more of it may come, or might have come had the page not been left. */
export function isUnderWay({ role, ending, error }) {
    return role === "assistant" && ending === "cut" && error === null;
}

/** What the headers of an answer say. */
function factsOf(headers) {
    const trail = (headers.get("x-relevo-trail") ?? "").split("; ").filter((step) => step.includes("="));
    return {
        target: headers.get("x-relevo-target"),
        trail: trail.map((step) => ({
            target: step.slice(0, step.lastIndexOf("=")),
            outcome: step.slice(step.lastIndexOf("=") + 1),
        })),
        requestId: headers.get("x-request-id"),
        adjusted: headers.get("x-relevo-adjusted"),
        ttftMillis: null,
        tokensPerSecond: null,
        promptTokens: null,
        completionTokens: null,
        finish: null,
    };
}

/** A message as the API takes it. */
function asked({ role, text, images = [] }) {
    if (images.length === 0) {
        return { role, content: text };
    }
    const seen = images.map((url) => ({ type: "image_url", image_url: { url } }));
    return { role, content: text === "" ? seen : [{ type: "text", text }, ...seen] };
}

/** The messages of a conversation that a model is told: answers that say nothing are left out. */
export function told({ system, messages }) {
    const spoken = messages.filter(({ role, text }) => role === "user" || text !== "");
    return [...(system === "" ? [] : [{ role: "system", content: system }]), ...spoken.map(asked)];
}

/**
 * Asks, and fills the answer in as it comes. What goes wrong is part of it.
 *
 * @param {Answer} answer
 * @param {{model: string, messages: object[]}} question
 * @param {AbortSignal} signal stops it
 * @param {() => void} changed called whenever there is more
 */
export async function fill(answer, { model, messages }, signal, changed) {
    const reading = new Reading(answer, changed);
    try {
        const body = { model, messages, stream: true, stream_options: { include_usage: true } };
        const response = await request("v1/chat/completions", { body, signal });
        const told = (headers) => {
            const { target, trail, requestId, adjusted } = factsOf(headers);
            Object.assign(answer.facts, { target, trail, requestId, adjusted });
            changed();
        };
        told(response.headers);
        for await (const data of events(response, told)) {
            reading.take(data);
        }
    } catch (failure) {
        reading.fail(failure, signal);
    }
    reading.end();
}

class Reading {
    #answer;
    #changed;
    #asked = performance.now();
    #first = null;
    #done = false;

    constructor(answer, changed) {
        this.#answer = answer;
        this.#changed = changed;
    }

    take(data) {
        if (data === "[DONE]") {
            this.#done = true;
            return;
        }
        const event = JSON.parse(data);
        if (event.error) {
            this.#answer.error ??= { message: String(event.error.message ?? data), status: 200, code: event.error.code ?? null, retryAfter: 0 };
            return;
        }
        this.#choice(event.choices?.[0]);
        this.#usage(event.usage);
        this.#changed();
    }

    #choice(choice) {
        const { content, reasoning_content: thought, reasoning } = choice?.delta ?? {};
        const text = plain(content);
        const thoughts = plain(thought ?? reasoning);
        if (text + thoughts !== "") {
            this.#first ??= performance.now();
        }
        this.#answer.text += text;
        this.#answer.reasoning += thoughts;
        this.#answer.facts.finish = choice?.finish_reason ?? this.#answer.facts.finish;
    }

    #usage(usage) {
        if (usage) {
            this.#answer.facts.promptTokens = usage.prompt_tokens ?? null;
            this.#answer.facts.completionTokens = usage.completion_tokens ?? null;
        }
    }

    fail(failure, signal) {
        if (signal.aborted) {
            this.#answer.ending = "stopped";
        } else if (failure instanceof ApiError) {
            const { message, status, code, retryAfter, headers } = failure;
            this.#answer.error = { message, status, code, retryAfter };
            this.#answer.facts = factsOf(headers);
        } else {
            this.#answer.error ??= { message: failure.message, status: 200, code: null, retryAfter: 0 };
        }
    }

    end() {
        const { facts } = this.#answer;
        if (this.#done && this.#answer.error === null) {
            this.#answer.ending = "whole";
        }
        if (this.#first !== null) {
            facts.ttftMillis = Math.round(this.#first - this.#asked);
            const seconds = (performance.now() - this.#first) / 1000;
            facts.tokensPerSecond = facts.completionTokens && seconds > LEAST_SECONDS ? facts.completionTokens / seconds : null;
        }
        this.#changed();
    }
}

function plain(value) {
    return typeof value === "string" ? value.replaceAll("\r", "") : "";
}
