/** The messages of the conversation that is open, and whether the latest is kept in sight. */
import { copyText } from "./clipboard.js";
import { AnswerView, questionView } from "./messages.js";
import { text } from "./texts.js";

/** Pixels from the end within which a reader is taken to follow. */
const NEAR = 80;

export class Thread {
    #root;
    #list;
    #spoken;
    #actions;
    #follows = true;

    /** @param {{again: () => void, resend: (message: object, text: string) => void}} actions */
    constructor(root, spoken, actions) {
        this.#root = root;
        this.#list = root.firstElementChild;
        this.#spoken = spoken;
        this.#actions = actions;
        root.addEventListener("scroll", () => {
            this.#follows = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR;
        });
        root.addEventListener("click", ({ target }) => {
            const button = target.closest("[data-copy]");
            if (button !== null) {
                this.#copy(button.closest(".code").querySelector("code").textContent);
            }
        });
    }

    /** Shows these messages alone, of which all are over. */
    show(messages) {
        this.#list.replaceChildren();
        messages.forEach((message) => (message.role === "user" ? this.addQuestion(message) : this.addAnswer(message).end()));
    }

    addQuestion(message) {
        const resend = (changed) => this.#actions.resend(message, changed);
        this.#add(questionView(message, { copy: () => this.#copy(message.text), resend }));
    }

    /** The view of an answer, to be told when there is more of it. */
    addAnswer(answer) {
        const copy = () => this.#copy(answer.text);
        const view = new AnswerView(answer, { copy, again: this.#actions.again, grown: () => this.#follow() });
        this.#add(view.root);
        return view;
    }

    /** Says it to who does not see the page. */
    speak(words) {
        this.#spoken.textContent = words;
    }

    #add(view) {
        this.#list.append(view);
        this.#follows = true;
        this.#follow();
    }

    #follow() {
        if (this.#follows) {
            this.#root.scrollTop = this.#root.scrollHeight;
        }
    }

    async #copy(copied) {
        await copyText(copied);
        this.speak(text("copied"));
    }
}
