// A number, read as people type it. Where a text can be two numbers, it is asked which is meant.

/** @import { Given, Key, Value, WithUnit } from "../types.js" */

import { make } from "../elements/dom.js";
import { fits } from "../elements/grading.js";
import { Kind } from "../elements/kind.js";
import { mistakesIn, note } from "../elements/kind-parts.js";
import { register } from "../elements/kinds.js";
import { number, readings } from "../elements/numbers.js";

/**
 * The numbers that what was typed may mean. Of two, the right one or a known mistake is meant, if the other is neither.
 * @param {Pick<WithUnit, "unit" | "key" | "why">} question
 * @param {Value} typed
 */
export function meant({ unit, key, why }, typed) {
  const found = readings(typed, unit);
  const wanted = key ? [key.number, ...why.number.map(([near]) => near)] : [];
  const known = found.filter((each) => wanted.some((near) => fits(near, each)));
  return known.length === 1 ? known : found;
}

export class NumberKind extends Kind {
  votesHoldRight = false;
  asksWhich = "Which number do you mean?";

  /**
   * @param {WithUnit} question
   * @param {string} uid
   */
  draw({ unit }, uid) {
    const field = make("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: 40,
      "data-slot": "number",
      size: 9,
      "aria-describedby": `${uid}-why-number`,
    });
    const label = make("label", { class: "bq-number" }, make("span", {}, "Your answer"), field, make("span", {}, unit));
    return [label, note(uid, "number")];
  }

  /**
   * @param {WithUnit} question
   * @param {Given} given
   */
  missing(question, { number: typed = "" }) {
    const found = meant(question, typed);
    if (found.length > 1) return `“${typed}” can mean ${found.join(" or ")}. Press the one you mean.`;
    if (!/\p{Nd}/u.test(`${typed}`)) return "Type a number first, such as 1500 or 0.6.";
    if (found.length) return "";
    return `“${typed}” cannot be read here. Type one number, such as 1500 or 0.6, in this unit: ${question.unit}.`;
  }

  /**
   * @param {WithUnit} question
   * @param {Given} given
   * @returns {Given}
   */
  meant(question, given) {
    const found = meant(question, given.number);
    return found.length === 1 ? { number: found[0] } : given;
  }

  /**
   * @param {WithUnit} question
   * @param {Given} given
   */
  ways(question, given) {
    return meant(question, given.number).map((each) => ({
      say: `${each} ${question.unit}`,
      given: { number: each },
      heard: `${each} is in the box.`,
    }));
  }

  /** @param {WithUnit} question */
  solution({ key }) {
    return { number: `${key.number.near}` };
  }

  /** @param {WithUnit} question */
  correction({ key, unit }) {
    return `The answer is ${spelled(key)} ${unit}.`;
  }

  /** @param {WithUnit} question */
  mistakes(question) {
    return mistakesIn(question, ({ near }) => near);
  }

  /** @param {WithUnit} question */
  list({ unit }) {
    return [make("p", {}, "Give a number", unit ? ` (${unit})` : "", ".")];
  }

  /**
   * @param {WithUnit} question
   * @param {Key} key
   */
  listRight({ unit }, key) {
    return [make("p", {}, make("strong", {}, `${spelled(key)} ${unit}`))];
  }

  /** @param {Value} value */
  barOf(value) {
    return number(value);
  }
}

/** @param {Key} key */
const spelled = (key) => key.number.near.toLocaleString("en-US", { maximumFractionDigits: 9 });

register("number", new NumberKind());
