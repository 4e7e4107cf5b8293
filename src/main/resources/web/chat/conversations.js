/** The conversations of this browser, kept in its IndexedDB. */
import { isUnderWay } from "./reply.js";

const DATABASE = "relevo";
const STORE = "conversations";
/** Answers that are under way, each by its conversation's id: what they answer need not be written again and again. */
const ANSWERS = "answers";
/** Characters, for all conversations together. */
const MOST_KEPT = 50_000_000;
/** What a message takes besides its text, about. */
const MESSAGE_OVERHEAD = 500;

/** There is no more room for conversations. */
export class StoreFull extends Error {}

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} title empty until there is a first message
 * @property {number} updatedAt milliseconds since 1970
 * @property {string} model
 * @property {string} system
 * @property {(import("./reply.js").Answer | {role: "user", text: string, images: string[]})[]} messages
 */

/** @returns {Conversation} */
export function newConversation(model) {
    return { id: newId(), title: "", updatedAt: Date.now(), model, system: "", messages: [] };
}

export function newId() {
    return crypto.getRandomValues(new Uint32Array(3)).join("-");
}

export class Conversations {
    /** Told when another tab has kept or removed the conversation of that id. @type {(id: string) => void} */
    changedElsewhere = () => {};
    #tabs = new BroadcastChannel(DATABASE);
    /** Null where the browser keeps nothing. */
    #database = null;
    /** @type {Map<string, Conversation>} */
    #all = new Map();
    #sizes = new Map();

    /** Those that are kept; in a browser that keeps nothing there are none until the page is left. */
    static async open() {
        const opened = new Conversations();
        await opened.#read().catch(() => (opened.#database = null));
        return opened;
    }

    async #read() {
        this.#database = await openedDatabase();
        const [conversations, answers] = this.#stores("readonly");
        const [kept, growing] = await Promise.all([settled(conversations.getAll()), settled(answers.getAll())]);
        kept.forEach((conversation) => this.#note(conversation));
        growing.forEach((each) => this.#grow(each));
        this.#tabs.onmessage = ({ data: id }) => this.#renew(id);
    }

    /** An answer that had come further than its conversation tells; it is dropped where another has taken its place. */
    #grow({ id, at, answer }) {
        const { messages } = this.get(id) ?? { messages: [] };
        if (at === messages.length - 1 && isUnderWay(messages[at])) {
            messages[at] = answer;
        }
    }

    async #renew(id) {
        const [conversations] = this.#stores("readonly");
        const kept = await settled(conversations.get(id));
        if (kept === undefined) {
            this.#forget(id);
        } else {
            this.#note(kept);
        }
        this.changedElsewhere(id);
    }

    /** Whether they are there again when the page is opened anew. */
    get kept() {
        return this.#database !== null;
    }

    /** Those that contain the words, the latest first. */
    list(words = "") {
        const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
        return [...this.#all.values()].filter((each) => contains(each, wanted)).sort((a, b) => b.updatedAt - a.updatedAt);
    }

    get(id) {
        return this.#all.get(id);
    }

    /**
     * @param told whether other tabs take it over, as it is complete
     * @throws {StoreFull} in which case what was kept before stays
     */
    async put(conversation, told = true) {
        const size = sizeOf(conversation);
        const others = [...this.#sizes].reduce((sum, [id, each]) => (id === conversation.id ? sum : sum + each), 0);
        if (others + size > MOST_KEPT) {
            throw new StoreFull();
        }
        this.#all.set(conversation.id, conversation);
        this.#sizes.set(conversation.id, size);
        await this.#write((conversations, answers) => {
            conversations.put(conversation);
            answers.delete(conversation.id);
        });
        if (told) {
            this.#tabs.postMessage(conversation.id);
        }
    }

    /** The answer under way at the end of a conversation that is kept, as far as it has come. @throws {StoreFull} */
    async putAnswer({ id, messages }) {
        await this.#write((_, answers) => answers.put({ id, at: messages.length - 1, answer: messages.at(-1) }));
    }

    async remove(id) {
        this.#forget(id);
        await this.#write((...stores) => stores.forEach((store) => store.delete(id)));
        this.#tabs.postMessage(id);
    }

    /** Done when it is kept: a browser may find only then that there is no room. */
    async #write(change) {
        if (this.kept) {
            const stores = this.#stores("readwrite");
            change(...stores);
            await committed(stores[0].transaction).catch((failure) => {
                throw failure?.name === "QuotaExceededError" ? new StoreFull() : failure;
            });
        }
    }

    #note(conversation) {
        this.#all.set(conversation.id, conversation);
        this.#sizes.set(conversation.id, sizeOf(conversation));
    }

    #forget(id) {
        this.#all.delete(id);
        this.#sizes.delete(id);
    }

    #stores(mode) {
        const transaction = this.#database.transaction([STORE, ANSWERS], mode);
        return [STORE, ANSWERS].map((name) => transaction.objectStore(name));
    }
}

/**
 * Refused where another tab holds it as an older page made it: that page may have been loaded before it knew to let go.
 *
 * @returns {Promise<IDBDatabase>}
 */
function openedDatabase() {
    const opening = indexedDB.open(DATABASE, 2);
    opening.onupgradeneeded = ({ oldVersion }) =>
        [STORE, ANSWERS].slice(oldVersion).forEach((name) => opening.result.createObjectStore(name, { keyPath: "id" }));
    const blocked = new Promise((_, reject) => (opening.onblocked = () => reject(new Error("Another tab holds the database."))));
    const opened = settled(opening).then((database) => {
        database.onversionchange = () => database.close();
        return database;
    });
    return Promise.race([opened, blocked]);
}

function sizeOf({ messages }) {
    const sizes = messages.map(({ text, reasoning = "", images = [] }) => text.length + reasoning.length + sum(images));
    return sizes.reduce((sum, size) => sum + size + MESSAGE_OVERHEAD, 0);
}

function sum(images) {
    return images.reduce((length, image) => length + image.length, 0);
}

function contains({ title, messages }, words) {
    if (words.length === 0) {
        return true;
    }
    const everything = [title, ...messages.map(({ text }) => text)].join("\n").toLocaleLowerCase();
    return words.every((word) => everything.includes(word));
}

function committed(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
    });
}

function settled(asked) {
    return new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
}
