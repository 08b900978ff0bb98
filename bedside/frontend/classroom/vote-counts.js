// How a class voted: bars, or a table where each item has its own row; each in words and numbers, not in color alone.

/** @import { Given, ClassState, Grid, VoteLine } from "../types.js" */
/** @import { Kind } from "../elements/kind.js" */

import { make } from "../elements/dom.js";
import { kindOf } from "../elements/kinds.js";
import { percent } from "./question-view.js";

/**
 * @param {ClassState} state of a class that shows a question
 * @param {Given} [own] what this person gave, where there is such a person
 */
export function voteCounts({ question, voted, split, answer }, own = {}) {
  if (!question) return [];
  if (!voted) return [make("p", {}, "No votes yet.")];
  const lines = split ?? [];
  if (!lines.length) return [make("p", {}, `${voted} voted. What was typed is not shown here.`)];
  const kind = kindOf(question.kind);
  const grid = kind.grid(question, answer?.key);
  if (!grid) return [bars(lines, own, kind)];
  /** @type {Cell} */
  const cellOf = (slot, value) => {
    const line = lines.find((each) => each.slot === slot && each.value === value);
    const { count, share } = line ?? { count: 0, share: 0 };
    return cell(count, share, answer?.key[slot] === value, own[slot] === value);
  };
  return [table(grid, cellOf)];
}

/**
 * @param {VoteLine[]} lines
 * @param {Given} own
 * @param {Kind} kind
 */
function bars(lines, own, kind) {
  return make("ul", { class: "split" }, ...lines.map((line) => bar(line, own, kind)));
}

/**
 * @param {VoteLine} line
 * @param {Given} own
 * @param {Kind} kind
 */
function bar({ slot, value, say, count, share, right }, own, kind) {
  const fill = make("span", { class: "split-fill" });
  fill.style.width = `${share * 100}%`;
  const marked = Boolean(right) && kind.barOf(value) !== null;
  const mine = slot in own && kind.barOf(own[slot]) === value;
  return make(
    "li",
    { class: marked ? "split-right" : "" },
    make("span", { class: "split-say" }, say, ...signs(marked, mine, "your vote")),
    make("span", { class: "split-count" }, `${count} · ${percent(share)}`),
    make("span", { class: "split-rail", "aria-hidden": "true" }, fill),
  );
}

/**
 * @param {boolean} right
 * @param {boolean} mine
 * @param {string} yours
 */
function signs(right, mine, yours) {
  const word = make("span", { class: "split-word" }, "right");
  return [
    ...(right ? [make("strong", { class: "split-sign" }, "✓ ", word)] : []),
    ...(mine ? [make("span", { class: "split-mine" }, yours)] : []),
  ];
}

/** @typedef {(slot: string, value: string) => HTMLElement} Cell */

/**
 * @param {Grid} grid
 * @param {Cell} cellOf
 */
function table({ caption, head, items, columns, slotOf }, cellOf) {
  const heads = [head, ...columns.map(([, label]) => label)].map((say) => make("th", { scope: "col" }, say));
  const rows = items.map(({ id, say }) => {
    const cells = columns.map(([column]) => cellOf(...slotOf(id, column)));
    return make("tr", {}, make("th", { scope: "row", html: say }), ...cells);
  });
  return wide(caption, make("tr", {}, ...heads), rows);
}

/**
 * @param {number} count
 * @param {number} share
 * @param {boolean} right
 * @param {boolean} mine
 */
function cell(count, share, right, mine) {
  const made = make("td", { class: right ? "split-right" : "" }, `${count}`, ...signs(right, mine, "you"));
  made.style.setProperty("--share", `${Math.round(share * 35)}%`);
  return made;
}

/**
 * A table that may be wider than its page scrolls by itself, by keyboard too.
 * @param {string} caption
 * @param {HTMLElement} head
 * @param {HTMLElement[]} rows
 */
export function wide(caption, head, rows) {
  const parts = [make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...rows)];
  const whole = make("table", { class: "split-table" }, ...parts);
  return make("div", { class: "wide", role: "region", tabindex: 0, "aria-label": caption }, whole);
}
