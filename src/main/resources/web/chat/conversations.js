/** The conversations of this browser, kept in its IndexedDB. */

const DATABASE = "relevo";
const STORE = "conversations";
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
    return { id: crypto.getRandomValues(new Uint32Array(3)).join("-"), title: "", updatedAt: Date.now(), model, system: "", messages: [] };
}

export class Conversations {
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
        const opening = indexedDB.open(DATABASE, 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
        this.#database = await settled(opening);
        for (const conversation of await settled(this.#store("readonly").getAll())) {
            this.#note(conversation);
        }
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

    /** @throws {StoreFull} in which case what was kept before stays */
    async put(conversation) {
        const size = sizeOf(conversation);
        const others = [...this.#sizes].reduce((sum, [id, each]) => (id === conversation.id ? sum : sum + each), 0);
        if (others + size > MOST_KEPT) {
            throw new StoreFull();
        }
        this.#all.set(conversation.id, conversation);
        this.#sizes.set(conversation.id, size);
        await this.#write((store) => store.put(conversation)).catch((failure) => {
            throw failure?.name === "QuotaExceededError" ? new StoreFull() : failure;
        });
    }

    async remove(id) {
        this.#all.delete(id);
        this.#sizes.delete(id);
        await this.#write((store) => store.delete(id));
    }

    /** Done when it is kept: a browser may find only then that there is no room. */
    async #write(change) {
        if (this.kept) {
            const store = this.#store("readwrite");
            change(store);
            await committed(store.transaction);
        }
    }

    #note(conversation) {
        this.#all.set(conversation.id, conversation);
        this.#sizes.set(conversation.id, sizeOf(conversation));
    }

    #store(mode) {
        return this.#database.transaction(STORE, mode).objectStore(STORE);
    }
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
