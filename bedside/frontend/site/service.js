// Where a page's questions are answered, as bedside/learner/service.py does in a notebook: keep these answers, show my
// progress.

/** @import { Answer, Asked, Clock, Course, Message, Reply, Shelf } from "../types.js" */

import { say } from "../sentences.js";
import { fault } from "./answer-file.js";
import { dated, dayOf, spoken } from "./days.js";
import { Card } from "./identity.js";
import { Kept, StorageError } from "./kept-answers.js";
import { form, LearnerData } from "./learner-data.js";
import { lessonMarkup, markup, progress } from "./progress.js";
import { picked, told } from "./scheduling.js";

const AHEAD = 600_000; // a clock may be so many milliseconds off before a word is said

export class LearnerService {
  /**
   * @param {{course: Course, storage: Shelf | null, clock: Clock, faces: () => Promise<Record<string, Asked>>}} parts
   *   the course, where answers are kept, what time it is, and all questions by id
   */
  constructor({ course, storage, clock, faces }) {
    this.course = course;
    this.clock = clock;
    this.faces = faces;
    this.kept = new Kept(storage);
    this.data = new LearnerData(this.kept, new Card(storage, course.names), clock, course.file);
  }

  /**
   * Promises the reply to a message; what stands in the way is told in it, as trouble.
   * @param {Message} message
   * @returns {Promise<Reply>}
   */
  async hear(message) {
    try {
      const reply = await this.reply(message);
      await this.kept.settled();
      return reply;
    } catch (error) {
      const { message: said } = /** @type {Error} */ (error);
      return { trouble: error instanceof StorageError ? said : `This page has a fault: ${said}. Load it again.` };
    }
  }

  /**
   * @param {Message} message
   * @returns {Reply | Promise<Reply>}
   */
  reply(message) {
    if (message.responses) return this.keep(message.responses);
    return message.show ? this.show(message) : this.act(message);
  }

  /** @param {Answer[]} responses */
  keep(responses) {
    const sound = responses.filter((each) => !fault(each));
    const kept = sound.map(({ id }) => id);
    this.kept.add(sound.map((each) => [each.id, JSON.stringify(each)]));
    return { kept, refused: responses.map(({ id }) => id).filter((id) => !kept.includes(id)), ...this.late() };
  }

  /**
   * @param {Message} message
   * @returns {Promise<Reply>}
   */
  async show({ show, lesson }) {
    if (show === "mine") return this.data.show();
    if (show === "review") return this.review();
    const found = progress(this.kept.answers(), this.course, this.clock());
    if (show === "progress") return { html: markup(found) };
    const one = found.find((each) => each.lesson.id === lesson);
    return one ? { html: lessonMarkup(one) } : {};
  }

  /**
   * @param {Message} message
   * @returns {Reply}
   */
  act(message) {
    const { data } = this;
    /** @type {Record<string, () => Reply>} */
    const acts = {
      name: () => data.name(message.name),
      save: () => data.save(),
      "take-in": () => data.takeIn(message.file),
      erase: () => data.askToErase(),
      "erase-now": () => data.erase(),
    };
    return acts[message.do]?.() ?? {};
  }

  /**
   * The questions that are due, as a quiz of their own for this day.
   * @returns {Promise<Reply>}
   */
  async review() {
    const now = this.clock();
    const due = picked(this.kept.answers(), this.course, now);
    const said = `<p>${told(due, now)}</p>`;
    if (!due.questions.length) return { html: said };
    const faces = await this.faces();
    const round = dated(dayOf(now.getTime()));
    const quiz = { context: "review", round, questions: due.questions.map((name) => faces[name]) };
    return {
      html: `<div data-quiz></div>${said}${form({ show: "review" }, `<button>${say("due next")}</button>`)}`,
      quiz,
    };
  }

  /**
   * A word on a clock that was set back: answers are there from a time yet to come.
   * @returns {Reply}
   */
  late() {
    const now = this.clock();
    const last = Math.max(...this.kept.answers().map(({ answered_at }) => Date.parse(answered_at)));
    if (!(last > now.getTime() + AHEAD)) return {};
    return { notice: say("clock", { now: moment(now), last: moment(new Date(last)) }) };
  }
}

/**
 * A moment by the browser's clock, as 22 November 2026, 12:05.
 * @param {Date} when
 */
function moment(when) {
  const local = new Date(when.getTime() - when.getTimezoneOffset() * 60_000);
  return `${spoken(local)} ${local.getUTCFullYear()}, ${local.toISOString().slice(11, 16)}`;
}
