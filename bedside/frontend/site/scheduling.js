// What to practise next, as bedside/learner/scheduling.py finds it; its first lines tell the rules.

/** @import { Answer, Course } from "../types.js" */
/** @import { Card } from "./fsrs.js" */

import { say } from "../sentences.js";
import { DAY, dayOf, whenever } from "./days.js";
import { again, easy, good, hard, Scheduler } from "./fsrs.js";

/**
 * How a question's latest sitting began and ended, rightly or not, and when.
 * @typedef {{card: Card, first: boolean, last: boolean, when: number}} Memory
 */
/** @typedef {{questions: string[], more: number, back: number | null}} Due */

/** @param {Answer} answer */
function rating({ score, hint, confidence }) {
  if (score !== 1) return again;
  if (hint || confidence === 1) return hard;
  return confidence === 3 ? easy : good;
}

/**
 * What the answers show of each question, by its id.
 * @param {Answer[]} answers
 * @param {Course} course
 * @param {Date} now
 * @returns {Map<string, Memory>}
 */
export function memories(answers, course, now) {
  const scheduler = new Scheduler(course.memory);
  const known = new Map();
  const revisions = new Map(Object.entries(course.questions).map(([name, { revision }]) => [name, revision]));
  const counted = answers.filter(
    ({ question, revision }) => revisions.has(question) && revisions.get(question) === revision,
  );
  const moments = timed(counted, now.getTime());
  counted.forEach((answer, i) => {
    const before = known.get(answer.question);
    const when = Math.max(moments[i], before?.when ?? DAY);
    const day = dayOf(when);
    const last = answer.score === 1;
    if (before?.card.seen === day) Object.assign(before, { when, last });
    else {
      const card = scheduler.reviewed(before?.card, rating(answer), day);
      known.set(answer.question, { when, card, first: last, last });
    }
  });
  return known;
}

/**
 * When answers were given; one from a time yet to come was given when the one after it was, or now.
 * @param {Answer[]} answers
 * @param {number} now
 */
function timed(answers, now) {
  const moments = answers.map(({ answered_at }) => Date.parse(answered_at));
  let following = now;
  for (let i = moments.length - 1; i >= 0; i--) {
    if (moments[i] <= now) following = moments[i];
    moments[i] = following;
  }
  return moments;
}

/**
 * @param {Memory} memory
 * @param {number} day
 */
export const isDue = ({ card, last }, day) => card.back <= day || !last;

/**
 * At most so many questions, as pick in bedside/learner/scheduling.py.
 * @param {Answer[]} answers
 * @param {Course} course
 * @param {Date} now
 * @returns {Due}
 */
export function picked(answers, course, now, most = 10) {
  const known = memories(answers, course, now);
  const day = dayOf(now.getTime());
  const scheduler = new Scheduler(course.memory);
  /** @param {Memory} memory */
  const far = ({ card }) => Math.abs(scheduler.held(card, day) - course.memory.best);
  const due = [...known]
    .filter(([, memory]) => isDue(memory, day))
    .map(([name, memory]) => ({ name, far: far(memory) }));
  due.sort((one, other) => one.far - other.far);
  const backs = [...known.values()].filter((memory) => !isDue(memory, day)).map(({ card }) => card.back);
  const chosen = [...due.map(({ name }) => name), ...fresh(known, course)].slice(0, most);
  return {
    questions: mixed(chosen, (name) => course.questions[name].lesson),
    more: Math.max(0, due.length - most),
    back: backs.length ? Math.min(...backs) : null,
  };
}

/**
 * Questions of the review that were never asked, on what was begun; deeper ones for those who went there.
 * @param {Map<string, Memory>} known
 * @param {Course} course
 */
function fresh(known, course) {
  const begun = new Set([...known.keys()].map((name) => course.questions[name].objective));
  const deeper = new Set(course.deeper);
  const wanted = course.deeper.some((name) => known.has(name));
  return course.lessons
    .flatMap(({ review }) => review)
    .filter((name) => !known.has(name) && begun.has(course.questions[name].objective))
    .filter((name) => wanted || !deeper.has(name));
}

/**
 * Neighbours come from different lessons wherever they can; the lesson with the most left goes first.
 * @param {string[]} names
 * @param {(name: string) => string} lessonOf
 */
export function mixed(names, lessonOf) {
  const left = [...names];
  /** @type {string[]} */
  const order = [];
  while (left.length) {
    /** @type {Record<string, number>} */
    const many = {};
    const before = order.at(-1);
    const last = before === undefined ? null : lessonOf(before);
    for (const name of left) many[lessonOf(name)] = (many[lessonOf(name)] ?? 0) + 1;
    /** @param {string} name */
    const worth = (name) => many[lessonOf(name)] + (lessonOf(name) === last ? 0 : names.length);
    const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    order.push(...left.splice(left.indexOf(best), 1));
  }
  return order;
}

/**
 * What a learner is told beside the questions.
 * @param {Due} due
 * @param {Date} now
 */
export function told({ questions, more, back }, now) {
  if (more) return say(more === 1 ? "due one" : "due many", { count: more });
  if (questions.length) return say("due none");
  return back === null ? say("due first") : say("due later", { when: whenever(back, now) });
}
