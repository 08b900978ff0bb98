// Where a page's questions are answered, as bedside/learner/service.py does in a notebook: keep these answers, show my progress.

import { fault } from "./answer-file.js";
import { Card } from "./identity.js";
import { Kept, Trouble } from "./kept-answers.js";
import { form, LearnerData } from "./learner-data.js";
import { goalsMarkup, markup, standings } from "./progress.js";
import { dated, dayOf, picked, spoken, told } from "./scheduling.js";

const AHEAD = 600_000; // a clock may be so many milliseconds off before a word is said

export class LearnerService {
  // course is course.js; storage as localStorage, or null; clock gives a Date; faces() promises all questions by id
  constructor({ course, storage, clock, faces }) {
    Object.assign(this, { course, clock, faces, kept: new Kept(storage) });
    this.data = new LearnerData(this.kept, new Card(storage, course.names), clock, course.file);
  }

  // Promises the reply to a message; what stands in the way is told in it, as trouble.
  async hear(message) {
    try {
      const reply = message.responses
        ? this.keep(message.responses)
        : message.show
          ? await this.show(message)
          : this.act(message);
      await this.kept.settled();
      return reply;
    } catch (error) {
      return {
        trouble: error instanceof Trouble ? error.message : `This page has a fault: ${error.message}. Load it again.`,
      };
    }
  }

  keep(responses) {
    const sound = responses.filter((each) => !fault(each)),
      ids = sound.map(({ id }) => id);
    this.kept.add(sound.map((each) => [each.id, JSON.stringify(each)]));
    return { kept: ids, refused: responses.map(({ id }) => id).filter((id) => !ids.includes(id)), ...this.late() };
  }

  async show({ show, lesson }) {
    if (show === "mine") return this.data.show();
    if (show === "review") return this.review();
    const found = standings(this.kept.answers(), this.course, this.clock());
    if (show === "progress") return { html: markup(found) };
    const one = found.find((each) => each.lesson.id === lesson);
    return one ? { html: goalsMarkup(one) } : {};
  }

  act(message) {
    const { data } = this;
    const acts = {
      name: () => data.name(message.name),
      save: () => data.save(),
      "take-in": () => data.takeIn(message.file),
      erase: () => data.askToErase(),
      "erase-now": () => data.erase(),
    };
    return acts[message.do]?.() ?? {};
  }

  // The questions that are due, as a quiz of their own for this day.
  async review() {
    const now = this.clock(),
      due = picked(this.kept.answers(), this.course, now),
      said = `<p>${told(due, now)}</p>`;
    if (!due.questions.length) return { html: said };
    const faces = await this.faces();
    const quiz = { context: "review", round: dated(dayOf(now)), questions: due.questions.map((name) => faces[name]) };
    return {
      html: `<div data-quiz></div>${said}${form({ show: "review" }, "<button>What is due next?</button>")}`,
      quiz,
    };
  }

  // A word on a clock that was set back: answers are there from a time yet to come.
  late() {
    const now = this.clock(),
      last = Math.max(...this.kept.answers().map(({ answered_at }) => Date.parse(answered_at)));
    if (!(last > now.getTime() + AHEAD)) return {};
    const say = `Your clock says ${moment(now)}, but there are answers from ${moment(new Date(last))}.`;
    return { notice: `${say} They are kept in the order they came. Look whether the clock is right.` };
  }
}

// A moment by the browser's clock, as 22 November 2026, 12:05.
function moment(when) {
  const local = new Date(when - when.getTimezoneOffset() * 60_000);
  return `${spoken(local)} ${local.getUTCFullYear()}, ${local.toISOString().slice(11, 16)}`;
}
