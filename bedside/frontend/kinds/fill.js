// A text with gaps, each to be filled with a word.

/** @import { Html, Key, Value, WithGaps } from "../types.js" */

import { make } from "../elements/dom.js";
import { Kind } from "../elements/kind.js";
import { mistakesIn, note } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";

export class Fill extends Kind {
  votesHoldAsked = false;
  votesHoldRight = false;

  /**
   * @param {WithGaps} question
   * @param {string} uid
   */
  draw({ text }, uid) {
    const gaps = text.length - 1;
    const line = between(text, (gap) =>
      make("input", {
        type: "text",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        maxlength: 200,
        size: 14,
        "aria-label": `Missing word ${gap} of ${gaps}`,
        "data-slot": gap,
        "aria-describedby": `${uid}-why-${gap}`,
      }),
    );
    return [make("p", { class: "bq-fill" }, ...line), ...text.slice(1).map((_, i) => note(uid, `${i + 1}`))];
  }

  /**
   * @param {WithGaps} question
   */
  solution({ key }) {
    return Object.fromEntries(Object.entries(key).map(([gap, words]) => [gap, words[0]]));
  }

  /**
   * @param {WithGaps} question
   * @param {string} slot
   */
  correction({ key }, slot) {
    return `The word is “${key[slot][0]}”.`;
  }

  /** @param {WithGaps} question */
  mistakes(question) {
    return mistakesIn(question, (words) => words[0]);
  }

  /** @param {WithGaps} question */
  list({ text }) {
    const gap = (/** @type {number} */ place) => make("span", { class: "read-gap" }, `${place}`);
    return [make("p", { class: "read-gaps" }, ...between(text, gap))];
  }

  /**
   * @param {WithGaps} question
   * @param {Key} key
   */
  listRight({ text }, key) {
    return [make("p", {}, ...between(text, (gap) => make("strong", {}, key[gap][0])))];
  }

  /** @param {Value} _value */
  barOf(_value) {
    return null; // here a line is how many were right
  }
}

/**
 * A text with something made for each of its gaps.
 * @param {Html[]} text
 * @param {(gap: number) => Node} made
 */
function between(text, made) {
  return text.flatMap((html, i) => (i ? [made(i), make("span", { html })] : [make("span", { html })]));
}

register("fill", new Fill());
