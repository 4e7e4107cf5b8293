/** The messages of the conversation that is open, and whether the latest is kept in sight. */
import { copyText } from "./clipboard.js";
import { AnswerView, questionView } from "./messages.js";
import { text } from "../texts.js";

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
        this.#list.replaceChildren(...messages.map((message) => this.#over(message)));
        this.#jump();
    }

    addQuestion(message) {
        this.#list.append(this.#question(message));
        this.#jump();
    }

    /** The view of an answer, to be told when there is more of it. */
    addAnswer(answer) {
        const view = this.#answer(answer);
        this.#list.append(view.root);
        this.#jump();
        return view;
    }

    /** Says it to who does not see the page. */
    speak(words) {
        this.#spoken.textContent = words;
    }

    #over(message) {
        if (message.role === "user") {
            return this.#question(message);
        }
        const view = this.#answer(message);
        view.end();
        return view.root;
    }

    #question(message) {
        const resend = (changed) => this.#actions.resend(message, changed);
        return questionView(message, { copy: () => this.#copy(message.text), resend });
    }

    #answer(answer) {
        const copy = () => this.#copy(answer.text);
        return new AnswerView(answer, { copy, again: this.#actions.again, grown: () => this.#follow() });
    }

    #jump() {
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
