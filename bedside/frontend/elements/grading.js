// Grading: the same few lines as bedside/kinds/grading.py, run on the same cases (tests/data/grading.json).

/** @import { Asked, Given, Grade, Html, Key, Value, Wanted } from "../types.js" */

import { kindOf } from "./kinds.js";
import { number, straight } from "./numbers.js";

/**
 * A word without what does not make it another: accents, case, spaces, a full stop at its end.
 * @param {string} word
 */
export function plain(word) {
  const letters = word
    .replace(/[´\u1ffd]/g, "'")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "");
  // Upper last, so that ß is SS and the two small sigmas are one; lower first, for a capital ẞ.
  const said = straight(letters).toLowerCase().toUpperCase();
  const spaced = said.replace(/[ \t\n\r\f\v\u00a0]+/g, " ").replace(/^ +| +$/g, "");
  return spaced.replace(/([^ .,;:!?])[ .,;:!?]+$/, "$1");
}

// No text of the course is longer, and comparing a much longer one can take minutes.
const LONGEST = 1200;

/**
 * @param {Wanted} wanted
 * @param {Value | undefined} value
 */
export function fits(wanted, value) {
  if (wanted === null) return true;
  if (Array.isArray(wanted)) {
    if (typeof value !== "string" || [...value].length > LONGEST) return false;
    return wanted.some((word) => plain(word) === plain(value));
  }
  if (typeof wanted !== "object") return value === wanted;
  const found = number(value);
  return found !== null && Math.abs(found - wanted.near) <= wanted.tolerance + 1e-9;
}

/**
 * @param {string} kind
 * @param {Key} key
 * @param {Given} given
 * @returns {Grade}
 */
export function grade(kind, key, given) {
  /** @type {Record<string, boolean>} */
  const slots = {};
  for (const [slot, wanted] of Object.entries(key)) {
    slots[slot] = fits(wanted, given[slot] ?? (typeof wanted === "boolean" ? false : undefined));
  }
  return { right: Object.values(slots).every(Boolean), score: kindOf(kind).score(key, slots), slots };
}

/**
 * Why a value is right or wrong in a slot.
 * @param {Pick<Asked, "why">} question
 * @param {string} slot
 * @param {Value} value
 * @returns {Html}
 */
export const why = (question, slot, value) =>
  (question.why[slot] ?? question.why["*"])?.find(([wanted]) => fits(wanted, value))?.[1] ?? "";
