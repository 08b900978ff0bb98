// The parts of a question's page, whatever its kind.

/** @import { Asked, Mark, Source } from "../types.js" */
/** @import { Kind } from "./kind.js" */

import { make } from "./dom.js";

const SURE = ["a guess", "fairly sure", "sure"];

/**
 * All of a question, with what it is filled and hidden by.
 * @param {Asked} question
 * @param {string} uid
 * @param {Kind} kind
 * @param {Node[]} controls
 * @param {Record<"hint" | "show" | "again", () => void>} press what its buttons do
 */
export function drawn(question, uid, kind, controls, press) {
  const slots = make("fieldset", { class: "bq-slots" }, make("legend", { html: question.ask }), ...controls);
  const sure = make("fieldset", { class: "bq-sure" }, make("legend", {}, "How sure are you? (if you like)"));
  SURE.forEach((say, i) => {
    const input = make("input", { type: "radio", name: `${uid}-sure`, value: i + 1 });
    sure.append(make("label", {}, input, say));
  });
  const hint = make("p", { class: "bq-hint", hidden: true, html: `<strong>Hint.</strong> ${question.hint}` });
  const check = make("button", { type: "submit", class: "bq-check" }, "Check");
  const buttons = {
    hint: make("button", { type: "button", onclick: press.hint }, "Hint"),
    show: make("button", { type: "button", onclick: press.show }, "Show me the answer"),
    again: make("button", { type: "button", onclick: press.again }, "Start again"),
  };
  const verdict = make("p", { class: "bq-verdict", tabindex: -1 });
  const ways = make("div", { class: "bq-buttons", role: "group", "aria-label": kind.asksWhich });
  const more = make("div", { class: "bq-more" });
  const voice = make("p", { class: "bq-voice", role: "status", "aria-live": "polite" });
  const row = make("div", { class: "bq-buttons" }, check, ...Object.values(buttons));
  const parts = [slots, sure, hint, row, verdict, ways, more, voice];
  const form = make("form", { novalidate: true, class: "bq" }, ...parts);
  return { form, slots, sure, hint, check, buttons, verdict, ways, more, voice };
}

/** @type {Map<boolean | null, string>} */
const RIGHT = new Map([
  [true, "yes"],
  [false, "no"],
]);

/**
 * Show feedback where it belongs.
 * @param {HTMLElement} slots
 * @param {string} uid
 * @param {Mark} mark
 */
export function marked(slots, uid, { at, good, words, html }) {
  const note = /** @type {HTMLElement} */ (slots.querySelector(`#${uid}-why-${at}`));
  note.replaceChildren(make("strong", {}, words), " ", make("span", { html }));
  note.dataset.right = RIGHT.get(good) ?? "";
  note.hidden = false;
}

/**
 * Where something comes from.
 * @param {Source[]} sources
 */
export function cited(sources) {
  const links = sources.map(({ label, link }) =>
    link ? make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, label) : label,
  );
  return make("p", { class: "bedside-source" }, "Source: ", ...links.flatMap((each, i) => (i ? ["; ", each] : [each])));
}
