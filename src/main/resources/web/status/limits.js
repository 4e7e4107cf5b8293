import { element } from "../dom.js";
import { text } from "../texts.js";
import { keyed, mark, say } from "./patch.js";
import { amount, clock, limitName, until } from "./words.js";

const NEARLY_SPENT = 0.85;

/** The table of a target's limits: what is used, what is left, when it is there again, when it runs out. */
export function limits(target) {
    const body = element("tbody");
    const heads = ["limit", "used", "left", "resets"].map((name) => element("th", { scope: "col" }, text(`status.${name}`)));
    const node = element(
        "table",
        { class: "limits" },
        element("caption", { class: "only-spoken" }, text("status.limitsOf", { target })),
        element("thead", {}, element("tr", {}, ...heads)),
        body,
    );
    const rows = keyed(body, ({ limit, scope, origin }) => `${limit} ${scope} ${origin}`, row);
    return {
        node,
        show(all, now) {
            node.hidden = all.length === 0;
            rows(all.map((limit) => ({ ...limit, now })));
        },
    };
}

function row(limit) {
    const filled = element("span", { class: "filled" });
    const bar = element("span", { class: "bar", "aria-hidden": "true" }, filled);
    const [used, left, ends, forecast] = [0, 1, 2, 3].map(() => element("span"));
    forecast.className = "forecast";
    const from = `${text(`status.scope.${limit.scope}`)}, ${text(`status.origin.${limit.origin}`)}`;
    return {
        node: element(
            "tr",
            {},
            element("th", { scope: "row" }, limitName(limit), " ", element("span", { class: "about" }, from)),
            element("td", {}, used, bar),
            element("td", {}, left),
            element("td", {}, ends, forecast),
        ),
        show(now) {
            const part = partUsed(now);
            filled.style.width = `${100 * Math.min(1, part)}%`;
            mark(bar, "data-level", part >= 1 ? "spent" : part >= NEARLY_SPENT ? "nearly" : "free");
            bar.hidden = now.most === null;
            say(used, now.most === null ? "–" : text("status.of", { used: amount(now.used, now.quantity), most: amount(now.most, now.quantity) }));
            say(left, now.left === 0 ? text("status.spent") : amount(now.left, now.quantity));
            say(ends, now.resets_at === null ? "–" : until(now.resets_at, now.now));
            say(forecast, now.runs_out_at === null || now.left === 0 ? "" : text("status.runsOut", { at: clock(now.runs_out_at, now.now) }));
        },
    };
}

function partUsed({ most, used, left }) {
    if (most === null) {
        return left === 0 ? 1 : 0;
    }
    return left === 0 || most === 0 ? 1 : used / most;
}
