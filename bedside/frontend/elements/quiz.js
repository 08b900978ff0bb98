// <bedside-quiz>: one or more questions and what became of their answers.
// A host calls quiz.connect(quiz, ask), where ask(message) promises a reply, or null when nobody is there to give one.

/** @import { Answer, Asked, Ask, Given, QuizPage, Reply } from "../types.js" */

import { define, later, make, own } from "./dom.js";
import { guard } from "./guard.js";
import { apart, outbox, shelf } from "./outbox.js";
import { Question } from "./question.js";

export class Quiz extends HTMLElement {
  // What lab.js and patient.js import, where they come to a page apart from the rest.
  static get parts() {
    return { Quiz, define, guard, make, own, shelf };
  }

  /** @type {Ask | undefined} */ ask = later;
  /** @type {Question[]} */ questions = [];
  left = make("p", { class: "bq-left" });
  end = make("div", { class: "bq-summary", role: "status" });
  saved = make("p", { class: "bq-saved", "aria-live": "off" });
  /** @type {Set<string>} */ sent = new Set();
  odd = false; // whether an answer given here could not be read

  /**
   * @param {QuizPage} quiz with a round where the same questions come again another day
   * @param {Ask} [ask]
   */
  connect(quiz, ask) {
    const { context, round } = quiz;
    const place = round ? `${context}:${round}` : context;
    // What was half done in the round of another day is over.
    for (const name of round ? shelf.names(`bedside:draft:${context}:`) : []) {
      if (!name.startsWith(`bedside:draft:${place}:`)) shelf.drop(name);
    }
    const host = {
      context,
      place,
      record: (/** @type {Answer} */ response) => this.record(response),
      changed: () => this.changed(),
      turns: (/** @type {Asked} */ question, /** @type {Given} */ given) => this.turns(question, given),
    };
    this.questions = quiz.questions.map((question) =>
      /** @type {Question} */ (own("bedside-question")).connect(question, host),
    );
    this.replaceChildren(this.left, ...this.questions, this.end, this.saved);
    this.count();
    this.ask = ask;
    if (this.isConnected) this.connectedCallback();
    return this;
  }

  /**
   * Whether a wrong answer ends its question, since it leads somewhere of its own.
   * @param {Asked} _question
   * @param {Given} _given
   */
  turns(_question, _given) {
    return false;
  }

  // A notebook takes parts of its page away and puts them back.
  connectedCallback() {
    if (this.ask) outbox.join(this, this.ask, (news) => this.tell(news));
  }

  disconnectedCallback() {
    outbox.hosts.delete(this);
  }

  /** @param {Answer} response */
  record(response) {
    this.sent.add(response.id);
    this.saved.textContent = "";
    outbox.put(response);
  }

  /**
   * What became of the answers given here.
   * @param {Reply} news
   */
  tell({ trouble, notice, refused }) {
    if (!this.sent.size) return;
    this.odd ||= Boolean(refused?.some((id) => this.sent.has(id)));
    const waiting = outbox.waiting().filter(({ id }) => this.sent.has(id)).length;
    const words = this.odd ? ODD : fate(waiting, trouble, notice);
    this.saved.setAttribute("aria-live", waiting || notice ? "polite" : "off");
    if (this.saved.textContent !== words) this.saved.textContent = words;
  }

  changed() {
    this.count();
    dispatchEvent(new Event("bedside:changed"));
  }

  count() {
    const all = this.questions.length;
    const left = this.questions.filter((question) => !question.done).length;
    this.left.hidden = this.end.hidden = all < 2;
    this.left.textContent = `${all} questions, ${left ? `${left} left` : "all done"}`;
    this.end.replaceChildren(...(left || all < 2 ? [] : this.summary()));
  }

  summary() {
    const again = this.questions.filter((question) => !question.state.first);
    const goals = new Set(again.map(({ question }) => question.goal));
    const words = again.length ? "All done here. Worth another look later:" : "You had each of these at the first try.";
    return [make("p", {}, words), make("ul", {}, ...[...goals].map((html) => make("li", { html })))];
  }
}

const ODD = "Not saved: Python could not read an answer. Start the course again with make lab, then answer once more.";

/**
 * @param {number} waiting how many answers are not saved yet
 * @param {string} [trouble]
 * @param {string} [notice]
 */
function fate(waiting, trouble, notice) {
  if (!waiting) return `✓ Saved. ${notice ?? ""}`;
  const place = apart.size ? "this page: leave it open" : "this browser";
  const wait = `${waiting === 1 ? "One answer waits" : `${waiting} answers wait`} in ${place}`;
  if (trouble) return `Not saved: ${trouble} ${wait} until then; you can go on.`;
  return `${wait}, and will be saved when Python is running.`;
}

define("bedside-quiz", Quiz);
