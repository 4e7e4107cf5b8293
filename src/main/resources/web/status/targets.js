import { element } from "../dom.js";
import { number, text } from "../texts.js";
import { limits } from "./limits.js";
import { keyed, mark, say } from "./patch.js";
import { bars, line } from "./sparkline.js";
import { stateWords, whyNot } from "./state.js";
import { count, dollars, rate, took } from "./words.js";

/** A card for each target: how it is and why, how it fares, what is left of its limits. */
export function targets(parent) {
    const show = keyed(parent, ({ target }) => target, card);
    return (status) => show(status.targets.map((target) => ({ ...target, now: Date.parse(status.timestamp) })));
}

function card({ target }) {
    const state = element("span", { class: "state" });
    const reason = element("p", { class: "reason" });
    const [requests, ttft, speed] = [metric("attemptsPerSecond", bars()), metric("ttft", line()), metric("tokensPerSecond", line())];
    const errors = element("ul", { class: "errors", "aria-label": text("status.errorsLately") });
    const showErrors = keyed(errors, ([outcome]) => outcome, errorsOf);
    const quotas = limits(target);
    const today = element("p", { class: "about" });
    const node = element(
        "article",
        { class: "target panel" },
        element("header", {}, element("h3", {}, target), state),
        reason,
        element("div", { class: "metrics" }, requests.node, ttft.node, speed.node),
        errors,
        quotas.node,
        today,
    );
    return {
        node,
        show(now) {
            mark(node, "data-state", now.state);
            mark(state, "data-state", now.state);
            say(state, stateWords(now));
            say(reason, whyNot(now, now.now));
            reason.hidden = now.state === "ok";
            showMetrics(now, requests, ttft, speed);
            showErrors(Object.entries(now.errors));
            errors.hidden = Object.keys(now.errors).length === 0;
            quotas.show(now.limits, now.now);
            say(today, todayOf(now.today));
        },
    };
}

function showMetrics(now, requests, ttft, speed) {
    const { attempts, errors, ttft_ms: firsts, tokens_per_second: speeds } = now.series;
    requests.show(rate(now.requests_per_second), text("status.inFlightNow", { count: number(now.in_flight) }), attempts, errors);
    ttft.show(took(now.ttft_p50_ms), now.ttft_p95_ms === null ? "" : text("status.p95", { time: took(now.ttft_p95_ms) }), firsts);
    speed.show(rate(now.tokens_per_second), "", speeds);
}

/** A name, a value, something more to say, and a picture of the last minutes. */
function metric(name, picture) {
    const value = element("strong");
    const more = element("span", { class: "about" });
    return {
        node: element("div", { class: "metric" }, element("span", { class: "name" }, text(`status.${name}`)), value, more, picture.node),
        show(words, rest, ...series) {
            say(value, words);
            say(more, rest);
            picture.show(...series, text("status.lastMinutes", { name: text(`status.${name}`), value: words }));
        },
    };
}

function errorsOf([outcome]) {
    const times = element("span");
    return {
        node: element("li", {}, element("code", {}, outcome), " ", times),
        show: ([, number]) => say(times, `× ${count(number)}`),
    };
}

function todayOf({ requests, failures, input_tokens: input, output_tokens: output, usd }) {
    return text("status.todayHere", {
        requests: count(requests),
        failures: count(failures),
        input: count(input),
        output: count(output),
        cost: dollars(usd),
    });
}
