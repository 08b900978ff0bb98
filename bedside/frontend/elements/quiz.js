// <bedside-quiz>: one or more questions and what became of their answers.
// A host calls quiz.connect(quiz, ask), where ask(message) promises a reply, or null when nobody is there to give one.

import { guard, make } from "./dom.js";
import { apart, outbox, shelf } from "./outbox.js";
import "./question.js";

export class Quiz extends HTMLElement {
  // What lab.js and patient.js import, where they come to a page apart from the rest.
  static get parts() {
    return { Quiz, guard, make, shelf };
  }

  // quiz: {context, questions}, and round where the same questions come again another day
  connect(quiz, ask) {
    this.left = make("p", { class: "bq-left" });
    this.end = make("div", { class: "bq-summary", role: "status" });
    this.saved = make("p", { class: "bq-saved", "aria-live": "off" });
    this.sent = new Set();
    const { context, round } = quiz;
    const rounds = round ? shelf.names(`bedside:draft:${context}:`) : [];
    for (const name of rounds) if (!name.startsWith(`bedside:draft:${context}:${round}:`)) shelf.drop(name); // of another day
    const host = {
      context,
      place: round ? `${context}:${round}` : context,
      record: (response) => this.record(response),
      changed: () => this.changed(),
      turns: (question, given) => this.turns(question, given),
    };
    this.questions = quiz.questions.map((question) =>
      document.createElement("bedside-question").connect(question, host),
    );
    this.replaceChildren(this.left, ...this.questions, this.end, this.saved);
    this.count();
    this.ask = ask;
    if (this.isConnected) this.connectedCallback();
    return this;
  }

  // Whether a wrong answer ends its question, since it leads somewhere of its own.
  turns() {
    return false;
  }

  // A notebook takes parts of its page away and puts them back.
  connectedCallback() {
    if (this.ask) outbox.join(this, this.ask, (news) => this.tell(news));
  }

  disconnectedCallback() {
    outbox.hosts.delete(this);
  }

  record(response) {
    this.sent.add(response.id);
    this.saved.textContent = "";
    outbox.put(response);
  }

  // What became of the answers given here.
  tell({ trouble, notice, refused }) {
    if (!this.sent.size) return;
    this.odd ||= refused?.some((id) => this.sent.has(id));
    const waiting = outbox.waiting().filter(({ id }) => this.sent.has(id)).length;
    const place = apart.size ? "this page: leave it open" : "this browser";
    const wait = `${waiting === 1 ? "One answer waits" : `${waiting} answers wait`} in ${place}`;
    const words = this.odd
      ? "Not saved: Python could not read an answer. Start the course again with make lab, then answer once more."
      : !waiting
        ? `✓ Saved. ${notice ?? ""}`
        : trouble
          ? `Not saved: ${trouble} ${wait} until then; you can go on.`
          : `${wait}, and will be saved when Python is running.`;
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
    this.left.textContent = left ? `${all} questions, ${left} left` : `${all} questions, all done`;
    this.end.replaceChildren(...(left || all < 2 ? [] : this.summary()));
  }

  summary() {
    const first = this.questions.filter((question) => question.state.first);
    const again = new Set(
      this.questions.filter((question) => !question.state.first).map((question) => question.question.goal),
    );
    const words =
      first.length === this.questions.length
        ? "You had each of these at the first try."
        : "All done here. Worth another look later:";
    return [make("p", {}, words), make("ul", {}, ...[...again].map((html) => make("li", { html })))];
  }
}

if (!customElements.get("bedside-quiz")) customElements.define("bedside-quiz", Quiz);
