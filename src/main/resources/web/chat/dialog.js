import { element } from "../dom.js";
import { text } from "../texts.js";

/**
 * Asks a person something in a dialog.
 *
 * @param {{title: string, action: string, value?: string}} question with a value it is one to be answered with a text
 * @returns {Promise<string | null>} the text, empty where none was asked for; null if the person thought better of it
 */
export function askPerson({ title, action, value }) {
    const input = value === undefined ? null : element("input", { class: "field", "aria-label": title, maxlength: "200" });
    const cancel = element("button", { type: "button", class: "button", click: () => dialog.close() }, text("cancel"));
    const confirm = element("button", { type: "submit", class: "button primary" }, action);
    let answer = null;
    const submit = (event) => {
        event.preventDefault();
        answer = input?.value.trim() ?? "";
        dialog.close();
    };
    const form = element("form", { submit }, element("h2", { id: "question" }, title), input, element("div", { class: "choices" }, cancel, confirm));
    const dialog = element("dialog", { "aria-labelledby": "question" }, form);
    document.body.append(dialog);
    dialog.showModal();
    if (input !== null) {
        input.value = value;
        input.select();
    }
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(answer);
        });
    });
}
