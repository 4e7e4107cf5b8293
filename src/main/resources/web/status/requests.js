import { element } from "../dom.js";
import { number, text } from "../texts.js";
import { keyed, mark, say } from "./patch.js";
import { clock, kindOf, kindOfEnd, statusOf, took } from "./words.js";

/**
 * The latest requests with their trails.
 *
 * @param {HTMLTableSectionElement} body
 * @param {(id: string) => void} open shows what became of a request
 */
export function requests(body, open) {
    const rows = keyed(body, ({ request, ended_at: ended }) => `${request} ${ended}`, (made) => row(made, open));
    return ({ requests: latest, timestamp }) => rows(latest.map((each) => ({ ...each, now: Date.parse(timestamp) })));
}

/** Nothing of it changes but whether it ended today. */
function row(made, open) {
    const ended = element("time", { datetime: made.ended_at });
    const name = element("button", { class: "link", type: "button", click: () => open(made.request) }, ended);
    const status = element("span", { class: "status" }, statusOf(made));
    mark(status, "data-kind", kindOfEnd(made));
    return {
        node: element(
            "tr",
            {},
            element("th", { scope: "row" }, name),
            element("td", {}, status),
            element("td", { class: "number" }, took(made.took_ms)),
            element("td", {}, made.alias),
            element("td", {}, trail(made.trail)),
            element("td", {}, made.client ?? "–"),
            element("td", {}, element("code", {}, made.request)),
        ),
        show({ now }) {
            const words = clock(made.ended_at, now);
            say(ended, words);
            mark(name, "aria-label", `${words} ${made.request}`);
        },
    };
}

/** Target after target, each with how it ended. */
function trail(attempts) {
    if (attempts.length === 0) {
        return text("status.noAttempt");
    }
    const steps = attempts.map(({ target, outcome }, i) =>
        element(
            "li",
            { "data-kind": kindOf(outcome), "aria-label": text("status.attemptOf", { i: number(i + 1), target, outcome }) },
            target,
            " ",
            element("code", {}, outcome),
        ),
    );
    return element("ol", { class: "trail" }, ...steps);
}
