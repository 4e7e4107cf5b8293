/** The models that may be asked for. */
import { json } from "../api.js";
import { element } from "../dom.js";
import { text } from "../texts.js";

const DEMO = "demo/relevo-demo";

export class Models {
    #select = document.getElementById("model");
    #ids = [];

    /** @param {(model: string) => void} chosen */
    constructor(chosen) {
        this.#select.addEventListener("change", () => chosen(this.#select.value));
    }

    /** Asks the server for them. */
    async load() {
        const { data } = await json("v1/models");
        this.#ids = data.map(({ id }) => id);
        const present = this.#select.value;
        this.#select.replaceChildren(
            ...this.#group("modelPools", (id) => !id.includes("/")),
            ...this.#group("modelTargets", (id) => id.includes("/")),
        );
        this.choose(present);
    }

    #group(label, belongs) {
        const options = this.#ids.filter(belongs).map((id) => element("option", { value: id }, id));
        return options.length === 0 ? [] : [element("optgroup", { label: text(label) }, ...options)];
    }

    /** The one that is chosen. */
    get chosen() {
        return this.#select.value;
    }

    /** Chooses that one if there is such a model. */
    choose(model) {
        if (this.#ids.includes(model)) {
            this.#select.value = model;
        }
    }

    /** Whether the built-in demo is all that would answer. */
    get demoOnly() {
        const targets = this.#ids.filter((id) => id.includes("/"));
        return targets.length === 1 && targets[0] === DEMO;
    }
}
