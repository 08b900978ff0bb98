// <bedside-patient>: a story that unfolds; where it goes on is decided by how its questions were answered.

/** @import { Question } from "./question.js" */
/** @import { Asked, Ask, Given, Step, StoryPage } from "../types.js" */

import { define, later, make } from "./dom.js";
import { Quiz } from "./quiz.js";

/** @typedef {Step & {question?: Question, place: HTMLElement}} Shown */
/** @typedef {{id: string, step: Shown, to: string | null, turned: boolean}} Stop */

export class Patient extends Quiz {
  /** @type {Shown[]} */ steps = [];
  voice = make("p", { class: "bq-voice", role: "status" });
  /** @type {HTMLElement} */ close = later;
  begun = false;

  /**
   * @param {StoryPage} story as bedside/notebook/story.py makes it
   * @param {Ask} [ask]
   */
  connect(story, ask) {
    this.story = story;
    super.connect(story, ask);
    this.steps = story.steps.map((step) => this.shown(step));
    const again = make("button", { type: "button", onclick: () => this.restart() }, "Begin this story again");
    this.close = make("section", { class: "bedside-close", hidden: true, html: story.close });
    this.close.append(again);
    const head = make("div", { html: story.html });
    const places = this.steps.map(({ place }) => place);
    const whole = make("section", { class: "bedside" }, head, ...places, this.close);
    this.replaceChildren(whole, this.saved, this.voice);
    this.count();
    return this;
  }

  /**
   * @param {Step} step
   * @returns {Shown}
   */
  shown(step) {
    const question = this.questions.find((each) => each.question.id === step.ask);
    const parts = [make("div", { html: step.tell }), ...(question ? [question] : [])];
    return { ...step, question, place: make("section", { class: "bedside-step", hidden: true }, ...parts) };
  }

  /**
   * Whether this wrong answer leads somewhere of its own.
   * @param {Asked} question
   * @param {Given} given
   */
  turns(question, given) {
    return this.steps.some(({ ask, paths }) => ask === question.id && `${given.choice}` in paths);
  }

  // The steps of the way so far, each with the step it led to, and whether that is the end.
  way() {
    const steps = new Map(this.steps.map((step) => [step.id, step]));
    /** @type {Stop[]} */
    const found = [];
    for (let step = /** @type {Shown | undefined} */ (this.steps[0]); step; ) {
      const { id, question } = step;
      const turned = Boolean(question?.state.turned);
      const to = question && !question.done ? null : next(step, turned);
      found.push({ id, step, to, turned });
      step = to === null ? undefined : steps.get(to);
    }
    return found;
  }

  count() {
    if (!this.close) return;
    const way = this.way();
    const taken = new Set(way.map(({ step }) => step));
    // Its own words, without the meanings of its glossary words that stand behind them.
    const fresh = way
      .filter(({ step }) => step.place.hidden)
      .map(({ step }) => step.place.querySelector("p")?.textContent);
    for (const step of this.steps) step.place.hidden = !taken.has(step);
    const ended = way.at(-1)?.to === "close";
    if (ended) this.draw(way);
    if (ended && this.close.hidden) fresh.push(this.close.querySelector(".bedside-way")?.textContent);
    this.close.hidden = !ended;
    if (this.begun && fresh.length) this.voice.textContent = fresh.join(" ");
    this.begun = true;
  }

  /** @param {Stop[]} way */
  draw(way) {
    const edges = new Set(way.map(({ id, to }) => `${id}>${to}`));
    const steps = new Set([...way.map(({ id }) => id), "close"]);
    for (const line of this.parts("[data-edge]")) {
      // Where lines meet, the one that was taken lies on top.
      if (!line.classList.toggle("bedside-taken", edges.has(`${line.dataset.edge}`))) line.parentElement?.prepend(line);
    }
    for (const dot of this.parts("[data-step]")) {
      dot.classList.toggle("bedside-taken", steps.has(`${dot.dataset.step}`));
    }
    const words = way.map(({ step, turned }) => `${step.name}${turned ? " (a turn)" : ""}`).join(" → ");
    const said = this.close.querySelector(".bedside-way");
    if (said) said.textContent = `You went: ${words}.`;
  }

  /**
   * @param {string} chosen
   * @returns {NodeListOf<HTMLElement>}
   */
  parts(chosen) {
    return this.close.querySelectorAll(chosen);
  }

  restart() {
    for (const question of this.questions) question.clear();
    this.changed();
    this.questions[0].begin();
  }
}

/**
 * The step that a step leads to.
 * @param {Shown} step
 * @param {boolean} turned
 */
function next({ question, paths, then }, turned) {
  return (turned && paths[`${question?.state.checked?.choice}`]) || then;
}

define("bedside-patient", Patient);
