import { element } from "../dom.js";
import { number, text } from "../texts.js";
import { amount, kindOf, limitName, statusOf, took, wait } from "./words.js";

/** What /api/explain told of the next request: a sentence, and why each target is or is not asked first. */
export function nextPick(told) {
    const asked = { model: told.model, alias: told.alias };
    const sentence = told.next
        ? text("status.goesTo", { ...asked, target: told.next })
        : told.waits_ms !== null
          ? text("status.waits", { ...asked, wait: wait(told.waits_ms) })
          : text("status.isRefused", asked);
    return [element("p", { class: "verdict" }, sentence), considered(told.targets, "isNext")];
}

/** What /api/explain told of a request that has ended. */
export function pastRequest(told) {
    const facts = [told.alias, statusOf(told), text("status.after", { time: took(told.took_ms) })];
    if (told.client !== null) {
        facts.push(text("status.byClient", { client: told.client }));
    }
    const attempts =
        told.attempts.length === 0 ? [element("p", {}, text("status.noAttempt"))] : told.attempts.map(attempt);
    return [
        element("p", { class: "verdict" }, facts.join(" · ")),
        element("h3", {}, text("status.attempts")),
        ...attempts,
        element("h3", {}, text("status.considered")),
        considered(told.targets, "wasFirst"),
    ];
}

function considered(targets, first) {
    const heads = ["target", "tier", "standing"].map((name) => element("th", { scope: "col" }, text(`status.${name}`)));
    const rows = targets.map((target) =>
        element(
            "tr",
            { "data-standing": target.standing },
            element("th", { scope: "row" }, target.target),
            element("td", {}, number(target.tier)),
            element("td", {}, standing(target, first)),
        ),
    );
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
    return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": text("status.considered") }, table);
}

function standing({ standing: word, reason, ready_in_ms: ready }, first) {
    const words = [word === "next" ? text(`status.${first}`) : text(`status.standing.${word}`)];
    if (reason !== "") {
        words.push(reason);
    }
    if (ready > 0) {
        words.push(text("status.readyAfter", { wait: wait(ready) }));
    }
    return words.join(" · ");
}

function attempt(told) {
    const times = [text("status.began", { time: took(told.began_ms) })];
    if (told.connect_ms > 0) {
        times.push(text("status.connected", { time: took(told.connect_ms) }));
    }
    if (told.ttft_ms !== null) {
        times.push(text("status.firstToken", { time: took(told.ttft_ms) }));
    }
    times.push(text("status.took", { time: took(told.took_ms) }));
    if (told.output_tokens !== null) {
        times.push(text("status.tokens", { input: number(told.input_tokens ?? 0), output: number(told.output_tokens) }));
    }
    return element(
        "div",
        { class: "attempt", "data-kind": kindOf(told.outcome) },
        element("p", {}, element("strong", {}, told.target), " ", element("code", {}, told.outcome)),
        element("p", {}, times.join(" · ")),
        told.reason === "" ? null : element("p", { class: "reason" }, told.reason),
        quotas(told.quota_before, told.quota_after),
    );
}

/** What it took of the target's limits. */
function quotas(before, after) {
    if (before.length === 0) {
        return null;
    }
    const lines = before.map((level) => {
        const then = after.find(({ limit, scope }) => limit === level.limit && scope === level.scope);
        const most = then?.most ?? level.most;
        const change = `${used(level)} → ${then ? used(then) : "…"}`;
        const all = most === null ? change : text("status.of", { used: change, most: amount(most, level.quantity) });
        return element("li", {}, `${limitName(level)}: ${all}`);
    });
    return element("ul", { class: "about" }, ...lines);
}

function used({ used: spent, left, quantity }) {
    return spent === null ? text("status.leftOver", { left: amount(left, quantity) }) : amount(spent, quantity);
}
