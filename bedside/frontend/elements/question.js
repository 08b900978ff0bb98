// <bedside-question>: one question, whatever its kind, for a notebook, a page or a live class.

/** @import { Asked, Draft, Given, Grade, QuestionHost, Said } from "../types.js" */
/** @import { Kind } from "./kind.js" */

import { define, later, make } from "./dom.js";
import { grade } from "./grading.js";
import { guard } from "./guard.js";
import { inputs } from "./kind-parts.js";
import { kindOf } from "./kinds.js";
import { shelf, uuid } from "./outbox.js";
import { cited, drawn, marked } from "./question-parts.js";
import { shuffled } from "./shuffle.js";

let made = 0;

export class Question extends HTMLElement {
  /** @type {Asked} */ question = later;
  /** @type {Kind} */ kind = later;
  /** @type {any} */ host = later;
  /** @type {Draft} */ state = later;
  uid = "";
  name = ""; // under which what is half done is remembered
  /** @type {number | null} */ begun = null;
  /** @type {HTMLFieldSetElement} */ slots = later;
  /** @type {HTMLFieldSetElement} */ sure = later;
  /** @type {HTMLElement} */ hint = later;
  /** @type {HTMLButtonElement} */ check = later;
  /** @type {Record<"hint" | "show" | "again", HTMLButtonElement>} */ buttons = later;
  /** @type {HTMLElement} */ verdict = later;
  /** @type {HTMLElement} */ ways = later;
  /** @type {HTMLElement} */ more = later;
  /** @type {HTMLElement} */ voice = later;
  // Whether what would be right is said of each wrong slot: in a class there is no second try at it.
  corrects = false;

  /**
   * @param {Asked} question
   * @param {QuestionHost} host
   */
  connect(question, host) {
    Object.assign(this, { question, host, kind: kindOf(question.kind), uid: `bq${++made}` });
    this.name = `bedside:draft:${host.place}:${question.id}:${question.revision}`;
    this.state = shelf.get(this.name) ?? { given: {}, attempt: 0 };
    this.draw();
    return this;
  }

  get done() {
    return Boolean(this.state.solved || this.state.shown || this.state.turned);
  }

  draw() {
    const { question: q, uid, kind } = this;
    guard(this);
    const page = { changed: () => this.keep(), say: (/** @type {string} */ words) => this.say(words) };
    const buttons = { hint: () => this.tell(), show: () => this.reveal(), again: () => this.reset() };
    const parts = drawn(q, uid, kind, kind.draw(this.arranged(), uid, page), buttons);
    const { form } = parts;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    form.addEventListener("input", () => this.keep());
    form.addEventListener("focusin", () => {
      this.begun ??= performance.now();
    });
    Object.assign(this, parts);
    this.replaceChildren(form);
    kind.write(this.slots, this.state.given);
    this.show();
  }

  /**
   * The question in an order of its own, which lasts as long as its half-given answer.
   * @returns {any}
   */
  arranged() {
    const { question: q, state, kind } = this;
    if (!q.mix) return q;
    if (state.seed === undefined) {
      state.seed = Math.floor(Math.random() * 2 ** 32);
      shelf.set(this.name, state);
    }
    /** @type {Said[]} */
    const listed = /** @type {any} */ (q)[kind.mixes];
    let seed = state.seed;
    let order = shuffled(listed, seed);
    while (kind.isSolved(q, order)) order = shuffled(listed, ++seed);
    return { ...q, [kind.mixes]: order };
  }

  keep() {
    this.gather();
    shelf.set(this.name, this.state);
    if (this.ways.firstChild) this.show();
  }

  // What the controls hold.
  gather() {
    const chosen = /** @type {HTMLInputElement | null} */ (this.sure.querySelector(":checked"));
    const sure = Number(chosen?.value) || this.state.sure;
    this.state = { ...this.state, given: this.kind.read(this.slots), sure };
  }

  // What is given, as it is graded.
  get meant() {
    return this.kind.meant(this.question, this.state.given);
  }

  // What is given if it is complete; else it is said what is missing.
  complete() {
    this.gather();
    const { question: q, kind } = this;
    const { given } = this.state;
    const slots = new Set([...inputs(this.slots)].map(({ dataset }) => `${dataset.slot}`));
    const empty = [...slots].filter((slot) => given[slot] === undefined).length;
    const missing = kind.missing(q, given, empty);
    if (!missing) return this.meant;
    this.verdict.textContent = missing;
    const buttons = kind.ways(q, given).map((way) => {
      const onclick = () => this.take(way.given, way.heard);
      return make("button", { type: "button", onclick }, way.say);
    });
    this.ways.replaceChildren(...buttons);
    this.say(missing);
    return null;
  }

  /**
   * @param {Given} given
   * @param {string} heard
   */
  take(given, heard) {
    this.kind.write(this.slots, given);
    this.keep();
    this.say(heard);
    this.check.focus();
  }

  answer() {
    if (this.done) return;
    const { question: q, host } = this;
    const given = this.complete();
    if (!given) return;
    const { right, score } = grade(q.kind, q.key, given);
    const { sure, hinted } = this.state;
    const attempt = this.state.attempt + 1;
    const turned = !right && host.turns(q, given);
    this.state = { ...this.state, attempt, checked: given, solved: right, first: right && attempt === 1, turned };
    shelf.set(this.name, this.state);
    this.show();
    host.record({
      id: uuid(),
      question: q.id,
      revision: q.revision,
      context: host.context,
      attempt,
      given,
      score,
      confidence: sure ?? null,
      hint: Boolean(hinted),
      seconds: this.seconds,
      answered_at: new Date().toISOString(),
    });
    setTimeout(() => host.changed());
    const heard = [...this.slots.querySelectorAll('.bq-why:not([hidden], [data-right=""])')].map((p) => p.textContent);
    const said = right ? ["", ...heard, this.more.firstChild?.textContent] : [this.verdict.textContent, ...heard, ""];
    this.say(said.join(" "));
    // The Check button goes away; focus left on nothing would land in the notebook. Moving it has the page laid out,
    // which is done once all that the click changes is there.
    if (this.done) queueMicrotask(() => this.verdict.focus({ preventScroll: true }));
  }

  // Since the first touch, to a tenth.
  get seconds() {
    const now = performance.now();
    return Math.round((now - (this.begun ?? now)) / 100) / 10;
  }

  tell() {
    this.state.hinted = true;
    this.keep();
    this.show();
    this.say(this.hint.textContent);
  }

  reveal() {
    const given = this.kind.solution(this.question);
    this.state = { ...this.state, shown: true, given, checked: given };
    shelf.set(this.name, this.state);
    this.kind.write(this.slots, given);
    this.show();
    this.host.changed();
    this.verdict.focus();
  }

  clear() {
    this.state = { given: {}, attempt: this.state.attempt };
    shelf.set(this.name, this.state);
    this.draw();
  }

  reset() {
    this.clear();
    this.host.changed();
    this.begin();
  }

  // The focus goes to what is answered first.
  begin() {
    /** @type {HTMLElement | null} */ (this.slots.querySelector("input, button"))?.focus();
  }

  // Nothing was ever answered here.
  forget() {
    this.state = { given: {}, attempt: 0, seed: this.state.seed };
    this.draw();
    this.host.changed();
  }

  /** @param {string | null} words */
  say(words) {
    this.voice.textContent = words;
  }

  // Bring the page in line with the state.
  show() {
    const { state, question: q, done } = this;
    const wrongs = Boolean(state.checked) && !done;
    const graded = state.checked ? grade(q.kind, q.key, state.checked) : null;
    this.classList.toggle("bq-done", done);
    this.ways.replaceChildren();
    for (const input of this.controls()) input.disabled = done;
    this.sure.hidden = done || state.attempt > 0;
    const chosen = state.sure && this.sure.querySelector(`[value="${state.sure}"]`);
    if (chosen) /** @type {HTMLInputElement} */ (chosen).checked = true;
    this.hint.hidden = !state.hinted;
    this.check.hidden = done;
    this.check.textContent = wrongs ? "Check again" : "Check";
    this.buttons.hint.hidden = done || Boolean(state.hinted);
    this.buttons.show.hidden = done || state.attempt < 2;
    this.buttons.again.hidden = !done;
    this.verdict.textContent = this.judge(graded);
    this.verdict.dataset.right = this.color(wrongs);
    this.mark(graded);
    this.more.replaceChildren(...(done && !state.turned ? this.after() : []));
  }

  /** @returns {NodeListOf<HTMLInputElement | HTMLButtonElement>} */
  controls() {
    return this.slots.querySelectorAll("input, button");
  }

  /** @param {boolean} wrongs */
  color(wrongs) {
    if (wrongs || this.state.turned) return "no";
    return this.done ? "yes" : "";
  }

  /** @param {Grade | null} graded */
  judge(graded) {
    const { state, kind } = this;
    if (state.solved) return state.first ? "✓ That is right." : "✓ That is right now.";
    if (state.turned) return "✗ You went this way. Read on, and see what follows.";
    if (state.shown) return "This is the answer. Read why, and come back to it later.";
    return graded && state.checked ? kind.verdict(graded.slots, state.checked) : "";
  }

  /** @param {Grade | null} graded */
  mark(graded) {
    const { state, question: q, uid } = this;
    const done = this.done && !state.turned; // what a turn comes to is for the story to tell
    for (const note of this.slots.querySelectorAll(".bq-why")) /** @type {HTMLElement} */ (note).hidden = true;
    if (!graded || !state.checked) return;
    const how = { done, corrects: this.corrects };
    for (const mark of this.kind.marks(q, graded.slots, state.checked, how)) marked(this.slots, uid, mark);
  }

  /** @returns {Node[]} */
  after() {
    const { question: q } = this;
    const slips = this.kind
      .mistakes(q)
      .map(([say, html]) => make("li", {}, make("strong", {}, `${say}: `), make("span", { html })));
    const known = [make("p", {}, "Answers people often give, and why they are off:"), make("ul", {}, ...slips)];
    return [make("p", { html: q.explain }), ...(slips.length ? known : []), cited(q.sources)];
  }
}

define("bedside-question", Question);
