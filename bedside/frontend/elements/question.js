// <bedside-question>: one question, whatever its kind, for a notebook, a page or a live class.

import { guard, make } from "./dom.js";
import { grade, meant, why } from "./grading.js";
import { shelf, uuid } from "./outbox.js";
import { shuffled } from "./shuffle.js";

const note = (name) => make("p", { class: "bq-why", id: name, hidden: true });

function pick(type, uid, slot, value, say, describe) {
  const input = make("input", { type, name: `${uid}-${slot}`, value, "data-slot": slot, "aria-describedby": describe });
  return make("label", { class: "bq-option" }, input, make("span", { html: say }));
}

const controls = {
  choose: (q, uid) =>
    q.options.map((o) =>
      make("div", {}, pick("radio", uid, "choice", o.id, o.say, `${uid}-why-${o.id}`), note(`${uid}-why-${o.id}`)),
    ),
  "choose-many": (q, uid) =>
    q.options.map((o) =>
      make("div", {}, pick("checkbox", uid, o.id, "on", o.say, `${uid}-why-${o.id}`), note(`${uid}-why-${o.id}`)),
    ),
  sort: (q, uid) =>
    q.items.map((item) => {
      const groups = Object.entries(q.groups).map(([name, label]) => pick("radio", uid, item.id, name, label));
      const row = make("div", { class: "bq-groups" }, ...groups);
      return make(
        "fieldset",
        { class: "bq-item" },
        make("legend", { html: item.say }),
        row,
        note(`${uid}-why-${item.id}`),
      );
    }),
  order: (q, uid) => [make("ol", { class: "bq-order" }, ...q.items.map((item) => step(item, uid)))],
  number: (q, uid) => [
    make(
      "label",
      { class: "bq-number" },
      make("span", {}, "Your answer"),
      make("input", {
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        maxlength: 40,
        "data-slot": "number",
        size: 9,
        "aria-describedby": `${uid}-why-number`,
      }),
      make("span", {}, q.unit),
    ),
    note(`${uid}-why-number`),
  ],
  fill: (q, uid) => {
    const line = make("p", { class: "bq-fill" });
    const last = q.text.length - 1;
    q.text.forEach((piece, i) => {
      line.append(make("span", { html: piece }));
      if (i < last) {
        const label = `Missing word ${i + 1} of ${last}`;
        line.append(
          make("input", {
            type: "text",
            autocomplete: "off",
            autocapitalize: "off",
            spellcheck: "false",
            maxlength: 200,
            size: 14,
            "aria-label": label,
            "data-slot": `${i + 1}`,
            "aria-describedby": `${uid}-why-${i + 1}`,
          }),
        );
      }
    });
    return [line, ...q.text.slice(0, last).map((_, i) => note(`${uid}-why-${i + 1}`))];
  },
};

function step(item, uid) {
  const name = make("span", { class: "bq-step", html: item.say });
  const move = (by, sign, way) =>
    make("button", { type: "button", "data-move": by, "aria-label": `Move ${way}: ${name.textContent}` }, sign);
  return make(
    "li",
    { "data-item": item.id },
    make("div", { class: "bq-place" }, name, move(-1, "↑", "up"), move(1, "↓", "down")),
    note(`${uid}-why-${item.id}`),
  );
}

// Where something comes from.
export function cited(sources) {
  const links = sources.flatMap(({ label, link }, i) => [
    i ? "; " : "",
    link ? make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, label) : label,
  ]);
  return make("p", { class: "bedside-source" }, "Source: ", ...links);
}

const SURE = ["a guess", "fairly sure", "sure"];
let made = 0;

export class Question extends HTMLElement {
  // host: {context, place, record(response), changed(), turns(question, given)}; what is half done is remembered by place
  connect(question, host) {
    Object.assign(this, { question, host, uid: `bq${++made}`, begun: null });
    this.name = `bedside:draft:${host.place}:${question.id}:${question.revision}`;
    this.state = shelf.get(this.name) ?? { given: {}, attempt: 0 };
    this.draw();
    return this;
  }

  get done() {
    return Boolean(this.state.solved || this.state.shown || this.state.turned);
  }

  draw() {
    const { question: q, uid } = this;
    guard(this);
    this.slots = make(
      "fieldset",
      { class: "bq-slots" },
      make("legend", { html: q.ask }),
      ...controls[q.kind](this.arranged(), uid),
    );
    this.sure = make(
      "fieldset",
      { class: "bq-sure" },
      make("legend", {}, "How sure are you? (if you like)"),
      ...SURE.map((say, i) =>
        make("label", {}, make("input", { type: "radio", name: `${uid}-sure`, value: i + 1 }), say),
      ),
    );
    this.hint = make("p", { class: "bq-hint", hidden: true });
    this.check = make("button", { type: "submit", class: "bq-check" }, "Check");
    this.buttons = {
      hint: make("button", { type: "button", onclick: () => this.tell() }, "Hint"),
      show: make("button", { type: "button", onclick: () => this.reveal() }, "Show me the answer"),
      again: make("button", { type: "button", onclick: () => this.reset() }, "Start again"),
    };
    this.verdict = make("p", { class: "bq-verdict", tabindex: -1 });
    this.ways = make("div", { class: "bq-buttons", role: "group", "aria-label": "Which number do you mean?" });
    this.more = make("div", { class: "bq-more" });
    this.voice = make("p", { class: "bq-voice", role: "status", "aria-live": "polite" });
    this.form = make(
      "form",
      { novalidate: true, class: "bq" },
      this.slots,
      this.sure,
      this.hint,
      make("div", { class: "bq-buttons" }, this.check, ...Object.values(this.buttons)),
      this.verdict,
      this.ways,
      this.more,
      this.voice,
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("focusin", () => {
      this.begun ??= performance.now();
    });
    this.slots.addEventListener("click", (event) => this.move(event.target.closest("[data-move]")));
    this.replaceChildren(this.form);
    this.write(this.state.given);
    this.show();
  }

  // The question in an order of its own, which lasts as long as its half-given answer.
  arranged() {
    const { question: q, state } = this;
    if (!q.mix) return q;
    if (state.seed === undefined) {
      state.seed = Math.floor(Math.random() * 2 ** 32);
      shelf.set(this.name, state);
    }
    const name = q.items ? "items" : "options";
    let { seed } = state,
      found;
    do found = shuffled(q[name], seed++);
    while (q.kind === "order" && found.every(({ id }, i) => q.key[i + 1] === id));
    return { ...q, [name]: found };
  }

  // Reading and writing the slots is the same for every kind: each control says which slot it fills.
  read() {
    const given = {};
    this.slots.querySelectorAll("[data-item]").forEach((item, i) => {
      given[i + 1] = item.dataset.item;
    });
    for (const input of this.slots.querySelectorAll("[data-slot]")) {
      if (input.type === "checkbox") given[input.dataset.slot] = input.checked;
      else if (input.type === "radio" ? input.checked : input.value.trim()) given[input.dataset.slot] = input.value;
    }
    return given;
  }

  write(given) {
    for (const input of this.slots.querySelectorAll("[data-slot]")) {
      const value = given[input.dataset.slot];
      if (input.type === "checkbox") input.checked = value === true;
      else if (input.type === "radio") input.checked = value === input.value;
      else input.value = value ?? "";
    }
    const list = this.slots.querySelector("ol");
    const items = [...(list?.children ?? [])];
    const placed = items.map((_, i) => items.find((item) => item.dataset.item === given[i + 1]));
    if (list && placed.every(Boolean)) list.append(...placed);
  }

  keep() {
    const sure = Number(this.sure.querySelector(":checked")?.value) || undefined;
    this.state = { ...this.state, given: this.read(), sure: sure ?? this.state.sure };
    shelf.set(this.name, this.state);
    if (this.ways.firstChild) this.show();
  }

  move(button) {
    const item = button?.closest("li");
    const other = Number(button?.dataset.move) < 0 ? item?.previousElementSibling : item?.nextElementSibling;
    if (!item || this.done) return;
    const list = item.parentNode;
    if (other) Number(button.dataset.move) < 0 ? other.before(item) : other.after(item);
    button.focus();
    this.keep();
    const place = [...list.children].indexOf(item) + 1;
    this.say(`${item.querySelector(".bq-step").textContent}: place ${place} of ${list.children.length}.`);
  }

  missing(given) {
    const { kind } = this.question;
    const slots = new Set([...this.slots.querySelectorAll("[data-slot]")].map(({ dataset }) => dataset.slot));
    const empty = [...slots].filter((slot) => given[slot] === undefined).length;
    if (kind === "choose-many") return Object.values(given).some(Boolean) ? "" : "Tick at least one box first.";
    if (kind === "number") return this.unclear(given.number);
    if (!empty) return "";
    return (
      { choose: "Pick an answer first.", sort: `Find a place for each one first. ${empty} to go.` }[kind] ??
      `Fill each gap first. ${empty} to go.`
    );
  }

  // Why what was typed is not one number yet.
  unclear(typed = "") {
    const { unit } = this.question,
      found = meant(this.question, typed);
    if (found.length > 1) return `“${typed}” can mean ${found.join(" or ")}. Press the one you mean.`;
    if (!/\p{Nd}/u.test(typed)) return "Type a number first, such as 1500 or 0.6.";
    return found.length
      ? ""
      : `“${typed}” cannot be read here. Type one number, such as 1500 or 0.6, in this unit: ${unit}.`;
  }

  // What is given, with a number as it was read.
  get told() {
    const {
      question: q,
      state: { given },
    } = this;
    const found = q.kind === "number" ? meant(q, given.number) : [];
    return found.length === 1 ? { number: found[0] } : given;
  }

  // What is given if it is complete; else it is said what is missing.
  complete() {
    this.keep();
    const {
      question: q,
      state: { given },
    } = this;
    const missing = this.missing(given);
    if (!missing) return this.told;
    this.verdict.textContent = missing;
    const ways = q.kind === "number" ? meant(q, given.number) : [];
    this.ways.replaceChildren(
      ...ways.map((each) => make("button", { type: "button", onclick: () => this.take(each) }, `${each} ${q.unit}`)),
    );
    this.say(missing);
    return null;
  }

  take(number) {
    this.write({ number });
    this.keep();
    this.say(`${number} is in the box.`);
    this.check.focus();
  }

  answer() {
    if (this.done) return;
    const { question: q, host } = this;
    const given = this.complete();
    if (!given) return;
    const { right, score } = grade(q.kind, q.key, given);
    const now = performance.now();
    const response = {
      id: uuid(),
      question: q.id,
      revision: q.revision,
      context: host.context,
      attempt: this.state.attempt + 1,
      given,
      score,
      confidence: this.state.sure ?? null,
      hint: Boolean(this.state.hinted),
      seconds: Math.round((now - (this.begun ?? now)) / 100) / 10,
      answered_at: new Date().toISOString(),
    };
    this.state = {
      ...this.state,
      attempt: response.attempt,
      checked: given,
      solved: right,
      first: right && response.attempt === 1,
      turned: !right && host.turns(q, given),
    };
    shelf.set(this.name, this.state);
    this.show();
    host.record(response);
    setTimeout(() => host.changed());
    const heard = [...this.slots.querySelectorAll('.bq-why:not([hidden], [data-right=""])')].map((p) => p.textContent);
    this.say(
      [right ? "" : this.verdict.textContent, ...heard, right ? this.more.firstChild.textContent : ""].join(" "),
    );
    // The Check button goes away; focus left on nothing would land in the notebook.
    if (this.done) this.verdict.focus({ preventScroll: true });
  }

  tell() {
    this.state.hinted = true;
    this.keep();
    this.show();
    this.say(this.hint.textContent);
  }

  // What is right, as someone would give it.
  solution() {
    const { kind, key } = this.question;
    if (kind === "number") return { number: `${key.number.near}` };
    return kind === "fill" ? Object.fromEntries(Object.entries(key).map(([gap, words]) => [gap, words[0]])) : key;
  }

  reveal() {
    const given = this.solution();
    this.state = { ...this.state, shown: true, given, checked: given };
    shelf.set(this.name, this.state);
    this.write(given);
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
    this.slots.querySelector("input, button").focus();
  }

  // Nothing was ever answered here.
  forget() {
    this.state = { given: {}, attempt: 0, seed: this.state.seed };
    this.draw();
    this.host.changed();
  }

  say(words) {
    this.voice.textContent = words;
  }

  // Bring the page in line with the state.
  show() {
    const { state, question: q, done } = this;
    const wrongs = state.checked && !done;
    this.classList.toggle("bq-done", done);
    this.ways.replaceChildren();
    for (const input of this.slots.querySelectorAll("input, button")) input.disabled = done;
    this.sure.hidden = done || state.attempt > 0;
    if (state.sure) this.sure.querySelector(`[value="${state.sure}"]`).checked = true;
    this.hint.hidden = !state.hinted;
    this.hint.innerHTML = `<strong>Hint.</strong> ${q.hint}`;
    this.check.hidden = done;
    this.check.textContent = wrongs ? "Check again" : "Check";
    this.buttons.hint.hidden = done || Boolean(state.hinted);
    this.buttons.show.hidden = done || state.attempt < 2;
    this.buttons.again.hidden = !done;
    this.verdict.textContent = this.judge();
    this.verdict.dataset.right = wrongs || state.turned ? "no" : done ? "yes" : "";
    this.marks();
    this.more.replaceChildren(...(done && !state.turned ? this.after() : []));
  }

  judge() {
    const { state, question: q } = this;
    if (state.solved) return state.first ? "✓ That is right." : "✓ That is right now.";
    if (state.turned) return "✗ You went this way. Read on, and see what follows.";
    if (state.shown) return "This is the answer. Read why, and come back to it later.";
    if (!state.checked) return "";
    const { slots } = grade(q.kind, q.key, state.checked);
    const good = Object.values(slots).filter(Boolean).length;
    const all = Object.keys(slots).length;
    if (q.kind === "choose-many") {
      const ticked = Object.keys(slots).filter((slot) => state.checked[slot]);
      return ticked.every((slot) => slots[slot])
        ? "✗ Right so far, but there is more to tick."
        : "✗ Not quite. See the boxes you ticked.";
    }
    return all > 1
      ? `✗ Not quite: ${good} of ${all} are right. Read why, then try again.`
      : "✗ Not this one. Read why, then try again.";
  }

  marks() {
    const { state, question: q, uid } = this;
    const done = this.done && !state.turned; // what a turn comes to is for the story to tell
    for (const p of this.slots.querySelectorAll(".bq-why")) p.hidden = true;
    if (!state.checked) return;
    const { slots } = grade(q.kind, q.key, state.checked);
    const mark = (name, good, words, html) => {
      const p = this.slots.querySelector(`#${uid}-why-${name}`);
      p.replaceChildren(make("strong", {}, words), " ", make("span", { html }));
      p.dataset.right = { true: "yes", false: "no" }[good] ?? "";
      p.hidden = false;
    };
    for (const [slot, good] of Object.entries(slots)) {
      const value = state.checked[slot];
      const about = why(q, slot, value);
      if (q.kind === "choose") {
        for (const { id } of q.options) {
          const right = q.key.choice === id;
          if (id === value || (done && right))
            mark(id, right, right ? "✓ Right." : "✗ Not this one.", why(q, slot, id));
          else if (done) mark(id, null, "Why not:", why(q, slot, id));
        }
      } else if (q.kind === "choose-many") {
        if (done || value) mark(slot, good, `${good ? "✓" : "✗"} ${q.key[slot] ? "Tick it." : "Leave it."}`, about);
      } else mark(q.kind === "order" ? value : slot, good, ...this.remark(good, about, slot, value));
    }
  }

  // What is said where there are no options, and why.
  remark(good, about) {
    if (this.question.kind === "order") return [good ? "✓ In its place." : "✗ Not here.", about];
    return [good ? "✓ Right." : "✗ Not yet.", about || (good ? "" : "Look again, or take the hint.")];
  }

  after() {
    const { question: q } = this;
    const slips = Object.entries(q.why).flatMap(([slot, found]) =>
      q.kind === "number" || q.kind === "fill"
        ? found.filter(([wanted]) => JSON.stringify(wanted) !== JSON.stringify(q.key[slot]))
        : [],
    );
    const list = slips.map(([wanted, html]) =>
      make("li", {}, make("strong", {}, `${wanted.near ?? wanted[0]}: `), make("span", { html })),
    );
    return [
      make("p", { html: q.explain }),
      ...(list.length
        ? [make("p", {}, "Answers people often give, and why they are off:"), make("ul", {}, ...list)]
        : []),
      cited(q.sources),
    ];
  }
}

if (!customElements.get("bedside-question")) customElements.define("bedside-question", Question);
