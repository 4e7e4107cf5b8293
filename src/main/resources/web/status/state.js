import { text } from "../texts.js";
import { clock, until } from "./words.js";

/** How a target is, in a word or two. */
export function stateWords({ state, breakers }) {
    if (state === "open" && breakers.every((breaker) => breaker.state === "half-open")) {
        return text("status.stateProbing");
    }
    return text(`status.state.${state}`);
}

/** Why it cannot serve, and until when; empty if it can. */
export function whyNot({ state, reason, ready_at: readyAt, cooldowns, breakers }, now) {
    if (state === "ok") {
        return "";
    }
    const scope = { resting: cooldowns, open: breakers }[state]?.[0]?.scope;
    const of = scope && scope !== "target" ? `${text(`status.scope.${scope}`)}: ` : "";
    const end = readyAt === null ? text("status.untilUnknown") : text("status.readyIn", { wait: until(readyAt, now), at: clock(readyAt, now) });
    return [of + reason, end].filter((part) => part !== "").join(" · ");
}
