// What a kind of question does; a kind of its own overrides what is its own, see the folder kinds.

/** @import { Asked, Given, Grid, Html, Key, Mark, Page, Said, Slots, Value } from "../types.js" */

import { why } from "./grading.js";
import { inputs } from "./kind-parts.js";

export class Kind {
  // Which part of a question may come in another order, if any.
  /** @type {"options" | "items" | ""} */ mixes = "";
  // Whether the votes of a class, in bars or a table, already hold what the question lists, and what of it is right.
  votesHoldAsked = true;
  votesHoldRight = true;
  // What is asked where what was given can mean several things.
  asksWhich = "";

  // ---- Answering

  /**
   * The controls; each says in data-slot which slot it fills, and beside it stands a note for its feedback.
   * @param {Asked} question
   * @param {string} _uid begins the ids of its controls
   * @param {Page} _page
   * @returns {Node[]}
   */
  draw(question, _uid, _page) {
    throw new Error(`${question.kind} cannot be drawn`);
  }

  /**
   * Whether an order gives the answer away, so that another one is drawn.
   * @param {Asked} _question
   * @param {Said[]} _order
   */
  isSolved(_question, _order) {
    return false;
  }

  /**
   * @param {HTMLElement} place
   * @returns {Given}
   */
  read(place) {
    /** @type {Given} */
    const given = {};
    for (const input of inputs(place)) {
      const slot = /** @type {string} */ (input.dataset.slot);
      if (input.type === "checkbox") given[slot] = input.checked;
      else if (input.type === "radio" ? input.checked : input.value.trim()) given[slot] = input.value;
    }
    return given;
  }

  /**
   * @param {HTMLElement} place
   * @param {Given} given
   */
  write(place, given) {
    for (const input of inputs(place)) {
      const value = given[/** @type {string} */ (input.dataset.slot)];
      if (input.type === "checkbox") input.checked = value === true;
      else if (input.type === "radio") input.checked = value === input.value;
      else input.value = `${value ?? ""}`;
    }
  }

  /**
   * What is still to be done before it can be checked, in words, or nothing.
   * @param {Asked} _question
   * @param {Given} _given
   * @param {number} empty how many slots nothing was given for
   */
  missing(_question, _given, empty) {
    return empty ? `Fill each gap first. ${empty} to go.` : "";
  }

  /**
   * What was meant by what was given, as it is graded and kept.
   * @param {Asked} _question
   * @param {Given} given
   */
  meant(_question, given) {
    return given;
  }

  /**
   * Where what was given can mean several things: what to call each, and what to give for it.
   * @param {Asked} _question
   * @param {Given} _given
   * @returns {{say: string, given: Given, heard: string}[]}
   */
  ways(_question, _given) {
    return [];
  }

  // ---- Feedback

  /**
   * A score between 0 and 1.
   * @param {Key} _key
   * @param {Slots} slots
   */
  score(_key, slots) {
    const all = Object.values(slots);
    return all.filter(Boolean).length / Math.max(all.length, 1);
  }

  /**
   * What is right, as someone would give it.
   * @param {Asked} question
   * @returns {Given}
   */
  solution({ key }) {
    return key;
  }

  /**
   * What a wrong answer is told at once.
   * @param {Slots} slots
   * @param {Given} _given
   */
  verdict(slots, _given) {
    const all = Object.values(slots);
    const good = all.filter(Boolean).length;
    if (all.length === 1) return "✗ Not this one. Read why, then try again.";
    return `✗ Not quite: ${good} of ${all.length} are right. Read why, then try again.`;
  }

  /**
   * What stands beside each slot. Where it corrects, as in a class, it says what would be right.
   * @param {Asked} question
   * @param {Slots} slots
   * @param {Given} given
   * @param {{done: boolean, corrects: boolean}} how
   * @returns {Mark[]}
   */
  marks(question, slots, given, { corrects }) {
    return Object.entries(slots).map(([slot, good]) => {
      const html = why(question, slot, given[slot]);
      const at = this.noteOf(slot, given);
      if (good || !corrects) return { at, good, ...this.remark(good, html) };
      return { at, good, words: `✗ ${this.correction(question, slot, given[slot])}`, html };
    });
  }

  /**
   * Beside what the feedback of a slot stands.
   * @param {string} slot
   * @param {Given} _given
   */
  noteOf(slot, _given) {
    return slot;
  }

  /**
   * @param {boolean} good
   * @param {Html} html why
   */
  remark(good, html) {
    if (good) return { words: "✓ Right.", html };
    return { words: "✗ Not yet.", html: html || "Look again, or take the hint." };
  }

  /**
   * What would have been right where a wrong value was given.
   * @param {Asked} _question
   * @param {string} _slot
   * @param {Value} _value
   */
  correction(_question, _slot, _value) {
    return "";
  }

  /**
   * Known mistakes, each with why it is one, to be read once all is done.
   * @param {Asked} _question
   * @returns {[say: string, why: Html][]}
   */
  mistakes(_question) {
    return [];
  }

  // ---- Before a class

  /**
   * The question to be read, without controls.
   * @param {Asked} question
   * @returns {Node[]}
   */
  list(question) {
    throw new Error(`${question.kind} cannot be read`);
  }

  /**
   * What is right, to be read.
   * @param {Asked} question
   * @param {Key} _key
   * @returns {Node[]}
   */
  listRight(question, _key) {
    throw new Error(`${question.kind} does not list what is right`);
  }

  /**
   * How its votes are a table; those of other kinds are bars.
   * @param {Asked} _question
   * @param {Key} [_key] once it is told
   * @returns {Grid | null}
   */
  grid(_question, _key) {
    return null;
  }

  /**
   * A value of a vote as the bars name it.
   * @param {Value} value
   * @returns {Value | null}
   */
  barOf(value) {
    return value;
  }
}
