// <bedside-live>: a part of a page that asks Python what to show, as progress, review, the learner's own data.

import { guard, make } from "./dom.js";
import { apart, outbox, shelf } from "./outbox.js";
import "./quiz.js";

export class Live extends HTMLElement {
  // page: {html, ask}, and for a lesson's head {context, questions: [[id, revision]]}
  connect(page, ask) {
    Object.assign(this, { page, ask });
    guard(this);
    this.innerHTML = page.html;
    this.place = this.querySelector(".bedside-live");
    this.far = this.querySelector(".bedside-far");
    this.said = make("p", { class: "bedside-said", role: "status" });
    if (this.place) this.append(this.said);
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target.dataset.ask) this.submit(event.target); // not a question's own form
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
    clearTimeout(this.later);
  }

  // How far this browser knows the learner to be, which holds without Python too.
  count() {
    const { context, questions } = this.page;
    const done = questions.filter(([id, revision]) => {
      const state = shelf.get(`bedside:draft:${context}:${id}:${revision}`);
      return state?.solved || state?.shown;
    }).length;
    const all = questions.length;
    this.far.textContent =
      done === 0
        ? `${all} questions are waiting for you.`
        : done < all
          ? `You have done ${done} of the ${all} questions.`
          : `You have done all ${all} questions.`;
  }

  async refresh(wait) {
    if (!this.page.ask) return;
    clearTimeout(this.later);
    const reply = await this.ask(this.page.ask).catch(() => null);
    if (reply) this.take(reply);
    else if (wait && this.isConnected) this.later = setTimeout(() => this.refresh(Math.min(wait * 1.5, 30000)), wait);
  }

  // A form says in data-ask what it asks; its fields are sent along, files as their text.
  async submit(form) {
    const message = JSON.parse(form.dataset.ask);
    for (const { name, value, files } of form.querySelectorAll("[name]"))
      message[name] = files ? ((await files[0]?.text()) ?? "") : value;
    this.said.textContent = "One moment …";
    this.take(
      (await this.ask(message).catch(() => null)) ?? {
        say: "Python is not running, so this cannot be done now. Choose Kernel → Restart Kernel in the menu, then try again.",
      },
    );
    this.place.querySelector("[data-first]")?.focus();
    // Answers that came or went change how far a learner is, which another part of the page may show.
    if (message.do)
      for (const other of outbox.hosts.keys())
        if (other instanceof Live && other !== this && !other.quiz) other.refresh();
  }

  take({ html, quiz, file, erased, say, trouble }) {
    if (erased) {
      for (const name of shelf.names("bedside:")) shelf.drop(name);
      apart.clear();
      for (const question of document.querySelectorAll("bedside-question")) question.forget();
      dispatchEvent(new Event("bedside:changed"));
    }
    if (html !== undefined) {
      this.place.innerHTML = html;
      this.quiz = null;
    }
    // JupyterLab opens a link that carries its command beside this page, and would else load itself anew.
    for (const { dataset, attributes } of this.place.querySelectorAll('a[href$=".ipynb"]')) {
      dataset.commandlinkerCommand = "docmanager:open";
      dataset.commandlinkerArgs = JSON.stringify({ path: this.folder + attributes.href.value });
    }
    if (quiz) {
      this.quiz = document.createElement("bedside-quiz").connect(quiz, this.ask);
      (this.place.querySelector("[data-quiz]") ?? this.place).append(this.quiz);
    }
    if (file) save(file);
    this.said.textContent = [say, trouble].filter(Boolean).join(" ");
  }
}

function save({ name, text }) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

if (!customElements.get("bedside-live")) customElements.define("bedside-live", Live);
