import { text } from "../texts.js";
import { clock, until } from "./words.js";

/** How a target is, in a word or two. */
export function stateWords({ state, breakers }) {
    if (state === "open" && breakers.every((breaker) => breaker.state === "half-open")) {
        return text("stateProbing");
    }
    return text(`state_${state}`);
}

/** Why it cannot serve, and until when; empty if it can. */
export function whyNot({ state, reason, ready_at: readyAt, cooldowns, breakers }, now) {
    if (state === "ok") {
        return "";
    }
    const scope = { resting: cooldowns, open: breakers }[state]?.[0]?.scope;
    const of = scope && scope !== "target" ? `${text(`scope_${scope}`)}: ` : "";
    const end = readyAt === null ? text("untilUnknown") : text("readyIn", { wait: until(readyAt, now), at: clock(readyAt, now) });
    return [of + reason, end].filter((part) => part !== "").join(" · ");
}
