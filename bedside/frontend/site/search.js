// The search: sections that hold every word looked for, those with the words in their titles first.

/** @import { IndexEntry } from "../types.js" */
/** @typedef {{entry: IndexEntry, score: number, at: number}} Hit at is the letter of the text where it begins */

import { make } from "../elements/dom.js";
import { plain } from "../elements/grading.js";

const LISTED = 40; // results
const BEFORE = 60; // letters of a section shown before the first hit
const AROUND = 180; // and in all

/**
 * The sections of an index that hold every word of a query, best first.
 * @param {IndexEntry[]} index
 * @param {string} query
 */
export function hits(index, query) {
  const words = plain(query).split(/[^\p{L}\p{N}]+/u);
  const begins = words.filter(Boolean).map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "gu"));
  const rated = index.map((entry) => rate(entry, begins)).filter(({ score }) => score);
  return rated.sort((one, other) => other.score - one.score);
}

/**
 * @param {IndexEntry} entry
 * @param {RegExp[]} begins
 * @returns {Hit}
 */
function rate(entry, begins) {
  const [title, text] = [plain(entry[3]), plain(entry[4])];
  /** @param {RegExp} begin @param {string} place */
  const count = (begin, place) => place.match(begin)?.length ?? 0;
  const scores = begins.map((begin) => 10 * count(begin, title) + Math.min(count(begin, text), 5));
  const places = begins.map((begin) => text.search(begin)).filter((place) => place >= 0);
  const score = scores.every(Boolean) ? scores.reduce((sum, each) => sum + each, 0) : 0;
  return { entry, score, at: places.length ? Math.min(...places) : 0 };
}

/**
 * The text around a hit; folding a letter may have made two of it, so the place is a guess that errs by little.
 * @param {string} text
 * @param {number} at
 */
function around(text, at) {
  const from = at > BEFORE ? text.lastIndexOf(" ", at - BEFORE) + 1 : 0;
  return `${from ? "… " : ""}${text.slice(from, from + AROUND)}${from + AROUND < text.length ? " …" : ""}`;
}

/** @param {Hit} hit */
function shown({ entry: [page, anchor, title, section, text], at }) {
  const name = section === title ? title : `${title} › ${section}`;
  const link = make("a", { href: `${page}.html#${anchor}` }, name);
  return make("li", {}, link, make("p", {}, around(text, at)));
}

/**
 * @param {string} query
 * @param {number} found
 */
function words(query, found) {
  if (!query) return "Type a word, such as fever.";
  if (!found) return `Nothing found for “${query}”. Try one word, or the beginning of one.`;
  const most = found > LISTED ? `, the best ${LISTED} are listed` : "";
  return `${found} ${found === 1 ? "place" : "places"}${most}.`;
}

/**
 * Makes the page's form search an index.
 * @param {IndexEntry[]} index
 */
export function find(index) {
  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const form = /** @type {HTMLFormElement} */ (part("find"));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const look = () => {
    const query = field.value.trim();
    const found = query ? hits(index, query) : [];
    part("told").textContent = words(query, found.length);
    part("found").replaceChildren(...found.slice(0, LISTED).map(shown));
  };
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  field.addEventListener("input", look);
  look();
  field.focus();
}
