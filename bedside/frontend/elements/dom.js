// Making parts of the page.

/**
 * An element with attributes, listeners (as onclick) and children; true is an attribute without a value, and false,
 * null and undefined are none.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") {
      node.innerHTML = value; // only ever our own renderer's HTML, see bedside/content/text.py
    } else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/**
 * An element of ours, which is filled by connect().
 * @template {HTMLElement} Element
 * @param {string} tag
 */
export const own = (tag) => /** @type {Element} */ (document.createElement(tag));

/**
 * What connect() fills in: an element is there before it is told what to show.
 * @type {any}
 */
export const later = undefined;

/**
 * @param {string} name
 * @param {CustomElementConstructor} element
 */
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}
