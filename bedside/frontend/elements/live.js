// <bedside-live>: a part of a page that asks Python what to show, as progress, review, the learner's own data.

/** @import { Question } from "./question.js" */
/** @import { Quiz } from "./quiz.js" */
/** @import { Ask, LivePage, Reply } from "../types.js" */

import { define, later, make, own } from "./dom.js";
import { guard } from "./guard.js";
import { apart, outbox, shelf } from "./outbox.js";
import "./quiz.js";

const AWAY =
  "Python is not running, so this cannot be done now. Choose Kernel → Restart Kernel in the menu, then try again.";

export class Live extends HTMLElement {
  /** @type {LivePage} */ page = later;
  /** @type {Ask} */ ask = later;
  /** @type {HTMLElement | null} */ place = null;
  /** @type {Element | null} */ far = null;
  said = make("p", { class: "bedside-said", role: "status" });
  /** @type {Quiz | null} */ quiz = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ soon = undefined;
  folder = ""; // of the notebook, as JupyterLab names it

  /**
   * @param {LivePage} page
   * @param {Ask} ask
   */
  connect(page, ask) {
    Object.assign(this, { page, ask });
    guard(this);
    this.innerHTML = page.html;
    this.place = this.querySelector(".bedside-live");
    this.far = this.querySelector(".bedside-far");
    if (this.place) this.append(this.said);
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      if (form.dataset.ask) this.submit(form); // not a question's own form
    });
    if (this.far) {
      this.count();
      addEventListener("bedside:changed", () => this.count());
    }
    if (this.isConnected) this.connectedCallback();
    return this;
  }

  connectedCallback() {
    if (!this.ask) return;
    outbox.join(this, this.ask, ({ kept }) => {
      if (kept.length && !this.quiz) this.refresh();
    });
    if (!this.quiz) this.refresh(1500);
  }

  disconnectedCallback() {
    outbox.hosts.delete(this);
    clearTimeout(this.soon);
  }

  // How far this browser knows the learner to be, which holds without Python too.
  count() {
    const { context, questions = [] } = this.page;
    const done = questions.filter(([id, revision]) => {
      const state = shelf.get(`bedside:draft:${context}:${id}:${revision}`);
      return state?.solved || state?.shown;
    });
    if (this.far) this.far.textContent = howFar(done.length, questions.length);
  }

  /** @param {number} [wait] milliseconds after which it is asked again where nobody replies */
  async refresh(wait) {
    if (!this.page.ask) return;
    clearTimeout(this.soon);
    const reply = await this.ask(this.page.ask).catch(() => null);
    if (reply) this.take(reply);
    else if (wait && this.isConnected) {
      this.soon = setTimeout(() => this.refresh(Math.min(wait * 1.5, 30000)), wait);
    }
  }

  /**
   * A form says in data-ask what it asks; its fields are sent along, files as their text.
   * @param {HTMLFormElement} form
   */
  async submit(form) {
    const message = JSON.parse(form.dataset.ask ?? "{}");
    /** @type {NodeListOf<HTMLInputElement>} */
    const fields = form.querySelectorAll("[name]");
    for (const { name, value, files } of fields) message[name] = files ? ((await files[0]?.text()) ?? "") : value;
    this.said.textContent = "One moment …";
    this.take((await this.ask(message).catch(() => null)) ?? { say: AWAY });
    /** @type {HTMLElement | null | undefined} */ (this.place?.querySelector("[data-first]"))?.focus();
    // Answers that came or went change how far a learner is, which another part of the page may show.
    for (const other of message.do ? outbox.hosts.keys() : []) {
      if (other instanceof Live && other !== this && !other.quiz) other.refresh();
    }
  }

  /** @param {Reply} reply */
  take({ html, quiz, file, erased, say, trouble }) {
    if (erased) forget();
    if (this.place && html !== undefined) {
      this.place.innerHTML = html;
      this.quiz = null;
    }
    this.lead();
    if (this.place && quiz) {
      this.quiz = /** @type {Quiz} */ (own("bedside-quiz")).connect(quiz, this.ask);
      (this.place.querySelector("[data-quiz]") ?? this.place).append(this.quiz);
    }
    if (file) save(file);
    this.said.textContent = [say, trouble].filter(Boolean).join(" ");
  }

  // JupyterLab opens a link that carries its command beside this page, and would else load itself anew.
  lead() {
    /** @type {NodeListOf<HTMLElement>} */
    const links = this.querySelectorAll('.bedside-live a[href$=".ipynb"]');
    for (const link of links) {
      link.dataset.commandlinkerCommand = "docmanager:open";
      link.dataset.commandlinkerArgs = JSON.stringify({ path: this.folder + link.getAttribute("href") });
    }
  }
}

/**
 * @param {number} done
 * @param {number} all
 */
function howFar(done, all) {
  if (done === 0) return `${all} questions are waiting for you.`;
  return done < all ? `You have done ${done} of the ${all} questions.` : `You have done all ${all} questions.`;
}

function forget() {
  for (const name of shelf.names("bedside:")) shelf.drop(name);
  apart.clear();
  /** @type {NodeListOf<Question>} */
  const questions = document.querySelectorAll("bedside-question");
  for (const question of questions) question.forget();
  dispatchEvent(new Event("bedside:changed"));
}

/** @param {{name: string, text: string}} file */
function save({ name, text }) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

define("bedside-live", Live);
