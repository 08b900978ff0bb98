// All options that fit. What was ticked without being right takes away from the score.

/** @import { Given, Key, Mark, Slots, WithOptions } from "../types.js" */

import { make } from "../elements/dom.js";
import { why } from "../elements/grading.js";
import { Kind } from "../elements/kind.js";
import { listed, note, pick } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";

export class ChooseMany extends Kind {
  /** @type {"options"} */ mixes = "options";

  /**
   * @param {WithOptions} question
   * @param {string} uid
   */
  draw({ options }, uid) {
    return options.map(({ id, say }) =>
      make("div", {}, pick("checkbox", uid, id, "on", say, `${uid}-why-${id}`), note(uid, id)),
    );
  }

  /**
   * @param {WithOptions} _question
   * @param {Given} given
   */
  missing(_question, given) {
    return Object.values(given).some(Boolean) ? "" : "Tick at least one box first.";
  }

  /**
   * @param {Key} key
   * @param {Slots} slots
   */
  score(key, slots) {
    /** @param {boolean} wanted */
    const share = (wanted) => {
      const names = Object.keys(key).filter((slot) => Boolean(key[slot]) === wanted);
      return names.filter((slot) => slots[slot] === wanted).length / Math.max(names.length, 1);
    };
    return Math.max(0, share(true) - share(false));
  }

  /**
   * @param {Slots} slots
   * @param {Given} given
   */
  verdict(slots, given) {
    const ticked = Object.keys(slots).filter((slot) => given[slot]);
    if (ticked.every((slot) => slots[slot])) return "✗ Right so far, but there is more to tick.";
    return "✗ Not quite. See the boxes you ticked.";
  }

  /**
   * @param {WithOptions} question
   * @param {Slots} slots
   * @param {Given} given
   * @param {{done: boolean}} how
   * @returns {Mark[]}
   */
  marks(question, slots, given, { done }) {
    return Object.entries(slots)
      .filter(([slot]) => done || given[slot])
      .map(([slot, good]) => {
        const words = `${good ? "✓" : "✗"} ${question.key[slot] ? "Tick it." : "Leave it."}`;
        return { at: slot, good, words, html: why(question, slot, given[slot]) };
      });
  }

  /** @param {WithOptions} question */
  list({ options }) {
    return [make("p", {}, "Tick all that fit."), listed(options.map(({ say }) => say))];
  }

  /**
   * @param {WithOptions} question
   * @param {Key} key
   */
  listRight({ options }, key) {
    return [listed(options.filter(({ id }) => key[id]).map(({ say }) => say))];
  }
}

register("choose-many", new ChooseMany());
