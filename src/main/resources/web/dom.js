/**
 * An element with attributes and children. Attributes that are functions listen to the event of their name, true and false
 * say whether an attribute is there, and children that are text stay text.
 *
 * @param {string} tag
 * @param {Record<string, string | boolean | ((event: Event) => void)>} attributes
 * @param {...(Node | string | null)} children null where there is nothing to show
 */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") {
            made.addEventListener(name, value);
        } else if (typeof value === "boolean") {
            made.toggleAttribute(name, value);
        } else {
            made.setAttribute(name, value);
        }
    }
    made.append(...children.filter((child) => child !== null));
    return made;
}
