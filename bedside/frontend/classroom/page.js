// What every page of a class does with its parts. What stays the same is left alone: a screen reader would say it
// again.

/** @import { Html } from "../types.js" */

export const code = location.pathname.split("/")[1].toUpperCase();

/**
 * A part of the page, which is there.
 * @param {string} id
 */
export const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} id */
export const field = (id) => /** @type {HTMLInputElement} */ (part(id));

/**
 * @param {string} id
 * @param {string} words
 */
export function write(id, words) {
  if (part(id).textContent !== words) part(id).textContent = words;
}

let told = "";

/**
 * The story that comes before a question: our own renderer's HTML, see bedside/content/text.py.
 * @param {Html} html
 */
export function tell(html) {
  if (told === html) return;
  told = html;
  part("tell").innerHTML = html;
}

/** Shows the code to scan, once. */
export function showCode() {
  const image = /** @type {HTMLImageElement} */ (part("qr"));
  image.src ||= `/${code}/qr.svg`;
}
