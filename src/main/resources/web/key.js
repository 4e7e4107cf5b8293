import { hasKey, isKey, useKey } from "./api.js";
import { element } from "./dom.js";
import { text } from "./texts.js";

/**
 * The form that asks for an access key.
 *
 * @param {string} why what the server said when it refused
 * @param {() => void} then called when a key was given
 */
export function keyForm(why, then) {
    const key = element("input", {
        class: "field",
        id: "access-key",
        type: "password",
        autocomplete: "off",
        spellcheck: "false",
        required: true,
        input: () => key.setCustomValidity(""),
    });
    const remember = element("input", { type: "checkbox" });
    const submit = (event) => {
        event.preventDefault();
        const given = key.value.trim();
        key.setCustomValidity(isKey(given) ? "" : text("keyUnsendable"));
        if (key.reportValidity()) {
            useKey(given, remember.checked);
            then();
        }
    };
    return element(
        "form",
        { class: "key-form notice", submit },
        element("p", {}, hasKey() ? text("keyWrong") : text("keyMissing")),
        element("label", { for: "access-key" }, text("keyLabel")),
        key,
        element("button", { class: "button primary", type: "submit" }, text("keyUse")),
        element("label", { class: "remember" }, remember, text("keyRemember")),
        element("p", { class: "said" }, why),
    );
}
