/** How messages look: what was asked, and what was answered. */
import { AnswerText } from "./answer-text.js";
import { element } from "../dom.js";
import { factsLine } from "./facts.js";
import { failureNotice } from "./failure.js";
import { text } from "../texts.js";

function action(name, click) {
    return element("button", { type: "button", class: `quiet ${name}`, click }, text(name));
}

/**
 * @param {{text: string, images: string[]}} message
 * @param {{copy: () => void, resend: (text: string) => void}} actions
 */
export function questionView(message, actions) {
    const said = element("div", { class: "said" }, message.text);
    const pictures = message.images.map((url) => element("img", { src: url, alt: text("attachedImage") }));
    const edit = () => editor.replaceWith(questionEditor(message, actions.resend, () => view.replaceWith(questionView(message, actions))));
    const editor = element("div", { class: "bubble" }, ...pictures, said);
    const buttons = element("div", { class: "actions" }, action("copy", actions.copy), action("edit", edit));
    const view = element("article", { class: "question" }, element("h2", { class: "only-spoken" }, text("you")), editor, buttons);
    return view;
}

function questionEditor({ text: written, images }, resend, cancel) {
    const area = element("textarea", { class: "field", rows: "4", "aria-label": text("edit") });
    area.value = written;
    const submit = (event) => {
        event.preventDefault();
        const changed = area.value.trim();
        if (changed !== "" || images.length > 0) {
            resend(changed);
        }
    };
    const keydown = (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            submit(event);
        } else if (event.key === "Escape") {
            event.stopPropagation();
            cancel();
        }
    };
    area.addEventListener("keydown", keydown);
    queueMicrotask(() => area.focus());
    return element(
        "form",
        { class: "editor", submit },
        area,
        element(
            "div",
            { class: "choices" },
            element("button", { type: "button", class: "button", click: cancel }, text("cancel")),
            element("button", { type: "submit", class: "button primary" }, text("resend")),
        ),
    );
}

/** An answer, as far as it has come. */
export class AnswerView {
    #answer;
    #actions;
    #text;
    #body = element("div", { class: "markdown" });
    #thoughts = document.createTextNode("");
    #reasoning = element("details", { class: "reasoning", hidden: true }, element("summary", {}, text("reasoning")), element("div", {}, this.#thoughts));
    #waiting = element("p", { class: "waiting" }, text("answerWaiting"));
    #foot = element("div", { class: "foot" });
    #shownFacts = null;

    /**
     * @param {import("./reply.js").Answer} answer
     * @param {{copy: () => void, again: () => void, grown: () => void}} actions
     */
    constructor(answer, actions) {
        this.#answer = answer;
        this.#actions = actions;
        this.#text = new AnswerText(this.#body, actions.grown);
        const name = element("h2", { class: "only-spoken" }, text("answer"));
        this.root = element("article", { class: "answer" }, name, this.#reasoning, this.#body, this.#waiting, this.#foot);
    }

    /** Shows what came since. */
    grow() {
        const { text: said, reasoning, facts } = this.#answer;
        this.root.setAttribute("aria-busy", "true");
        this.#waiting.hidden = said !== "";
        this.#think(reasoning);
        this.#text.grow(said);
        if (facts !== this.#shownFacts) {
            this.#shownFacts = facts;
            this.#foot.replaceChildren(factsLine(facts));
        }
    }

    /** Shows it as ended. */
    end() {
        const { text: said, reasoning, facts, ending } = this.#answer;
        this.root.removeAttribute("aria-busy");
        this.#waiting.hidden = true;
        this.#think(reasoning);
        this.#text.grow(said);
        this.#text.end();
        const notice = ending === "cut" ? failureNotice(this.#answer, this.#actions.again) : null;
        const stopped = ending === "stopped" ? element("p", { class: "muted" }, text("stopped")) : null;
        this.#foot.replaceChildren(...[notice, stopped, factsLine(facts), this.#buttons(said)].filter(Boolean));
    }

    #think(reasoning) {
        if (reasoning.length > this.#thoughts.length) {
            this.#reasoning.hidden = false;
            this.#thoughts.appendData(reasoning.slice(this.#thoughts.length));
        }
    }

    #buttons(said) {
        return element(
            "div",
            { class: "actions" },
            said === "" ? null : action("copy", this.#actions.copy),
            action("regenerate", this.#actions.again),
        );
    }
}
