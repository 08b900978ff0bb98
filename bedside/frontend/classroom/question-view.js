// A question to be read, not answered: on the wall and on the presenter's page.

/** @import { Asked } from "../types.js" */

import { make } from "../elements/dom.js";
import { kindOf } from "../elements/kinds.js";
import { cited } from "../elements/question-parts.js";

/** @param {number | null | undefined} share */
export const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`);

/** @param {number} count */
export const people = (count) => (count === 1 ? "1 person" : `${count} people`);

/**
 * With its votes beside it, which hold the options, only what they do not hold.
 * @param {Asked} question
 * @param {boolean} votes whether they are beside it
 */
export function read(question, votes) {
  const kind = kindOf(question.kind);
  const rest = votes && kind.votesHoldAsked ? [] : kind.list(question);
  return [make("p", { class: "read-ask", html: question.ask }), ...rest];
}

/**
 * What is right, and why.
 * @param {Asked} question
 * @param {Pick<Asked, "key" | "explain" | "sources">} answer
 * @param {boolean} votes whether they are beside it, and mark what is right
 */
export function solved(question, { key, explain, sources }, votes) {
  const kind = kindOf(question.kind);
  const right = [make("h3", {}, "✓ What is right"), ...kind.listRight(question, key)];
  const why = make("p", { class: "read-explain", html: explain });
  return [...(votes && kind.votesHoldRight ? [] : right), why, cited(sources)];
}
