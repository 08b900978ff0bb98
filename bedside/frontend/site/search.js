// The search: sections that hold every word looked for, those with the words in their titles first.

import { make } from "../elements/dom.js";
import { plain } from "../elements/grading.js";

const LISTED = 40,
  BEFORE = 60,
  AROUND = 180; // results; letters of a section shown before the first hit, and in all

// The sections of an index that hold every word of a query, best first, each with where the first hit is.
export function hits(index, query) {
  const words = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const begins = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "gu"));
  const rate = ([, , , title, text]) => {
    const [above, below] = [plain(title), plain(text)];
    const scores = begins.map(
      (begin) => 10 * (above.match(begin)?.length ?? 0) + Math.min(below.match(begin)?.length ?? 0, 5),
    );
    const at = Math.min(...begins.map((begin) => below.search(begin)).filter((found) => found >= 0), below.length);
    return {
      score: scores.every(Boolean) ? scores.reduce((sum, score) => sum + score, 0) : 0,
      at: at === below.length ? 0 : at,
    };
  };
  return index
    .map((entry) => ({ entry, ...rate(entry) }))
    .filter(({ score }) => score)
    .sort((one, other) => other.score - one.score);
}

// The text around a hit; folding a letter may have made two of it, so the place is a guess that errs by little.
function around(text, at) {
  const from = at > BEFORE ? text.lastIndexOf(" ", at - BEFORE) + 1 : 0;
  return `${from ? "… " : ""}${text.slice(from, from + AROUND)}${from + AROUND < text.length ? " …" : ""}`;
}

export function find(index) {
  const [form, told, list] = ["find", "told", "found"].map((id) => document.getElementById(id));
  const field = form.elements.q;
  const entry = ({ entry: [page, anchor, title, section, text], at }) =>
    make(
      "li",
      {},
      make("a", { href: `${page}.html#${anchor}` }, section === title ? title : `${title} › ${section}`),
      make("p", {}, around(text, at)),
    );
  const look = () => {
    const query = field.value.trim();
    const found = query ? hits(index, query) : [];
    const most = found.length > LISTED ? `, the best ${LISTED} are listed` : "";
    told.textContent = !query
      ? "Type a word, such as fever."
      : found.length
        ? `${found.length} ${found.length === 1 ? "place" : "places"}${most}.`
        : `Nothing found for “${query}”. Try one word, or the beginning of one.`;
    list.replaceChildren(...found.slice(0, LISTED).map(entry));
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
