// <bedside-lab>: controls whose every change is asked of Python, which replies with what to show.

/** @import { Ask, LabPage, Reply } from "../types.js" */
/** @typedef {Record<string, string>} Fields */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

import { define, later, make } from "./dom.js";
import { guard } from "./guard.js";
import { shelf } from "./outbox.js";

const PAUSE = 600; // ms without a change before what is seen is said aloud
/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Lab extends HTMLElement {
  /** @type {LabPage} */ page = later;
  /** @type {Ask} */ ask = later;
  /** @type {Promise<void>} */ turn = Promise.resolve();
  /** @type {Promise<void> | null} */ next = null;
  name = "";
  /** @type {HTMLElement} */ says = later;
  /** @type {HTMLElement} */ out = later;
  voice = make("p", { class: "bq-voice", role: "status" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */ soon = undefined;

  /**
   * What the controls hold stays in this browser.
   * @param {LabPage} page
   * @param {Ask} ask
   */
  connect(page, ask) {
    Object.assign(this, { page, ask });
    this.name = `bedside:lab:${page.lab}`;
    guard(this);
    this.innerHTML = page.html;
    this.says = /** @type {HTMLElement} */ (this.querySelector(".bedside-says"));
    this.out = /** @type {HTMLElement} */ (this.querySelector(".bedside-out"));
    this.append(this.voice);
    this.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("input", () => this.change());
    this.addEventListener("click", ({ target }) => this.press(/** @type {Element} */ (target).closest("button[name]")));
    this.addEventListener("keydown", (event) => this.key(event));
    const kept = shelf.get(this.name);
    if (kept) {
      this.write(kept);
      this.change();
    }
    this.values();
    return this;
  }

  controls() {
    return [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[name]:not(button)"))];
  }

  read() {
    /** @type {Fields} */
    const fields = {};
    for (const { name, type, checked, value } of this.controls()) {
      if (type === "checkbox" && checked) fields[name] = "on";
      if (type === "radio" ? checked : type !== "checkbox") fields[name] = value;
    }
    return fields;
  }

  /** @param {Fields} fields */
  write(fields) {
    for (const control of this.controls()) {
      const { name, type, value } = control;
      if (type === "checkbox") control.checked = fields[name] === "on";
      else if (type === "radio") control.checked = fields[name] === value;
      else if (name in fields) control.value = fields[name];
    }
    // What a lab remembers has no control before it is shown.
    for (const [name, value] of Object.entries(fields)) {
      if (this.querySelector(`[name="${CSS.escape(name)}"]`)) continue;
      this.out.append(make("input", { type: "hidden", name, value }));
    }
  }

  values() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const sliders = this.querySelectorAll('[type="range"]');
    for (const slider of sliders) {
      const shown = slider.parentElement?.querySelector("output");
      if (!shown) continue;
      shown.textContent = `${slider.value} ${shown.dataset.unit}`;
      slider.setAttribute("aria-valuetext", shown.textContent);
    }
  }

  // While a slider moves, only where it is now is asked.
  change() {
    this.values();
    this.next ??= this.turn = this.turn.then(() => {
      this.next = null;
      return this.work({});
    });
  }

  /**
   * Each press counts.
   * @param {Element | null} button
   */
  press(button) {
    if (!button) return;
    const { name, value } = /** @type {HTMLButtonElement} */ (button);
    this.turn = this.turn.then(() => this.work({ [name]: value }));
  }

  /**
   * One press is one press, however long the key is held.
   * @param {KeyboardEvent} event
   */
  key({ key, target, ctrlKey, metaKey, altKey, repeat }) {
    const typing = /** @type {Element} */ (target).matches('[type="text"]');
    if (ctrlKey || metaKey || altKey || repeat || typing) return;
    const button = this.querySelector(`button[data-key="${CSS.escape(key.toLowerCase())}"]`);
    /** @type {HTMLElement | null} */ (button)?.click();
  }

  /** @param {Fields} pressed */
  async work(pressed) {
    const slow = setTimeout(() => {
      this.says.textContent = "One moment …";
    }, 1000);
    for (;;) {
      const asked = this.read();
      const fields = { ...asked, ...pressed };
      const reply = await this.ask({ lab: this.page.lab, fields }).catch(() => null);
      clearTimeout(slow);
      if (reply) return this.take(reply, asked);
      if (!this.isConnected) return;
      this.says.textContent = "Python is starting. What you changed will show in a moment.";
      await pause(1000);
    }
  }

  /**
   * @param {Reply} reply
   * @param {Fields} asked
   */
  take({ html, say, set }, asked) {
    const newer = this.newer(asked);
    const focused = document.activeElement;
    const active = this.contains(focused) ? /** @type {Control} */ (focused) : null;
    const held = active?.closest(".bedside-out") ? active : null;
    this.out.innerHTML = html ?? "";
    this.write({ ...this.read(), ...set, ...newer });
    this.values();
    this.says.textContent = say ?? "";
    if (held) this.refocus(held);
    // A control that this reply puts out of sight hands the focus on to the first one in sight.
    if (active && this.contains(active) && !active.checkVisibility()) this.first()?.focus();
    shelf.set(this.name, this.read());
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      this.voice.textContent = say ?? "";
    }, PAUSE);
  }

  /**
   * What was changed while Python was replying, which is not in its reply.
   * @param {Fields} asked
   */
  newer(asked) {
    const now = this.read();
    const names = Object.keys({ ...asked, ...now }).filter((name) => now[name] !== asked[name]);
    return Object.fromEntries(names.map((name) => [name, now[name] ?? ""]));
  }

  /**
   * The control that stands where this one did.
   * @param {Control} held
   */
  refocus(held) {
    /** @type {Control[]} */
    const found = [...this.out.querySelectorAll(/** @type {"input"} */ ("[name]"))];
    found.find(({ name, value }) => name === held.name && value === held.value)?.focus();
  }

  first() {
    /** @type {HTMLElement[]} */
    const found = [...this.querySelectorAll(/** @type {"input"} */ ("input, button"))];
    return found.find((each) => each.checkVisibility());
  }
}

define("bedside-lab", Lab);
