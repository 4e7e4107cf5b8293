/** The conversation that is open, and the answers under way: it may be left and come back to while one streams. */
import { newConversation, newId, StoreFull } from "./conversations.js";
import { fill, told, unanswered } from "./reply.js";
import { text } from "../texts.js";

const LONGEST_TITLE = 60;
/** Between two savings of an answer that streams. */
const SAVED_EVERY_MILLIS = 2000;
/** Characters of an answer that are read out at once. */
const MOST_SPOKEN = 4000;

export class Session {
    #running = new Map();
    #page;

    /**
     * @param {object} page
     * @param {import("./conversations.js").Conversations} page.conversations
     * @param {import("./thread.js").Thread} page.thread
     * @param {() => void} page.changed the conversation, or which it is, has changed
     * @param {(busy: boolean) => void} page.busy
     * @param {(words: string) => void} page.complain
     * @param {(message: string) => void} page.askForKey
     */
    constructor(page) {
        this.#page = page;
    }

    /** Opens the conversation of that id; a new one if there is none. */
    open(id, model) {
        this.conversation = this.#page.conversations.get(id) ?? newConversation(model);
        const run = this.#running.get(this.conversation.id);
        this.#page.thread.show(this.conversation.messages.filter((message) => message !== run?.answer));
        if (run !== undefined) {
            this.#show(run);
        }
        this.#page.busy(run !== undefined);
        this.#page.changed();
    }

    /**
     * Another tab has kept or removed the conversation of that id: it is shown as it is now. An answer that is under way here
     * goes on in a conversation of its own.
     */
    changedElsewhere(id) {
        const run = this.#running.get(id);
        this.#running.delete(id);
        if (this.#page.conversations.get(id) === undefined) {
            run?.controller.abort();
        } else if (run !== undefined) {
            run.conversation.id = newId();
            this.#running.set(run.conversation.id, run);
            run.kept = this.save(run.conversation);
        }
        if (this.conversation.id === id) {
            this.open(id, this.conversation.model);
        } else {
            this.#page.changed();
        }
    }

    /** Keeps what was changed of the conversation, once there is something in it. @returns {Promise<boolean>} whether it is kept */
    async save(conversation = this.conversation) {
        const put = (kept) => kept.put(conversation, !this.#running.has(conversation.id));
        return conversation.messages.length > 0 && (await this.#keep(put));
    }

    async #keep(change) {
        try {
            await change(this.#page.conversations);
            return true;
        } catch (failure) {
            this.#page.complain(failure instanceof StoreFull ? text("storeFull") : text("notKept", { why: failure.message }));
            return false;
        }
    }

    send(written, images) {
        const message = { role: "user", text: written, images };
        const { conversation } = this;
        conversation.title ||= written.split("\n")[0].slice(0, LONGEST_TITLE) || text("attachedImage");
        conversation.messages.push(message);
        this.#page.thread.addQuestion(message);
        this.#ask();
    }

    /** Asks anew for the last answer. */
    again() {
        this.stop();
        if (this.conversation.messages.at(-1)?.role === "assistant") {
            this.conversation.messages.pop();
        }
        this.#askAnew();
    }

    /** Asks something else in a message's place; what followed it is gone. */
    resend(message, changed) {
        const { messages } = this.conversation;
        this.stop();
        messages.splice(messages.indexOf(message), messages.length, { ...message, text: changed });
        this.#askAnew();
    }

    /** Stops the answer that is under way here. */
    stop() {
        this.#running.get(this.conversation.id)?.controller.abort();
    }

    /** Stops it, and keeps nothing of it. */
    abandon() {
        this.stop();
        this.#running.delete(this.conversation.id);
    }

    #askAnew() {
        this.#page.thread.show(this.conversation.messages);
        this.#ask();
    }

    async #ask() {
        const { conversation } = this;
        const question = { model: conversation.model, messages: told(conversation) };
        const run = { conversation, answer: unanswered(), controller: new AbortController(), saved: performance.now() };
        conversation.messages.push(run.answer);
        conversation.updatedAt = Date.now();
        this.#running.set(conversation.id, run);
        this.#show(run);
        this.#page.busy(true);
        this.#page.changed();
        run.kept = this.save(conversation);
        await fill(run.answer, question, run.controller.signal, () => this.#grow(run));
        this.#end(conversation, run);
    }

    #show(run) {
        run.view = this.#page.thread.addAnswer(run.answer);
        run.view.grow();
    }

    #grow(run) {
        run.view.grow();
        if (performance.now() - run.saved > SAVED_EVERY_MILLIS) {
            run.saved = performance.now();
            this.#keepAnswer(run);
        }
    }

    /** As far as it has come; it has no place where its conversation could not be kept. */
    async #keepAnswer(run) {
        if ((await run.kept) && this.#running.get(run.conversation.id) === run) {
            await this.#keep((kept) => kept.putAnswer(run.conversation));
        }
    }

    #end(conversation, run) {
        run.view.end();
        // Another may have taken its place.
        if (this.#running.get(conversation.id) !== run) {
            return;
        }
        this.#running.delete(conversation.id);
        this.save(conversation);
        if (conversation !== this.conversation) {
            return;
        }
        this.#page.busy(false);
        this.#page.changed();
        this.#page.thread.speak(spoken(run.answer));
        if (run.answer.error?.status === 401) {
            this.#page.askForKey(run.answer.error.message);
        }
    }
}

function spoken({ text: said, ending, error }) {
    const words = { whole: "spokenWhole", stopped: "spokenStopped", cut: "spokenCut" }[ending];
    return text(words, { text: said.slice(0, MOST_SPOKEN), why: error?.message ?? "" });
}
