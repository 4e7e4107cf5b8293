/** Markdown as nodes that run nothing: whatever a model says goes through DOMPurify, and no image is fetched. */
import { Marked } from "../lib/marked.js";
import DOMPurify from "../lib/purify.js";
import { element } from "../dom.js";
import { text } from "../texts.js";

/** Code beyond this is shown without colours, since they would take too long. */
const MOST_COLOURED = 12_000;

/** HTML that models write within Markdown; all other is shown as it is written. */
const HARMLESS_TAG = /^<\/?(?:br|sub|sup|kbd|b|i|em|strong|u|mark)\s*\/?>$/i;

const ALLOWED = {
    RETURN_DOM_FRAGMENT: true,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    ALLOWED_TAGS: (
        "p br hr h3 h4 h5 h6 ul ol li blockquote pre code a em strong del b i u mark sub sup kbd " +
        "table thead tbody tr th td"
    ).split(" "),
    ALLOWED_ATTR: ["href", "title", "start", "align", "class"],
    // What is no URL need not look like one that is allowed.
    ADD_URI_SAFE_ATTR: ["start", "align"],
};

const COLOURS_ONLY = { ...ALLOWED, ALLOWED_TAGS: ["span"], ALLOWED_ATTR: ["class"] };

const marked = new Marked({
    gfm: true,
    renderer: {
        html: ({ text: html }) => (HARMLESS_TAG.test(html.trim()) ? html : escaped(html)),
        image({ href, text: alternative }) {
            return `<a href="${escaped(href)}">${escaped(text("imageLink", { name: alternative || href }))}</a>`;
        },
        // The page's own headings are the first two levels.
        heading({ tokens, depth }) {
            const tag = `h${Math.min(depth + 2, 6)}`;
            return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
        },
        checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    },
});

function escaped(written) {
    return written.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The blocks of a text: paragraphs, lists, tables; each with the text that it was made from as raw. */
export function blocks(markdown) {
    return marked.lexer(markdown);
}

/** What a block looks like. */
export function rendered(block) {
    const fragment = DOMPurify.sanitize(marked.parser([block]), ALLOWED);
    for (const link of fragment.querySelectorAll("a")) {
        link.target = "_blank";
        link.rel = "noopener noreferrer";
    }
    for (const table of fragment.querySelectorAll("table")) {
        const frame = element("div", { class: "table", tabindex: "0", role: "group", "aria-label": text("table") });
        table.replaceWith(frame);
        frame.append(table);
    }
    for (const code of fragment.querySelectorAll("pre > code")) {
        const block = codeBlock((code.className.match(/language-(\S+)/) ?? ["", ""])[1]);
        block.code.textContent = code.textContent;
        code.parentElement.replaceWith(block.root);
        colour(block);
    }
    return fragment;
}

/** An empty block of code with its language and a button that copies it. */
export function codeBlock(language) {
    const code = element("code");
    const head = element(
        "div",
        { class: "code-head" },
        element("span", {}, language || text("code")),
        element("button", { type: "button", class: "quiet", "data-copy": "code" }, text("copy")),
    );
    const root = element("div", { class: "code" }, head, element("pre", { tabindex: "0" }, code));
    return { root, code, language };
}

/** Colours a block of code that is whole, if its language is known. */
export function colour({ code, language }) {
    const { hljs } = globalThis;
    if (!language || code.textContent.length > MOST_COLOURED || !hljs.getLanguage(language)) {
        return;
    }
    const { value } = hljs.highlight(code.textContent, { language, ignoreIllegals: true });
    code.replaceChildren(DOMPurify.sanitize(value, COLOURS_ONLY));
}
