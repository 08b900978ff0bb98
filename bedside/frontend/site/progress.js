// How far a learner is, in four words, as bedside/learner/progress.py says it.

import { dayOf, isDue, memories } from "./scheduling.js";

const SHAPES = { "not begun": "○", begun: "◐", solid: "●", "to be revisited": "↻" };
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

// A text that stands in HTML for itself.
export const safe = (text) => text.replace(/[&<>"']/g, (sign) => MARKS[sign]);

// Each lesson with its state, whether all its page's questions were answered, and its goals.
export function standings(answers, course, now) {
  const known = memories(answers, course, now),
    day = dayOf(now),
    told = new Set(course.patients);
  return course.lessons.map((lesson) => {
    const own = Object.keys(course.questions).filter(
      (name) => course.questions[name].lesson === lesson.id && !told.has(name),
    );
    const goals = lesson.objectives.map((objective) => {
      const asked = own.filter((name) => course.questions[name].objective === objective.id);
      return { say: objective.say, ...goal(asked, lesson.review, known, day) };
    });
    const found = new Set(goals.map(({ state }) => state));
    const state = found.has("to be revisited") ? "to be revisited" : found.size === 1 ? [...found][0] : "begun";
    return { lesson, goals, state, answered: goals.every(({ answered }) => answered) };
  });
}

function goal(asked, review, known, day) {
  const here = asked.filter((name) => !review.includes(name)),
    page = here.length ? here : asked;
  const seen = asked.filter((name) => known.has(name)).map((name) => known.get(name));
  const answered = page.every((name) => known.has(name));
  if (!page.some((name) => known.has(name))) return { state: "not begun", answered };
  if (seen.some((memory) => isDue(memory, day))) return { state: "to be revisited", answered };
  return { state: answered && seen.every(({ first }) => first) ? "solid" : "begun", answered };
}

const sign = (state) => `<span class="bedside-state"><span aria-hidden="true">${SHAPES[state]}</span> ${state}</span>`;

// One lesson's objectives as HTML; what they say is HTML already.
export const goalsMarkup = ({ goals }) =>
  `<ul class="bedside-goals">${goals.map(({ say, state }) => `<li>${say} ${sign(state)}</li>`).join("")}</ul>`;

export function markup(found) {
  const line = (each) =>
    `<li><a href="${safe(each.lesson.page)}">${safe(each.lesson.title)}</a> ${sign(each.state)}` +
    `<details><summary>What you can do after it</summary>${goalsMarkup(each)}</details></li>`;
  return `<section class="bedside" aria-label="How far you are"><p>${safe(advice(found))}</p><ol class="bedside-lessons">${found.map(line).join("")}</ol></section>`;
}

function advice(found) {
  if (found.some(({ state }) => state === "to be revisited"))
    return "Some of what you learned needs another look. Your review has the questions for it.";
  if (found.every(({ state }) => state === "not begun"))
    return "Nothing here yet, and that is fine. What you answer in a lesson shows up here.";
  const left = found.filter(({ answered }) => !answered);
  if (!left.length) return "You have been through it all. Your review will tell you when to look again.";
  return `You are on your way. Next: ${(left.find(({ state }) => state === "begun") ?? left[0]).lesson.title}`;
}
