/** The list of conversations. */
import { element } from "../dom.js";
import { moment, text } from "../texts.js";

export class Sidebar {
    #root = document.getElementById("sidebar");
    #list = document.getElementById("conversations");
    #search = document.getElementById("search");
    #menu = document.getElementById("menu");
    #curtain = document.getElementById("curtain");
    #conversations;
    #open;

    /**
     * @param {import("./conversations.js").Conversations} conversations
     * @param {(id: string) => void} open
     */
    constructor(conversations, open) {
        this.#conversations = conversations;
        this.#open = open;
        this.#search.addEventListener("input", () => this.show());
        this.#menu.addEventListener("click", () => this.#toggle(!this.#isOpen()));
        this.#curtain.addEventListener("click", () => this.close());
        this.#root.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && this.#isOpen()) {
                event.stopPropagation();
                this.close();
                this.#menu.focus();
            }
        });
    }

    /** Shows those that fit the search; the one of that id is the present one. */
    show(present = this.present) {
        this.present = present;
        const found = this.#conversations.list(this.#search.value);
        const items = found.map((conversation) => this.#item(conversation));
        const none = element("li", { class: "muted none" }, text(this.#search.value === "" ? "noConversations" : "nothingFound"));
        this.#list.replaceChildren(...(items.length === 0 ? [none] : items));
    }

    /** On a phone it covers the page while it is open. */
    close() {
        this.#toggle(false);
    }

    #isOpen() {
        return this.#menu.getAttribute("aria-expanded") === "true";
    }

    #toggle(open) {
        this.#menu.setAttribute("aria-expanded", String(open));
        this.#root.classList.toggle("open", open);
        this.#curtain.hidden = !open;
        if (open) {
            this.#search.focus();
        }
    }

    #item({ id, title, updatedAt }) {
        const click = () => {
            this.close();
            this.#open(id);
        };
        const attributes = { type: "button", click, title: moment(updatedAt), ...(id === this.present ? { "aria-current": "true" } : {}) };
        return element("li", {}, element("button", attributes, title || text("untitled")));
    }
}
