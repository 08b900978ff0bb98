// <bedside-lab>: controls whose every change is asked of Python, which replies with what to show.

import { guard, make } from "./dom.js";
import { shelf } from "./outbox.js";

const PAUSE = 600; // ms without a change before what is seen is said aloud
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Lab extends HTMLElement {
  // page: {lab, html}; ask as for a quiz. What the controls hold stays in this browser.
  connect(page, ask) {
    Object.assign(this, { page, ask, turn: Promise.resolve(), next: null });
    this.name = `bedside:lab:${page.lab}`;
    guard(this);
    this.innerHTML = page.html;
    [this.says, this.out] = [".bedside-says", ".bedside-out"].map((each) => this.querySelector(each));
    this.voice = make("p", { class: "bq-voice", role: "status" });
    this.append(this.voice);
    this.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("input", () => this.change());
    this.addEventListener("click", ({ target }) => this.press(target.closest("button[name]")));
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
    return [...this.querySelectorAll("[name]:not(button)")];
  }

  read() {
    const fields = {};
    for (const { name, type, checked, value } of this.controls()) {
      if (type === "checkbox" ? checked : type !== "radio" || checked)
        fields[name] = type === "checkbox" ? "on" : value;
    }
    return fields;
  }

  write(fields) {
    for (const control of this.controls()) {
      const { name, type, value } = control;
      if (type === "checkbox") control.checked = fields[name] === "on";
      else if (type === "radio") control.checked = fields[name] === value;
      else if (name in fields) control.value = fields[name];
    }
    // What a lab remembers has no control before it is shown.
    for (const [name, value] of Object.entries(fields)) {
      if (!this.querySelector(`[name="${CSS.escape(name)}"]`))
        this.out.append(make("input", { type: "hidden", name, value }));
    }
  }

  values() {
    for (const slider of this.querySelectorAll('[type="range"]')) {
      const shown = slider.parentNode.querySelector("output");
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

  // Each press counts.
  press(button) {
    if (button) this.turn = this.turn.then(() => this.work({ [button.name]: button.value }));
  }

  // One press is one press, however long the key is held.
  key({ key, target, ctrlKey, metaKey, altKey, repeat }) {
    if (ctrlKey || metaKey || altKey || repeat || target.matches('[type="text"]')) return;
    this.querySelector(`button[data-key="${CSS.escape(key.toLowerCase())}"]`)?.click();
  }

  async work(pressed) {
    let [reply, asked] = [];
    const slow = setTimeout(() => {
      this.says.textContent = "One moment …";
    }, 1000);
    while (
      !(reply = await this.ask({ lab: this.page.lab, fields: { ...(asked = this.read()), ...pressed } }).catch(
        () => null,
      ))
    ) {
      clearTimeout(slow);
      if (!this.isConnected) return;
      this.says.textContent = "Python is starting. What you changed will show in a moment.";
      await pause(1000);
    }
    clearTimeout(slow);
    this.take(reply, asked);
  }

  take({ html, say, set }, asked) {
    // What was changed while Python was replying is not in its reply.
    const now = this.read();
    const newer = Object.fromEntries(
      Object.keys({ ...asked, ...now })
        .filter((name) => now[name] !== asked[name])
        .map((name) => [name, now[name] ?? ""]),
    );
    const active = this.contains(document.activeElement) && document.activeElement;
    const held = active && active.closest(".bedside-out") && active;
    this.out.innerHTML = html ?? "";
    this.write({ ...this.read(), ...set, ...newer });
    this.values();
    this.says.textContent = say ?? "";
    if (held)
      [...this.out.querySelectorAll("[name]")]
        .find(({ name, value }) => name === held.name && value === held.value)
        ?.focus();
    // A control that this reply puts out of sight hands the focus on to the first one in sight.
    if (active && this.contains(active) && !active.checkVisibility())
      [...this.querySelectorAll("input, button")].find((each) => each.checkVisibility())?.focus();
    shelf.set(this.name, this.read());
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.voice.textContent = say ?? "";
    }, PAUSE);
  }
}

if (!customElements.get("bedside-lab")) customElements.define("bedside-lab", Lab);
