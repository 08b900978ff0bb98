// The learner's own data: where it is, and how to take it along, take it in, and erase it.

/** @import { Clock, Learner, Message, Reply } from "../types.js" */
/** @import { Card } from "./identity.js" */
/** @import { Kept } from "./kept-answers.js" */

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
  show(say = "") {
    return { html: page(this.card.learner(), this.kept.names().length), say };
  }

  /** @param {string} name */
  name(name) {
    const learner = this.card.learner();
    const wanted = [...name.trim().replace(/\s+/g, " ")].slice(0, 80).join("");
    if (!wanted) return this.show(`You are still ${learner.name}.`);
    this.card.sign({ id: learner.id, name: wanted });
    return this.show(`From now on you are ${wanted}.`);
  }

  /** @returns {Reply} */
  save() {
    const learner = this.card.learner();
    const lines = this.kept.lines();
    const now = this.clock();
    if (!lines.length) return { say: "There is no answer yet, so there is nothing to save." };
    const own = learner.name
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join("-");
    const name = `${this.file}-${own || "answers"}-${today(now)}.jsonl`;
    const text = written(learner.id, learner.name, lines, now);
    return { file: { name, text }, say: `Saved ${counted(lines.length)} as ${name}.` };
  }

  /**
   * @param {string} text
   * @returns {Reply}
   */
  takeIn(text) {
    if (!text.trim()) return { say: "Choose a file first, one that you saved here or on another computer." };
    let found;
    try {
      found = unsealed(text);
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      return { say: `This file cannot be taken in: ${error.message}. Nothing was changed.` };
    }
    const before = this.card.learner();
    const fresh = this.kept.add(found.answers);
    this.card.sign({ id: found.learner, name: found.name || before.name });
    const old = found.answers.length - fresh;
    const here = ` ${old} of the file ${old === 1 ? "was" : "were"} here before.`;
    return this.show(`Took in ${counted(fresh)}.${old ? here : ""}`);
  }

  /** @returns {Reply} */
  askToErase() {
    const say = `Erase ${counted(this.kept.names().length)} for good? A file you saved before stays.`;
    const no = form({ show: "mine" }, "<button data-first>No, keep them</button>");
    return { html: `<p>${say}</p>${no}${form({ do: "erase-now" }, "<button>Yes, erase them</button>")}` };
  }

  /** @returns {Reply} */
  erase() {
    const said = counted(this.kept.erase());
    this.card.tear();
    return { ...this.show(`${said[0].toUpperCase()}${said.slice(1)} erased.`), erased: true };
  }
}

/** @param {number} count */
const counted = (count) => ["no answer", "one answer"][count] ?? `${count} answers`;

/**
 * @param {Message} ask
 * @param {string} inside
 */
export const form = (ask, inside) =>
  `<form class="bedside-form" data-ask="${safe(JSON.stringify(ask))}">${inside}</form>`;

const NAME =
  '<label>Another name for you, if you like <input name="name" maxlength="80" autocomplete="off"></label>' +
  "<button>Use this name</button>";
const FILE =
  "<label>A file of your answers, from here or another computer " +
  '<input type="file" name="file" accept=".jsonl"></label><button>Take it in</button>';

/**
 * @param {Learner} learner
 * @param {number} count how many answers are kept
 */
function page({ name }, count) {
  const kept = counted(count);
  const are = `${kept[0].toUpperCase()}${kept.slice(1)} ${count > 1 ? "are" : "is"} kept in this browser`;
  return [
    `<p>Here you are <strong>${safe(name)}</strong>. ${are}, on this device. `,
    "No one gets them unless you hand them over. They go when the browser's data is cleared, so save them as a file ",
    "now and then.</p>",
    form({ do: "name" }, NAME),
    form({ do: "save" }, "<button>Save my answers as a file</button>"),
    form({ do: "take-in" }, FILE),
    form({ do: "erase" }, "<button>Erase my answers</button>"),
  ].join("");
}
