import { json } from "../api.js";
import { element } from "../dom.js";
import { text } from "../texts.js";
import { mark } from "./patch.js";
import { nextPick, pastRequest } from "./why.js";

/** The form that explains the next pick. */
export function nextForm(form, answer) {
    const model = form.elements.model;
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const asked = new URLSearchParams({ model: model.value, stream: String(form.elements.stream.checked) });
        put(answer, `api/explain?${asked}`, nextPick);
    });
    return ({ aliases }) => {
        const names = aliases.map(({ alias }) => alias);
        if (names.join("\n") !== [...model.options].map(({ value }) => value).join("\n")) {
            const chosen = model.value;
            model.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
            model.value = names.includes(chosen) ? chosen : (names[0] ?? "");
        }
    };
}

/** The dialog that tells what became of a request, and the form that asks for one by its id. */
export function requestDialog(dialog, find) {
    const content = dialog.querySelector(".content");
    const title = dialog.querySelector("h2 code");
    const open = async (id) => {
        title.textContent = id;
        content.replaceChildren();
        dialog.showModal();
        await put(content, `api/explain?${new URLSearchParams({ request: id })}`, pastRequest);
    };
    find.addEventListener("submit", (event) => {
        event.preventDefault();
        open(find.elements.id.value.trim());
    });
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
        if (event.target === dialog) {
            dialog.close();
        }
    });
    return open;
}

/** What was asked for last, by the place that is to show it. */
const asked = new WeakMap();

/** Puts what the API tells into a place, or why it does not tell; nothing where something else was asked for meanwhile. */
async function put(place, path, words) {
    asked.set(place, path);
    mark(place, "aria-busy", "true");
    const shown = await json(path).then(words).catch((failure) => {
        return [element("p", { class: "notice bad" }, failure.status ? failure.message : text("status.unreachable"))];
    });
    if (asked.get(place) === path) {
        place.replaceChildren(...shown);
        mark(place, "aria-busy", null);
    }
}
