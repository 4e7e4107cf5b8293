import { element } from "../dom.js";
import { text } from "../texts.js";
import { keyed, say } from "./patch.js";
import { count, dollars, rate } from "./words.js";

/** What came together today, which is the day of UTC, and what is under way. */
export function totals(parent) {
    const show = keyed(parent, ([name]) => name, ([name]) => {
        const value = element("dd");
        const node = element("div", { class: "total" }, element("dt", {}, text(`status.${name}`)), value);
        return { node, show: ([, words]) => say(value, words) };
    });
    return ({ requests_per_second: perSecond, today, targets }) =>
        show([
            ["requestsPerSecond", rate(perSecond)],
            ["inFlight", count(targets.reduce((sum, target) => sum + target.in_flight, 0))],
            ["requestsToday", count(today.requests)],
            ["unansweredToday", count(today.unanswered)],
            ["inputToday", count(today.input_tokens)],
            ["outputToday", count(today.output_tokens)],
            ["costToday", dollars(today.usd)],
        ]);
}
