// One of several options.

/** @import { Given, Key, Mark, Slots, WithOptions } from "../types.js" */

import { make } from "../elements/dom.js";
import { why } from "../elements/grading.js";
import { Kind } from "../elements/kind.js";
import { listed, note, pick } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";

export class Choose extends Kind {
  /** @type {"options"} */ mixes = "options";

  /**
   * @param {WithOptions} question
   * @param {string} uid
   */
  draw({ options }, uid) {
    return options.map(({ id, say }) =>
      make("div", {}, pick("radio", uid, "choice", id, say, `${uid}-why-${id}`), note(uid, id)),
    );
  }

  /**
   * @param {WithOptions} _question
   * @param {Given} _given
   * @param {number} empty
   */
  missing(_question, _given, empty) {
    return empty ? "Pick an answer first." : "";
  }

  /**
   * @param {WithOptions} question
   * @param {Slots} _slots
   * @param {Given} given
   * @param {{done: boolean}} how
   * @returns {Mark[]}
   */
  marks(question, _slots, { choice }, { done }) {
    const { options, key } = question;
    return options
      .filter(({ id }) => done || id === choice)
      .map(({ id }) => {
        const good = key.choice === id;
        const html = why(question, "choice", id);
        if (good) return { at: id, good, words: "✓ Right.", html };
        if (id === choice) return { at: id, good, words: "✗ Not this one.", html };
        return { at: id, good: null, words: "Why not:", html };
      });
  }

  /** @param {WithOptions} question */
  list({ options }) {
    return [listed(options.map(({ say }) => say))];
  }

  /**
   * @param {WithOptions} question
   * @param {Key} key
   */
  listRight({ options }, key) {
    return [listed(options.filter(({ id }) => id === key.choice).map(({ say }) => say))];
  }
}

register("choose", new Choose());
