import { element } from "../dom.js";
import { number, text } from "../texts.js";

/**
 * Who answered, how it went, and how fast.
 *
 * @param {import("./reply.js").Facts} facts
 */
export function factsLine(facts) {
    const items = [
        facts.target && element("strong", { class: "target" }, facts.target),
        facts.ttftMillis !== null && said("answerTtft", number(facts.ttftMillis / 1000, { maximumFractionDigits: 2 }), "ttftLong"),
        facts.tokensPerSecond !== null && said("speed", number(facts.tokensPerSecond, { maximumFractionDigits: 0 }), "speedLong"),
        facts.completionTokens !== null && tokens(facts),
        facts.finish === "length" && element("span", { class: "warn" }, text("lengthReached")),
    ];
    return element("div", { class: "facts" }, ...items.filter(Boolean), trail(facts), more(facts));
}

function said(name, value, long) {
    return element("span", { title: text(long) }, text(name, { value }));
}

function tokens({ promptTokens, completionTokens }) {
    const values = { asked: number(promptTokens ?? 0), answered: number(completionTokens) };
    return element("span", { title: text("tokensLong") }, text("answerTokens", values));
}

/** The attempts, where there was more than one. */
function trail({ trail: steps }) {
    if (steps.length < 2) {
        return null;
    }
    const chips = steps.map(({ target, outcome }) =>
        element("li", { class: outcome === "ok" ? "step good" : "step bad" }, `${target} `, element("b", {}, outcome)),
    );
    return element("ol", { class: "trail", "aria-label": text("answerTrail") }, ...chips);
}

function more({ requestId, adjusted }) {
    if (requestId === null) {
        return null;
    }
    const lines = [text("answerRequest", { id: requestId }), adjusted && text("adjusted", { what: adjusted })];
    return element(
        "details",
        { class: "more" },
        element("summary", {}, text("details")),
        ...lines.filter(Boolean).map((line) => element("p", {}, line)),
    );
}
