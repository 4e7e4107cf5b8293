import { element } from "../dom.js";
import { number, text } from "../texts.js";
import { keyed, mark, say } from "./patch.js";
import { stateWords } from "./state.js";

/** A table for each alias: its targets, how they are, and what each takes of the traffic. */
export function pools(parent) {
    const show = keyed(parent, ({ alias }) => alias, pool);
    return ({ aliases, targets }) => {
        const states = new Map(targets.map((target) => [target.target, target]));
        show(aliases.map((alias) => ({ ...alias, states })));
    };
}

function pool({ alias }) {
    const about = element("span", { class: "about" });
    const body = element("tbody");
    const heads = ["target", "state", "tier", "share"].map((name) => element("th", { scope: "col" }, text(`status.${name}`)));
    const table = element(
        "table",
        {},
        element("caption", {}, element("strong", {}, alias), " ", about),
        element("thead", {}, element("tr", {}, ...heads)),
        body,
    );
    const rows = keyed(body, ({ target }) => target, row);
    return {
        node: element("div", { class: "pool panel" }, table),
        show({ strategy, waiting, targets, states }) {
            say(about, strategy + (waiting > 0 ? ` · ${text("status.waiting", { waiting: number(waiting) })}` : ""));
            const weights = targets.some(({ weight }) => weight > 1);
            rows(targets.map((each) => ({ ...each, state: states.get(each.target), weights })));
        },
    };
}

function row({ target }) {
    const state = element("span", { class: "state" });
    const tier = element("td", { class: "tier" });
    const filled = element("span", { class: "filled" });
    const share = element("span");
    return {
        node: element(
            "tr",
            {},
            element("th", { scope: "row", class: "name" }, target),
            element("td", {}, state),
            tier,
            element("td", { class: "share" }, element("span", { class: "bar", "aria-hidden": "true" }, filled), share),
        ),
        show(place) {
            mark(state, "data-state", place.state.state);
            say(state, stateWords(place.state));
            say(tier, place.weights ? `${place.tier} · ${text("status.weight", { weight: number(place.weight) })}` : String(place.tier));
            filled.style.width = `${100 * (place.share ?? 0)}%`;
            say(share, place.share === null ? "–" : number(place.share, { style: "percent", maximumFractionDigits: 0 }));
        },
    };
}
