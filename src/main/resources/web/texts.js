/** The words of the pages, in the language that the browser prefers among those there are. */
import { en } from "./en.js";
import { es } from "./es.js";

const LANGUAGES = { en, es };

const language = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => tag in LANGUAGES) ?? "en";

/** The text of that name, each {name} in it replaced by the value so named. */
export function text(name, values = {}) {
    return LANGUAGES[language][name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

/** A number, written as the language writes it. */
export function number(value, options = {}) {
    return new Intl.NumberFormat(language, options).format(value);
}

/** A moment, given in milliseconds since 1970, in words of the language. */
export function moment(epochMillis, options = { dateStyle: "medium", timeStyle: "short" }) {
    return new Intl.DateTimeFormat(language, options).format(epochMillis);
}

/** Fills in what the page's markup names: data-text as content, data-label as aria-label, data-hint as placeholder. */
export function translatePage() {
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll("[data-text]")) {
        element.textContent = text(element.dataset.text);
    }
    for (const element of document.querySelectorAll("[data-label]")) {
        element.setAttribute("aria-label", text(element.dataset.label));
        element.title = text(element.dataset.label);
    }
    for (const element of document.querySelectorAll("[data-hint]")) {
        element.setAttribute("placeholder", text(element.dataset.hint));
    }
}
