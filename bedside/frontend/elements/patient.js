// <bedside-patient>: a story that unfolds; where it goes on is decided by how its questions were answered.

import { make } from "./dom.js";
import { Quiz } from "./quiz.js";

export class Patient extends Quiz {
  // story: {context, questions, html, steps: [{id, tell, ask, paths, then}], close}, as bedside/notebook/story.py makes it
  connect(story, ask) {
    this.story = story;
    this.steps = new Map(story.steps.map((step) => [step.id, step]));
    super.connect(story, ask);
    this.voice = make("p", { class: "bq-voice", role: "status" });
    this.again = make("button", { type: "button", onclick: () => this.restart() }, "Begin this story again");
    const pieces = story.steps.map((step) => {
      const question = this.questions.find((each) => each.question.id === step.ask);
      Object.assign(step, {
        question,
        place: make(
          "section",
          { class: "bedside-step", hidden: true },
          make("div", { html: step.tell }),
          ...(question ? [question] : []),
        ),
      });
      return step.place;
    });
    this.close = make("section", { class: "bedside-close", hidden: true, html: story.close });
    this.close.append(this.again);
    const head = make("div", { html: story.html });
    this.replaceChildren(make("section", { class: "bedside" }, head, ...pieces, this.close), this.saved, this.voice);
    this.count();
    return this;
  }

  // Whether this wrong answer leads somewhere of its own.
  turns(question, given) {
    return this.story.steps.some(({ ask, paths }) => ask === question.id && given.choice in paths);
  }

  // The steps of the way so far, each with the step it led to, and whether that is the end.
  way() {
    const found = [];
    for (let step = this.story.steps[0]; step; ) {
      const { id, question, paths, then } = step;
      const done = !question || question.done;
      const turned = Boolean(question?.state.turned);
      const to = !done ? null : turned ? (paths[question.state.checked.choice] ?? then) : then;
      found.push({ id, step, to, turned });
      step = this.steps.get(to);
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
      .map(({ step }) => step.place.querySelector("p").textContent);
    for (const step of this.story.steps) step.place.hidden = !taken.has(step);
    const ended = way.at(-1).to === "close";
    if (ended) this.draw(way);
    if (ended && this.close.hidden) fresh.push(this.close.querySelector(".bedside-way").textContent);
    this.close.hidden = !ended;
    if (this.begun && fresh.length) this.voice.textContent = fresh.join(" ");
    this.begun = true;
  }

  draw(way) {
    const edges = new Set(way.map(({ id, to }) => `${id}>${to}`));
    const steps = new Map(way.map((each) => [each.id, each]));
    for (const line of this.close.querySelectorAll("[data-edge]")) {
      // Where lines meet, the one that was taken lies on top.
      if (!line.classList.toggle("bedside-taken", edges.has(line.dataset.edge))) line.parentNode.prepend(line);
    }
    for (const dot of this.close.querySelectorAll("[data-step]"))
      dot.classList.toggle("bedside-taken", steps.has(dot.dataset.step) || dot.dataset.step === "close");
    const words = way.map(({ step, turned }) => `${step.name}${turned ? " (a turn)" : ""}`).join(" → ");
    this.close.querySelector(".bedside-way").textContent = `You went: ${words}.`;
  }

  restart() {
    for (const question of this.questions) question.clear();
    this.changed();
    this.questions[0].slots.querySelector("input, button").focus();
  }
}

if (!customElements.get("bedside-patient")) customElements.define("bedside-patient", Patient);
