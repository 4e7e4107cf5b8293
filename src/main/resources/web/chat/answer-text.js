/**
 * The text of an answer as it grows. Blocks that can change no more are made once; only the last is made anew, at most once
 * a frame, and no frame takes long, however long the text is.
 */
import { blocks, codeBlock, colour, rendered } from "./markdown.js";
import { element } from "../dom.js";

/** How much of the text is looked at in one go. */
const WINDOW = 6_000;
/** A block that grows beyond this is split where it can be. */
const LONG_BLOCK = 2_000;
/** What all answers together may take of a frame. */
const FRAME_MILLIS = 8;

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*(\n|$)/;

function isFence({ type, raw }) {
    return type === "code" && FENCE.test(raw);
}

const growing = new Set();
let frame = 0;

function work() {
    frame = 0;
    const end = performance.now() + FRAME_MILLIS;
    for (const answer of growing) {
        try {
            answer.work(end);
        } catch (failure) {
            answer.giveUp();
            reportError(failure);
        }
        if (performance.now() >= end) {
            break;
        }
    }
    awaitFrame();
}

function awaitFrame() {
    if (frame === 0 && growing.size > 0) {
        frame = requestAnimationFrame(work);
    }
}

export class AnswerText {
    #text = "";
    #settled = 0;
    #ended = false;
    /** The head of a table whose first rows are settled. */
    #head = "";
    #fence = null;
    #shown = "";
    #tail = element("div", { class: "tail" });
    #changed;

    /** @param {() => void} changed called after each change of what is shown */
    constructor(container, changed = () => {}) {
        this.#changed = changed;
        container.replaceChildren(this.#tail);
    }

    /** The whole text so far, of which the former is the beginning. */
    grow(text) {
        this.#text = text;
        growing.add(this);
        awaitFrame();
    }

    /** Nothing more comes. */
    end() {
        this.#ended = true;
        growing.add(this);
        awaitFrame();
    }

    /** Shows more until that moment, or until all is shown. */
    work(end) {
        while (this.#advance()) {
            if (performance.now() >= end) {
                this.#changed();
                return;
            }
        }
        growing.delete(this);
        this.#changed();
    }

    /** Shows the rest as it is: what cannot be rendered must not keep others from being so. */
    giveUp() {
        growing.delete(this);
        this.#tail.replaceChildren(element("pre", {}, this.#text.slice(this.#settled)));
        this.#changed();
    }

    /** Makes a step; whether another can be made at once. */
    #advance() {
        if (this.#fence !== null) {
            return this.#growFence();
        }
        const rest = this.#text.slice(this.#settled, this.#settled + WINDOW);
        const reachesEnd = this.#settled + rest.length === this.#text.length;
        const found = blocks(this.#head + rest);
        const last = found.pop();
        for (const block of found) {
            if (isFence(block)) {
                return this.#openFence();
            }
            this.#settle(block);
        }
        if (last === undefined) {
            return false;
        }
        if (isFence(last)) {
            return this.#openFence();
        }
        if (reachesEnd && this.#ended) {
            this.#settle(last);
            return false;
        }
        if (!reachesEnd && found.length > 0) {
            return true;
        }
        if (last.raw.length > LONG_BLOCK && this.#split(last, reachesEnd)) {
            return true;
        }
        this.#showTail(last);
        return false;
    }

    #showTail(block) {
        if (block.raw !== this.#shown) {
            this.#shown = block.raw;
            this.#tail.replaceChildren(rendered(block));
        }
    }

    #settle(block) {
        this.#settled += block.raw.length - this.#head.length;
        this.#head = "";
        this.#place(rendered(block));
    }

    #place(nodes) {
        this.#tail.before(nodes);
        this.#tail.replaceChildren();
        this.#shown = "";
    }

    /** Settles the beginning of a long block, if it has one; whether it has. */
    #split(block, reachesEnd) {
        if (block.type === "list" && block.items.length > 1) {
            const items = block.items.slice(0, -1);
            const raw = items.map((item) => item.raw).join("");
            this.#settle({ ...block, items, raw });
            return true;
        }
        if (block.type === "table" && block.rows.length > 1) {
            this.#splitTable(block);
            return true;
        }
        if (reachesEnd) {
            return false;
        }
        const cut = Math.max(block.raw.lastIndexOf("\n"), block.raw.lastIndexOf(" ")) + 1 || block.raw.length;
        const raw = block.raw.slice(0, cut);
        this.#settle({ type: "paragraph", raw, text: raw, tokens: [{ type: "text", raw, text: raw }] });
        return true;
    }

    #splitTable(block) {
        const lines = block.raw.trimEnd().split("\n");
        const rows = block.rows.slice(0, -1);
        const raw = lines.slice(0, -1).join("\n") + "\n";
        this.#settle({ ...block, rows, raw });
        this.#head = lines.slice(0, 2).join("\n") + "\n";
    }

    #openFence() {
        const rest = this.#text.slice(this.#settled, this.#settled + WINDOW);
        const [opening, mark, language, lineEnd] = rest.match(FENCE);
        if (lineEnd === "" && !this.#ended) {
            return false;
        }
        const block = codeBlock(language);
        const node = block.code.appendChild(document.createTextNode(""));
        const end = new RegExp(`(^|\\n) {0,3}${mark[0]}{${mark.length},}[ \\t]*(\\n|$)`);
        this.#fence = { block, node, end, midLine: false };
        this.#settled += opening.length;
        this.#place(block.root);
        return true;
    }

    #growFence() {
        const fence = this.#fence;
        const rest = this.#text.slice(this.#settled, this.#settled + WINDOW);
        const reachesEnd = this.#settled + rest.length === this.#text.length;
        const end = rest.match(fence.end);
        const closes = end !== null && !(fence.midLine && end[1] === "" && end.index === 0);
        if (closes && (end[2] === "\n" || (reachesEnd && this.#ended))) {
            fence.node.appendData(rest.slice(0, end.index) + end[1]);
            this.#settled += end.index + end[0].length;
            this.#closeFence();
            return true;
        }
        const shown = reachesEnd && this.#ended ? rest : rest.replace(/(^|\n)[ `~]*$/, "$1");
        fence.node.appendData(shown);
        fence.midLine = shown === "" ? fence.midLine : !shown.endsWith("\n");
        this.#settled += shown.length;
        if (reachesEnd && this.#ended) {
            this.#closeFence();
            return false;
        }
        return !reachesEnd && shown !== "";
    }

    #closeFence() {
        const { block } = this.#fence;
        this.#fence = null;
        // A task of its own, so that a frame stays short.
        setTimeout(() => colour(block));
    }
}
