/** Quantities of the status, as people say them. */
import { moment, number, text } from "../texts.js";

const UNITS = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1000],
];

/** How long something took: 240ms, 3.2s. */
export function took(millis) {
    if (millis === null) {
        return "–";
    }
    return millis < 1000
        ? number(millis, { style: "unit", unit: "millisecond", unitDisplay: "narrow", maximumFractionDigits: 0 })
        : number(millis / 1000, { style: "unit", unit: "second", unitDisplay: "narrow", maximumSignificantDigits: 3 });
}

/** How long something will take, in its two largest units: 3h 20m. */
export function wait(millis) {
    const largest = UNITS.findIndex(([, size]) => millis >= size);
    if (largest < 0) {
        return unit(0, "second");
    }
    const [name, size] = UNITS[largest];
    const [nextName, nextSize] = UNITS[largest + 1] ?? [null, size];
    const rest = Math.floor((millis % size) / nextSize);
    return unit(Math.floor(millis / size), name) + (nextName && rest > 0 ? " " + unit(rest, nextName) : "");
}

function unit(value, name) {
    return number(value, { style: "unit", unit: name, unitDisplay: "narrow" });
}

/**
 * How long it is until then.
 *
 * @param {string | null} at ISO 8601; null for never
 * @param {number} now in milliseconds since 1970, by the server's clock
 */
export function until(at, now) {
    return wait(Math.max(0, Date.parse(at) - now));
}

/** A moment of today by its time, another with its day. */
export function clock(at, now) {
    const then = Date.parse(at);
    const sameDay = new Date(then).toDateString() === new Date(now).toDateString();
    const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
    return moment(then, sameDay ? time : { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
}

/** So many, short: 12,345 or 1.2M. */
export function count(value) {
    return number(value, value < 100_000 ? {} : { notation: "compact", maximumFractionDigits: 1 });
}

/** Dollars, to the cent where there are any. */
export function dollars(value) {
    const digits = value === 0 || value >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 };
    return number(value, { style: "currency", currency: "USD", ...digits });
}

/** What is counted by a limit. */
export function amount(value, quantity) {
    if (value === null) {
        return "–";
    }
    return quantity === "usd" ? dollars(value) : count(value);
}

/** A limit's name: requests a minute. */
export function limitName({ quantity, period }) {
    const counted = text(`status.quantity.${quantity}`);
    return period === null ? counted : `${counted} ${text(`status.period.${period}`)}`;
}

/** A rate, to what is of interest. */
export function rate(value) {
    return value === null ? "–" : number(value, { maximumFractionDigits: value < 10 ? 2 : 0 });
}

/** The status of a request, and that its answer broke off all the same. */
export function statusOf({ status, ending }) {
    return ending === "cut" ? `${status} ${text("status.endingCut")}` : String(status);
}

/** How a request ended, for colours: good, bad or neither. */
export function kindOfEnd({ status, ending }) {
    return ending === "left" ? "neutral" : ending === "whole" && status < 400 ? "good" : "bad";
}

/** How an attempt ended, for colours: good, bad or neither. */
export function kindOf(outcome) {
    return outcome === "ok" ? "good" : ["499", "lost"].includes(outcome) ? "neutral" : "bad";
}
