/** Where a message is written, and images are given. */
import { element } from "../dom.js";
import { dataUrl, imagesAmong } from "./images.js";
import { text } from "../texts.js";

const MOST_IMAGES = 6;

export class Composer {
    #form = document.getElementById("composer");
    #area = document.getElementById("message");
    #attached = document.getElementById("attached");
    #send = document.getElementById("send");
    #stop = document.getElementById("stop");
    #images = [];

    /** @param {{send: (text: string, images: string[]) => void, stop: () => void, complain: (text: string) => void}} actions */
    constructor(actions) {
        this.actions = actions;
        const files = document.getElementById("files");
        this.#form.addEventListener("submit", (event) => this.#submit(event));
        this.#area.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
                this.#submit(event);
            }
        });
        this.#area.addEventListener("input", () => this.#fit());
        this.#area.addEventListener("paste", ({ clipboardData }) => this.#attach(clipboardData.files));
        this.#stop.addEventListener("click", () => actions.stop());
        document.getElementById("attach").addEventListener("click", () => files.click());
        files.addEventListener("change", () => this.#attach(files.files).then(() => (files.value = "")));
        this.#takeDrops(document.getElementById("main"));
    }

    /** Whether an answer is under way. */
    set busy(busy) {
        this.#send.hidden = busy;
        this.#stop.hidden = !busy;
    }

    focus() {
        this.#area.focus();
    }

    #submit(event) {
        event.preventDefault();
        const written = this.#area.value.trim();
        if (this.#send.hidden || (written === "" && this.#images.length === 0)) {
            return;
        }
        this.actions.send(written, this.#images);
        this.#area.value = "";
        this.#images = [];
        this.#showImages();
        this.#fit();
    }

    #takeDrops(place) {
        const carriesFiles = (event) => event.dataTransfer.types.includes("Files");
        place.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
        place.addEventListener("drop", (event) => {
            if (carriesFiles(event)) {
                event.preventDefault();
                this.#attach(event.dataTransfer.files);
            }
        });
    }

    async #attach(files) {
        const images = imagesAmong(files);
        if (images.length < files.length) {
            this.actions.complain(text("onlyImages"));
        }
        for (const image of images) {
            await this.#attachOne(image);
        }
        this.#showImages();
    }

    async #attachOne(image) {
        if (this.#images.length === MOST_IMAGES) {
            this.actions.complain(text("mostImages", { most: MOST_IMAGES }));
            return;
        }
        try {
            this.#images.push(await dataUrl(image));
        } catch {
            this.actions.complain(text("unreadableImage", { name: image.name }));
        }
    }

    #showImages() {
        this.#attached.hidden = this.#images.length === 0;
        this.#attached.replaceChildren(...this.#images.map((url, index) => this.#thumbnail(url, index)));
    }

    #thumbnail(url, index) {
        const click = () => {
            this.#images.splice(index, 1);
            this.#showImages();
            this.focus();
        };
        const remove = element("button", { type: "button", class: "remove", "aria-label": text("removeImage"), click }, "×");
        return element("li", {}, element("img", { src: url, alt: text("attachedImage") }), remove);
    }

    /** As high as what is written, within what the style allows. */
    #fit() {
        this.#area.style.height = "auto";
        this.#area.style.height = `${this.#area.scrollHeight + 2}px`;
    }
}
