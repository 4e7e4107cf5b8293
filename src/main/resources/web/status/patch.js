/** Shows new values in elements that stay, so that focus, selection and scrolling do, too. */

/** Says a text, if it is not said already. */
export function say(node, words) {
    if (node.textContent !== words) {
        node.textContent = words;
    }
}

/** Gives an attribute a value, or takes it away where that is null. */
export function mark(node, name, value) {
    if (value === null) {
        node.removeAttribute(name);
    } else if (node.getAttribute(name) !== String(value)) {
        node.setAttribute(name, String(value));
    }
}

/**
 * A list whose elements stay as long as their items do.
 *
 * @template Item
 * @param {Element} parent which holds nothing else
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => {node: Element, show: (item: Item) => void}} make an element for a new item, and what updates it
 * @returns {(items: Item[]) => void} shows these, in this order
 */
export function keyed(parent, keyOf, make) {
    const known = new Map();
    return (items) => {
        const wanted = new Set(items.map(keyOf));
        for (const [key, { node }] of known) {
            if (!wanted.has(key)) {
                node.remove();
                known.delete(key);
            }
        }
        let next = parent.firstElementChild;
        for (const item of items) {
            const key = keyOf(item);
            if (!known.has(key)) {
                known.set(key, make(item));
            }
            const { node, show } = known.get(key);
            show(item);
            if (node === next) {
                next = next.nextElementSibling;
            } else {
                parent.insertBefore(node, next);
            }
        }
    };
}
