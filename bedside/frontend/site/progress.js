// How far a learner is, in four words, as bedside/learner/progress.py says it.

/** @import { Answer, Course, Html, SiteLesson } from "../types.js" */
/** @import { Memory } from "./scheduling.js" */

import { say } from "../sentences.js";
import { dayOf } from "./days.js";
import { isDue, memories } from "./scheduling.js";

/** @typedef {"not begun" | "begun" | "solid" | "to be revisited"} State */
/** @typedef {{say: Html, state: State, answered: boolean}} Goal */
/** @typedef {{lesson: SiteLesson, goals: Goal[], state: State, answered: boolean}} Standing */

/** @type {Record<State, string>} */
const SHAPES = { "not begun": "○", begun: "◐", solid: "●", "to be revisited": "↻" };
/** @type {Record<string, string>} */
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/**
 * A text that stands in HTML for itself.
 * @param {string} text
 */
export const safe = (text) => text.replace(/[&<>"']/g, (sign) => MARKS[sign]);

/**
 * Each lesson with its state, whether all its page's questions were answered, and its goals.
 * @param {Answer[]} answers
 * @param {Course} course
 * @param {Date} now
 * @returns {Standing[]}
 */
export function progress(answers, course, now) {
  const known = memories(answers, course, now);
  const day = dayOf(now.getTime());
  const told = new Set(course.patients);
  const asked = Object.entries(course.questions).filter(([name]) => !told.has(name));
  return course.lessons.map((lesson) => {
    const own = asked.filter(([, question]) => question.lesson === lesson.id);
    const goals = lesson.objectives.map(({ id, say }) => {
      const names = own.filter(([, question]) => question.objective === id).map(([name]) => name);
      return { say, ...goal(names, lesson.review, known, day) };
    });
    return { lesson, goals, state: whole(goals), answered: goals.every(({ answered }) => answered) };
  });
}

/**
 * @param {Goal[]} goals
 * @returns {State}
 */
function whole(goals) {
  const [first, ...others] = new Set(goals.map(({ state }) => state));
  if ([first, ...others].includes("to be revisited")) return "to be revisited";
  return first === undefined || others.length ? "begun" : first;
}

/**
 * @param {string[]} asked
 * @param {string[]} review
 * @param {Map<string, Memory>} known
 * @param {number} day
 * @returns {{state: State, answered: boolean}}
 */
function goal(asked, review, known, day) {
  const here = asked.filter((name) => !review.includes(name));
  const page = here.length ? here : asked;
  const seen = asked.map((name) => known.get(name)).filter((memory) => memory !== undefined);
  const answered = page.every((name) => known.has(name));
  if (!page.some((name) => known.has(name))) return { state: "not begun", answered };
  if (seen.some((memory) => isDue(memory, day))) return { state: "to be revisited", answered };
  return { state: answered && seen.every(({ first }) => first) ? "solid" : "begun", answered };
}

/** @param {State} state */
const sign = (state) => `<span class="bedside-state"><span aria-hidden="true">${SHAPES[state]}</span> ${state}</span>`;

/**
 * One lesson's objectives as HTML; what they say is HTML already.
 * @param {Standing} standing
 */
export const lessonMarkup = ({ goals }) =>
  `<ul class="bedside-goals">${goals.map(({ say, state }) => `<li>${say} ${sign(state)}</li>`).join("")}</ul>`;

/** @param {Standing[]} found */
export function markup(found) {
  const lines = found.map(
    (each) =>
      `<li><a href="${safe(each.lesson.page)}">${safe(each.lesson.title)}</a> ${sign(each.state)}` +
      `<details><summary>${say("goals")}</summary>${lessonMarkup(each)}</details></li>`,
  );
  return (
    `<section class="bedside" aria-label="${say("how far")}"><p>${safe(advice(found))}</p>` +
    `<ol class="bedside-lessons">${lines.join("")}</ol></section>`
  );
}

/** @param {Standing[]} found */
function advice(found) {
  const states = found.map(({ state }) => state);
  if (states.includes("to be revisited")) {
    return say("advice revisit");
  }
  if (states.every((state) => state === "not begun")) {
    return say("advice first");
  }
  const left = found.filter(({ answered }) => !answered);
  if (!left.length) return say("advice done");
  const { title } = (left.find(({ state }) => state === "begun") ?? left[0]).lesson;
  return say("advice next", { title });
}
