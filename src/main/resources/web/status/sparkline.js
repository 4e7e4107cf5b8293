import { mark } from "./patch.js";

/** Small pictures of a series, newest at the right. They have no axes: the text beside them tells the values. */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 24;
const ROOM = 2;

function drawn(tag, attributes) {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
}

function canvas(...shapes) {
    const svg = drawn("svg", { class: "spark", role: "img", preserveAspectRatio: "none" });
    svg.append(...shapes);
    return svg;
}

function frame(svg, count, label) {
    mark(svg, "viewBox", `0 0 ${count} ${HEIGHT}`);
    mark(svg, "aria-label", label);
}

/** A line through the values; nulls are passed over. */
export function line() {
    const path = drawn("path", { class: "line", "vector-effect": "non-scaling-stroke" });
    const node = canvas(path);
    return {
        node,
        /** @param {(number | null)[]} values */
        show(values, label) {
            frame(node, values.length, label);
            mark(path, "d", lineThrough(values));
        },
    };
}

/** A bar for each value, and how much of it is bad. */
export function bars() {
    const all = drawn("path", { class: "bars" });
    const bad = drawn("path", { class: "bars bad" });
    const node = canvas(all, bad);
    return {
        node,
        /** @param {number[]} values */
        show(values, badOnes, label) {
            const most = Math.max(1, ...values);
            frame(node, values.length, label);
            mark(all, "d", barsOf(values, most));
            mark(bad, "d", barsOf(badOnes, most));
        },
    };
}

function lineThrough(values) {
    const most = Math.max(...values.filter((value) => value !== null), 0) || 1;
    const points = values
        .map((value, i) => (value === null ? null : `${i + 0.5} ${round(HEIGHT - ROOM - (value / most) * (HEIGHT - 2 * ROOM))}`))
        .filter((point) => point !== null);
    return points.length === 1 ? `M${points[0]}h0.01` : points.map((point, i) => (i === 0 ? "M" : "L") + point).join("");
}

function barsOf(values, most) {
    return values
        .map((value, i) => {
            const height = value === 0 ? 0 : Math.max(1.5, (value / most) * (HEIGHT - ROOM));
            return height === 0 ? "" : `M${i + 0.1} ${HEIGHT}v${round(-height)}h0.8V${HEIGHT}z`;
        })
        .join("");
}

function round(value) {
    return Math.round(value * 100) / 100;
}
