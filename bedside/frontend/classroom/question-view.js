// A question to be read, not answered: on the wall and on the presenter's page.

import { make } from "../elements/dom.js";
import { cited } from "../elements/question.js";

export const text = (html) => make("span", { html }).textContent;
export const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`);
export const people = (count) => (count === 1 ? "1 person" : `${count} people`);

const list = (items, tag = "ul") => make(tag, { class: "read-list" }, ...items.map((html) => make("li", { html })));

const kinds = {
  choose: (q) => [list(q.options.map((each) => each.say))],
  "choose-many": (q) => [make("p", {}, "Tick all that fit."), list(q.options.map((each) => each.say))],
  sort: (q) => [
    list(q.items.map((each) => each.say)),
    make("p", {}, "Groups: ", make("strong", {}, Object.values(q.groups).map(text).join(" · "))),
  ],
  order: (q) => [make("p", {}, "Put these in order."), list(q.items.map((each) => each.say))],
  number: (q) => [make("p", {}, "Give a number", q.unit ? ` (${q.unit})` : "", ".")],
  fill: (q) => [
    make(
      "p",
      { class: "read-gaps" },
      ...q.text.flatMap((html, i) => [i ? make("span", { class: "read-gap" }, `${i}`) : "", make("span", { html })]),
    ),
  ],
};

// With the split beside it, which holds the options, only what it does not hold.
export function read(question, split) {
  const rest = split && question.kind !== "fill" ? [] : kinds[question.kind](question);
  return [make("p", { class: "read-ask", html: question.ask }), ...rest];
}

const rights = {
  choose: (q, key) => [list(q.options.filter((each) => each.id === key.choice).map((each) => each.say))],
  "choose-many": (q, key) => [list(q.options.filter((each) => key[each.id]).map((each) => each.say))],
  sort: (q, key) =>
    Object.entries(q.groups).map(([name, label]) =>
      make(
        "div",
        {},
        make("strong", { html: label }),
        list(q.items.filter((each) => key[each.id] === name).map((each) => each.say)),
      ),
    ),
  order: (q, key) => [
    list(
      Object.keys(key)
        .sort((a, b) => a - b)
        .map((place) => q.items.find((each) => each.id === key[place]).say),
      "ol",
    ),
  ],
  number: (q, key) => [
    make(
      "p",
      {},
      make("strong", {}, `${key.number.near.toLocaleString("en-US", { maximumFractionDigits: 9 })} ${q.unit}`),
    ),
  ],
  fill: (q, key) => [
    make("p", {}, ...q.text.flatMap((html, i) => [i ? make("strong", {}, key[i][0]) : "", make("span", { html })])),
  ],
};

// What is right, and why; marks is whether the split beside it marks what is right.
export function solved(question, { key, explain, sources }, marks) {
  return [
    ...(marks && question.kind !== "number" && question.kind !== "fill"
      ? []
      : [make("h3", {}, "✓ What is right"), ...rights[question.kind](question, key)]),
    make("p", { class: "read-explain", html: explain }),
    cited(sources),
  ];
}
