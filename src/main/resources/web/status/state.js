import { text } from "../texts.js";
import { clock, until } from "./words.js";

/** How a target is, in a word or two. */
export function stateWords(target) {
    return isProbing(target) ? text("status.stateProbing") : text(`status.state.${target.state}`);
}

/** Whether the next request finds out if all is well again. */
function isProbing({ state, breakers }) {
    return state === "open" && breakers.every((breaker) => breaker.state === "half-open");
}

/** Why it cannot serve, and until when; empty if it can. */
export function whyNot(target, now) {
    const { state, reason, cooldowns, breakers } = target;
    if (state === "ok") {
        return "";
    }
    const scope = { resting: cooldowns, open: breakers }[state]?.[0]?.scope;
    const of = scope && scope !== "target" ? `${text(`status.scope.${scope}`)}: ` : "";
    return [of + reason, endOf(target, now)].filter((part) => part !== "").join(" · ");
}

function endOf(target, now) {
    const at = target.ready_at;
    if (at !== null) {
        return text("status.readyIn", { wait: until(at, now), at: clock(at, now) });
    }
    return isProbing(target) ? text("status.probedNext") : text("status.untilUnknown");
}
