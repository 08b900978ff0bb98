// How a class voted: bars, or for sorting and ordering a table; each in words and numbers, not in color alone.

import { make } from "../elements/dom.js";
import { number } from "../elements/numbers.js";
import { percent, text } from "./question-view.js";

// state: a class with its question, voted and split; own is what this person gave, where there is such a person.
export function split(state, own = {}) {
  const { question: q, voted, split: lines } = state;
  if (!voted) return [make("p", {}, "No votes yet.")];
  if (q.kind === "fill" && !lines.length) return [make("p", {}, `${voted} voted. What was typed is not shown here.`)];
  return [q.kind === "sort" || q.kind === "order" ? table(q, lines, own, state.answer) : bars(lines, own, q.kind)];
}

function bars(lines, own, kind) {
  const mine = ({ slot, value }) =>
    slot in own && kind !== "fill" && (kind === "number" ? number(own[slot]) : own[slot]) === value;
  return make(
    "ul",
    { class: "split" },
    ...lines.map((line) => {
      const fill = make("span", { class: "split-fill" });
      fill.style.width = `${line.share * 100}%`;
      const right = line.right && kind !== "fill"; // there, a line is how many were right
      return make(
        "li",
        { class: right ? "split-right" : "" },
        make("span", { class: "split-say" }, line.say, ...signs(right, mine(line))),
        make("span", { class: "split-count" }, `${line.count} · ${percent(line.share)}`),
        make("span", { class: "split-rail", "aria-hidden": "true" }, fill),
      );
    }),
  );
}

function signs(right, mine, yours = "your vote") {
  return [
    right && make("strong", { class: "split-sign" }, "✓ ", make("span", { class: "split-word" }, "right")),
    mine && make("span", { class: "split-mine" }, yours),
  ].filter(Boolean);
}

// One row an item; what was given is a group, or a place. Once what is right is known, items stand in their order.
function table(q, lines, own, answer) {
  const place = (item) => Object.keys(answer.key).find((each) => answer.key[each] === item.id);
  const items = q.kind === "order" && answer ? [...q.items].sort((a, b) => place(a) - place(b)) : q.items;
  const places = q.items.map((_, i) => `${i + 1}`);
  const columns =
    q.kind === "sort"
      ? Object.entries(q.groups).map(([name, html]) => [name, text(html)])
      : places.map((place) => [place, place]);
  const find = (item, column) => {
    const [slot, value] = q.kind === "sort" ? [item, column] : [column, item];
    const line = lines.find((each) => each.slot === slot && each.value === value);
    return { count: 0, share: 0, ...line, right: answer?.key[slot] === value, mine: own[slot] === value };
  };
  const head = make(
    "tr",
    {},
    make("th", { scope: "col" }, q.kind === "sort" ? "What" : "Step"),
    ...columns.map(([, label]) => make("th", { scope: "col" }, label)),
  );
  const rows = items.map((item) =>
    make(
      "tr",
      {},
      make("th", { scope: "row", html: item.say }),
      ...columns.map(([column]) => cell(find(item.id, column))),
    ),
  );
  const caption = make(
    "caption",
    {},
    q.kind === "sort" ? "How many put each item into each group" : "How many put each step in each place",
  );
  return wide(make("table", { class: "split-table" }, caption, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function cell({ count, share, right, mine }) {
  const made = make("td", { class: right ? "split-right" : "" }, `${count}`, ...signs(right, mine, "you"));
  made.style.setProperty("--share", `${Math.round(share * 35)}%`);
  return made;
}

// A table that may be wider than its page scrolls by itself, by keyboard too.
export function wide(table) {
  return make("div", { class: "wide", role: "region", tabindex: 0, "aria-label": table.caption.textContent }, table);
}
