// The learner's own data: where it is, and how to take it along, take it in, and erase it.

/** @import { Clock, Learner, Message, Reply } from "../types.js" */
/** @import { Card } from "./identity.js" */
/** @import { Kept } from "./kept-answers.js" */

import { many, say } from "../sentences.js";
import { DamagedFile, today, unsealed, written } from "./answer-file.js";
import { safe } from "./progress.js";

export class LearnerData {
  /**
   * @param {Kept} kept
   * @param {Card} card
   * @param {Clock} clock
   * @param {string} file how files' names begin
   */
  constructor(kept, card, clock, file) {
    this.kept = kept;
    this.card = card;
    this.clock = clock;
    this.file = file;
  }

  /** @returns {Reply} */
  show(told = "") {
    return { html: page(this.card.learner(), this.kept.names().length), say: told };
  }

  /** @param {string} name */
  name(name) {
    const learner = this.card.learner();
    const wanted = [...name.trim().replace(/\s+/g, " ")].slice(0, 80).join("");
    if (!wanted) return this.show(say("name kept", { name: learner.name }));
    this.card.sign({ id: learner.id, name: wanted });
    return this.show(say("name taken", { name: wanted }));
  }

  /** @returns {Reply} */
  save() {
    const learner = this.card.learner();
    const lines = this.kept.lines();
    const now = this.clock();
    if (!lines.length) return { say: say("save none") };
    const own = learner.name
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join("-");
    const name = say("save file", { course: this.file, learner: own || "answers", day: today(now) });
    const text = written(learner.id, learner.name, lines, now);
    return { file: { name, text }, say: say("save done", { answers: many(lines.length), file: name }) };
  }

  /**
   * @param {string} text
   * @returns {Reply}
   */
  takeIn(text) {
    if (!text.trim()) return { say: say("take in none") };
    let found;
    try {
      found = unsealed(text);
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      return { say: say("take in damaged", { why: error.message }) };
    }
    const before = this.card.learner();
    const fresh = this.kept.add(found.answers);
    this.card.sign({ id: found.learner, name: found.name || before.name });
    const old = found.answers.length - fresh;
    const told = [say("take in done", { answers: many(fresh) })];
    if (old) told.push(say(old === 1 ? "take in here one" : "take in here many", { count: old }));
    return this.show(told.join(" "));
  }

  /** @returns {Reply} */
  askToErase() {
    const warning = `Erase ${many(this.kept.names().length)} for good? A file you saved before stays.`;
    const no = form({ show: "mine" }, `<button data-first>${say("erase no")}</button>`);
    return { html: `<p>${warning}</p>${no}${form({ do: "erase-now" }, button("erase yes"))}` };
  }

  /** @returns {Reply} */
  erase() {
    const said = say("erase done", { answers: many(this.kept.erase()) });
    this.card.tear();
    return { ...this.show(capitalized(said)), erased: true };
  }
}

/** @param {string} said */
const capitalized = (said) => said[0].toUpperCase() + said.slice(1);

/** @param {Parameters<typeof say>[0]} name */
const button = (name) => `<button>${say(name)}</button>`;

/**
 * @param {Message} ask
 * @param {string} inside
 */
export const form = (ask, inside) =>
  `<form class="bedside-form" data-ask="${safe(JSON.stringify(ask))}">${inside}</form>`;

const NAME = `<label>${say("name")} <input name="name" maxlength="80" autocomplete="off"></label>${button("name use")}`;
const CHOOSE = '<input type="file" name="file" accept=".jsonl">';
const FILE = `<label>${say("take in file")} ${CHOOSE}</label>${button("take in")}`;

/**
 * @param {Learner} learner
 * @param {number} count how many answers are kept
 */
function page({ name }, count) {
  const are = `${capitalized(many(count))} ${count > 1 ? "are" : "is"} kept in this browser`;
  return [
    `<p>${say("are you")} <strong>${safe(name)}</strong>. ${are}, on this device. `,
    `${say("handed over")} They go when the browser's data is cleared, so save them as a file `,
    "now and then.</p>",
    form({ do: "name" }, NAME),
    form({ do: "save" }, button("save")),
    form({ do: "take-in" }, FILE),
    form({ do: "erase" }, button("erase")),
  ].join("");
}
