// What modules of kinds make their controls and lists of.

/** @import { Asked, Html } from "../types.js" */

import { make } from "./dom.js";

/** @param {HTMLElement} place */
export function inputs(place) {
  return /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("[data-slot]"));
}

/**
 * Where the feedback of a slot or an option stands.
 * @param {string} uid
 * @param {string} name
 */
export const note = (uid, name) => make("p", { class: "bq-why", id: `${uid}-why-${name}`, hidden: true });

/**
 * A radio button or a box, with what it says.
 * @param {"radio" | "checkbox"} type
 * @param {string} uid
 * @param {string} slot
 * @param {string} value
 * @param {Html} say
 * @param {string} [describe] the id of what describes it
 */
export function pick(type, uid, slot, value, say, describe) {
  const name = `${uid}-${slot}`;
  const input = make("input", { type, name, value, "data-slot": slot, "aria-describedby": describe });
  return make("label", { class: "bq-option" }, input, make("span", { html: say }));
}

/**
 * @param {Html[]} items
 * @param {"ul" | "ol"} [tag]
 */
export const listed = (items, tag = "ul") =>
  make(tag, { class: "read-list" }, ...items.map((html) => make("li", { html })));

/**
 * The words of a text, without what they look like.
 * @param {Html} html
 */
export const wordsOf = (html) => make("span", { html }).textContent ?? "";

/**
 * What is said of values that are not the right one, each with what it is called.
 * @param {Asked} question
 * @param {(wanted: any) => string} named
 * @returns {[say: string, why: Html][]}
 */
export function mistakesIn({ key, why }, named) {
  /** @param {any} wanted @param {string} slot */
  const right = (wanted, slot) => JSON.stringify(wanted) === JSON.stringify(key[slot]);
  return Object.entries(why).flatMap(([slot, found]) =>
    found.filter(([wanted]) => !right(wanted, slot)).map(([wanted, html]) => [named(wanted), html]),
  );
}
