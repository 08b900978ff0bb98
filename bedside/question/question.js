// The one front end for questions: <bedside-question> and <bedside-quiz>, for a notebook, a page or a live class.
// A host calls quiz.connect(quiz, ask), where ask(message) promises a reply, or null when nobody is there to give one.

// ---- Grading: the same few lines as bedside/grading.py, run on the same cases (tests/data/grading.json)

export function number(value) {
  if (typeof value === "number") return Math.abs(value) < 1e15 ? value : null;
  if (typeof value !== "string" || value.length > 40) return null;
  const typed = value.replace(/[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f]/g, "").replace("−", "-");
  if (/^[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$/.test(typed)) return Number(typed.replaceAll(",", ""));
  return /^[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)$/.test(typed) ? Number(typed.replace(",", ".")) : null;
}

export function plain(word) {
  // Upper last, so that ß is SS and the two small sigmas are one; lower first, for a capital ẞ.
  const bare = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().toUpperCase();
  return bare.replace(/[ \t\n\r\f\v\u00a0]+/g, " ").replace(/^ +| +$/g, "");
}

// No text of the course is longer, and comparing a much longer one can take minutes.
const LONGEST = 1200;

export function fits(wanted, value) {
  if (wanted === null) return true;
  if (Array.isArray(wanted)) {
    return typeof value === "string" && [...value].length <= LONGEST && wanted.some((word) => plain(word) === plain(value));
  }
  if (typeof wanted !== "object") return value === wanted;
  const found = number(value);
  return found !== null && Math.abs(found - wanted.near) <= wanted.tolerance + 1e-9;
}

export function grade(kind, key, given) {
  const slots = {};
  for (const [slot, wanted] of Object.entries(key)) {
    slots[slot] = fits(wanted, given[slot] ?? (typeof wanted === "boolean" ? false : undefined));
  }
  const share = (names, good) => names.filter((slot) => slots[slot] === good).length / Math.max(names.length, 1);
  const names = Object.keys(key);
  const right = names.every((slot) => slots[slot]);
  if (kind !== "choose-many") return { right, score: share(names, true), slots };
  const hits = share(names.filter((slot) => key[slot]), true);
  const slips = share(names.filter((slot) => !key[slot]), false);
  return { right, score: Math.max(0, hits - slips), slots };
}

const why = (question, slot, value) =>
  (question.why[slot] ?? question.why["*"])?.find(([wanted]) => fits(wanted, value))?.[1] ?? "";

// ---- What this browser remembers: half-given answers, and answers no host has kept yet

const shelf = {
  get(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; /* private mode, or full */ }
  },
  drop(name) {
    try { localStorage.removeItem(name); } catch { /* as above */ }
  },
  names(start) {
    try { return Object.keys(localStorage).filter((name) => name.startsWith(start)); } catch { return []; }
  },
};

// crypto.randomUUID is missing on plain-http addresses, where a class is held.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Answers wait here until Python says that they are on disk. There is one outbox a page; every quiz gives it a way
// to ask Python: ask(message) promises a reply, or null where nobody is there.
const WAITING = "bedside:waiting:";
const apart = new Map(); // where this browser keeps nothing, they wait in the page

export const outbox = {
  hosts: new Map(), // element → {ask, tell}
  busy: false,
  join(element, ask, tell) {
    this.hosts.set(element, { ask, tell });
    this.flush();
  },
  waiting() {
    const found = [...shelf.names(WAITING).map(shelf.get), ...apart.values()].filter((response) => response?.id);
    return found.sort((one, other) => (one.answered_at < other.answered_at ? -1 : 1));
  },
  put(response) {
    if (!shelf.set(WAITING + response.id, response)) apart.set(response.id, response);
    setTimeout(() => this.flush()); // after the feedback is on screen
  },
  async flush() {
    const responses = this.waiting().slice(0, 100);
    if (this.busy || !responses.length) return;
    this.busy = true;
    clearTimeout(this.later);
    let reply = null;
    for (const host of [...this.hosts.values()].reverse()) {
      if ((reply = await host.ask({ responses }).catch(() => null))) break;
    }
    this.busy = false;
    for (const id of reply?.kept ?? []) this.drop(id);
    for (const id of reply?.refused ?? []) this.drop(id, (response) => shelf.set(`bedside:refused:${id}`, response));
    const left = this.waiting().length;
    for (const { tell } of this.hosts.values()) tell({ ...reply, left, kept: reply?.kept ?? [] });
    if (reply?.kept?.length && left) this.flush();
    else if (left) this.later = setTimeout(() => this.flush(), 1000);
  },
  drop(id, first) {
    apart.delete(id);
    for (const name of shelf.names(WAITING).filter((each) => each.split(":").at(-1) === id)) {
      first?.(shelf.get(name));
      shelf.drop(name);
    }
  },
};

// ---- Building the page

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value; // only ever our own renderer's HTML, see content/text.py
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const note = (name) => make("p", { class: "bq-why", id: name, hidden: true });

function pick(type, uid, slot, value, say, describe) {
  const input = make("input", { type, name: `${uid}-${slot}`, value, "data-slot": slot, "aria-describedby": describe });
  return make("label", { class: "bq-option" }, input, make("span", { html: say }));
}

const controls = {
  choose: (q, uid) =>
    q.options.map((o) => make("div", {}, pick("radio", uid, "choice", o.id, o.say, `${uid}-why-${o.id}`), note(`${uid}-why-${o.id}`))),
  "choose-many": (q, uid) =>
    q.options.map((o) => make("div", {}, pick("checkbox", uid, o.id, "on", o.say, `${uid}-why-${o.id}`), note(`${uid}-why-${o.id}`))),
  sort: (q, uid) =>
    q.items.map((item) => {
      const groups = Object.entries(q.groups).map(([name, label]) => pick("radio", uid, item.id, name, label));
      const row = make("div", { class: "bq-groups" }, ...groups);
      return make("fieldset", { class: "bq-item" }, make("legend", { html: item.say }), row, note(`${uid}-why-${item.id}`));
    }),
  order: (q, uid) => [make("ol", { class: "bq-order" }, ...q.items.map((item) => step(item, uid)))],
  number: (q, uid) => [
    make("label", { class: "bq-number" }, make("span", {}, "Your answer"),
      make("input", { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 40, "data-slot": "number", size: 9, "aria-describedby": `${uid}-why-number` }),
      make("span", {}, q.unit)),
    note(`${uid}-why-number`),
  ],
  fill: (q, uid) => {
    const line = make("p", { class: "bq-fill" });
    const last = q.text.length - 1;
    q.text.forEach((piece, i) => {
      line.append(make("span", { html: piece }));
      if (i < last) {
        const label = `Missing word ${i + 1} of ${last}`;
        line.append(make("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: 200, size: 14,
          "aria-label": label, "data-slot": `${i + 1}`, "aria-describedby": `${uid}-why-${i + 1}` }));
      }
    });
    return [line, ...q.text.slice(0, last).map((_, i) => note(`${uid}-why-${i + 1}`))];
  },
};

function step(item, uid) {
  const name = make("span", { class: "bq-step", html: item.say });
  const move = (by, sign, way) =>
    make("button", { type: "button", "data-move": by, "aria-label": `Move ${way}: ${name.textContent}` }, sign);
  return make("li", { "data-item": item.id }, make("div", { class: "bq-place" }, name, move(-1, "↑", "up"), move(1, "↓", "down")),
    note(`${uid}-why-${item.id}`));
}

// JupyterLab acts on keys pressed in an output, as "d d" to delete a cell, and pulls the focus to its active cell on
// every key it hears of. Saving is still meant for the notebook.
function guard(element) {
  element.setAttribute("data-lm-suppress-shortcuts", "");
  element.onkeydown = (event) => {
    const save = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    element.toggleAttribute("data-lm-suppress-shortcuts", !save);
    if (save) setTimeout(() => event.target.focus());
    else event.stopPropagation();
  };
}

const SURE = ["a guess", "fairly sure", "sure"];
let made = 0;

export class Question extends HTMLElement {
  // host: {context, place, record(response), changed()}; what is half done is remembered by place
  connect(question, host) {
    Object.assign(this, { question, host, uid: `bq${++made}`, begun: null });
    this.name = `bedside:draft:${host.place}:${question.id}:${question.revision}`;
    this.state = shelf.get(this.name) ?? { given: {}, attempt: 0 };
    this.draw();
    return this;
  }

  get done() {
    return Boolean(this.state.solved || this.state.shown);
  }

  draw() {
    const { question: q, uid } = this;
    guard(this);
    this.slots = make("fieldset", { class: "bq-slots" }, make("legend", { html: q.ask }), ...controls[q.kind](q, uid));
    this.sure = make("fieldset", { class: "bq-sure" }, make("legend", {}, "How sure are you? (if you like)"),
      ...SURE.map((say, i) => make("label", {}, make("input", { type: "radio", name: `${uid}-sure`, value: i + 1 }), say)));
    this.hint = make("p", { class: "bq-hint", hidden: true });
    this.check = make("button", { type: "submit", class: "bq-check" }, "Check");
    this.buttons = {
      hint: make("button", { type: "button", onclick: () => this.tell() }, "Hint"),
      show: make("button", { type: "button", onclick: () => this.reveal() }, "Show me the answer"),
      again: make("button", { type: "button", onclick: () => this.reset() }, "Start again"),
    };
    this.verdict = make("p", { class: "bq-verdict", tabindex: -1 });
    this.more = make("div", { class: "bq-more" });
    this.voice = make("p", { class: "bq-voice", role: "status", "aria-live": "polite" });
    this.form = make("form", { novalidate: true, class: "bq" }, this.slots, this.sure, this.hint,
      make("div", { class: "bq-buttons" }, this.check, ...Object.values(this.buttons)), this.verdict, this.more, this.voice);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.answer(); });
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("focusin", () => { this.begun ??= performance.now(); });
    this.slots.addEventListener("click", (event) => this.move(event.target.closest("[data-move]")));
    this.replaceChildren(this.form);
    this.write(this.state.given);
    this.show();
  }

  // Reading and writing the slots is the same for every kind: each control says which slot it fills.
  read() {
    const given = {};
    this.slots.querySelectorAll("[data-item]").forEach((item, i) => { given[i + 1] = item.dataset.item; });
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
  }

  move(button) {
    const item = button?.closest("li");
    const other = Number(button?.dataset.move) < 0 ? item?.previousElementSibling : item?.nextElementSibling;
    if (!item || this.done) return;
    const list = item.parentNode;
    if (other) (Number(button.dataset.move) < 0 ? other.before(item) : other.after(item));
    button.focus();
    this.keep();
    const place = [...list.children].indexOf(item) + 1;
    this.say(`${item.querySelector(".bq-step").textContent}: place ${place} of ${list.children.length}.`);
  }

  missing(given) {
    const { kind, key } = this.question;
    const empty = Object.keys(key).filter((slot) => given[slot] === undefined).length;
    if (kind === "choose-many") return Object.values(given).some(Boolean) ? "" : "Tick at least one box first.";
    if (kind === "number") return number(given.number) === null ? "Type a number first, such as 1500 or 0.6." : "";
    if (!empty) return "";
    return { choose: "Pick an answer first.", sort: `Find a place for each one first. ${empty} to go.` }[kind] ?? `Fill each gap first. ${empty} to go.`;
  }

  answer() {
    if (this.done) return;
    const { question: q, host } = this;
    this.keep();
    const given = this.state.given;
    const missing = this.missing(given);
    if (missing) {
      this.verdict.textContent = missing;
      this.say(missing);
      return;
    }
    const { right, score } = grade(q.kind, q.key, given);
    const now = performance.now();
    const response = {
      id: uuid(), question: q.id, revision: q.revision, context: host.context, attempt: this.state.attempt + 1, given, score,
      confidence: this.state.sure ?? null, hint: Boolean(this.state.hinted),
      seconds: Math.round((now - (this.begun ?? now)) / 100) / 10, answered_at: new Date().toISOString(),
    };
    this.state = { ...this.state, attempt: response.attempt, checked: given, solved: right, first: right && response.attempt === 1 };
    shelf.set(this.name, this.state);
    this.show();
    host.record(response);
    setTimeout(() => host.changed());
    const heard = [...this.slots.querySelectorAll('.bq-why:not([hidden], [data-right=""])')].map((p) => p.textContent);
    this.say([right ? "" : this.verdict.textContent, ...heard, right ? this.more.firstChild.textContent : ""].join(" "));
    // The Check button goes away; focus left on nothing would land in the notebook.
    if (right) this.verdict.focus({ preventScroll: true });
  }

  tell() {
    this.state.hinted = true;
    this.keep();
    this.show();
    this.say(this.hint.textContent);
  }

  reveal() {
    this.state = { ...this.state, shown: true, given: this.question.key };
    if (this.question.kind === "number") this.state.given = { number: `${this.question.key.number.near}` };
    if (this.question.kind === "fill") this.state.given = Object.fromEntries(Object.entries(this.question.key).map(([gap, words]) => [gap, words[0]]));
    this.state.checked = this.state.given;
    shelf.set(this.name, this.state);
    this.write(this.state.given);
    this.show();
    this.host.changed();
    this.verdict.focus();
  }

  reset() {
    shelf.drop(this.name);
    this.state = { given: {}, attempt: this.state.attempt };
    shelf.set(this.name, this.state);
    this.draw();
    this.host.changed();
    this.slots.querySelector("input, button").focus();
  }

  // Nothing was ever answered here.
  forget() {
    this.state = { given: {}, attempt: 0 };
    this.draw();
  }

  say(words) {
    this.voice.textContent = words;
  }

  // Bring the page in line with the state.
  show() {
    const { state, question: q, done } = this;
    const wrongs = state.checked && !done;
    this.classList.toggle("bq-done", done);
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
    this.verdict.dataset.right = done ? "yes" : wrongs ? "no" : "";
    this.marks();
    this.more.replaceChildren(...(done ? this.after() : []));
  }

  judge() {
    const { state, question: q } = this;
    if (state.solved) return state.first ? "✓ That is right." : "✓ That is right now.";
    if (state.shown) return "This is the answer. Read why, and come back to it later.";
    if (!state.checked) return "";
    const { slots } = grade(q.kind, q.key, state.checked);
    const good = Object.values(slots).filter(Boolean).length;
    const all = Object.keys(slots).length;
    if (q.kind === "choose-many") {
      const ticked = Object.keys(slots).filter((slot) => state.checked[slot]);
      return ticked.every((slot) => slots[slot]) ? "✗ Right so far, but there is more to tick." : "✗ Not quite. See the boxes you ticked.";
    }
    return all > 1 ? `✗ Not quite: ${good} of ${all} are right. Read why, then try again.` : "✗ Not this one. Read why, then try again.";
  }

  marks() {
    const { state, question: q, uid, done } = this;
    const { slots } = grade(q.kind, q.key, state.checked ?? {});
    for (const p of this.slots.querySelectorAll(".bq-why")) p.hidden = true;
    if (!state.checked) return;
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
          if (id === value || (done && right)) mark(id, right, right ? "✓ Right." : "✗ Not this one.", why(q, slot, id));
          else if (done) mark(id, null, "Why not:", why(q, slot, id));
        }
      } else if (q.kind === "choose-many") {
        if (done || value) mark(slot, good, `${good ? "✓" : "✗"} ${q.key[slot] ? "Tick it." : "Leave it."}`, about);
      } else if (q.kind === "order") mark(value, good, good ? "✓ In its place." : "✗ Not here.", about);
      else mark(slot, good, good ? "✓ Right." : "✗ Not yet.", about || (good ? "" : "Look again, or take the hint."));
    }
  }

  after() {
    const { question: q } = this;
    const slips = Object.entries(q.why).flatMap(([slot, found]) =>
      q.kind === "number" || q.kind === "fill" ? found.filter(([wanted]) => JSON.stringify(wanted) !== JSON.stringify(q.key[slot])) : []);
    const list = slips.map(([wanted, html]) => make("li", {}, make("strong", {}, `${wanted.near ?? wanted[0]}: `), make("span", { html })));
    const sources = q.sources.flatMap(({ label, link }, i) =>
      [i ? "; " : "", link ? make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, label) : label]);
    return [
      make("p", { html: q.explain }),
      ...(list.length ? [make("p", {}, "Answers people often give, and why they are off:"), make("ul", {}, ...list)] : []),
      make("p", { class: "bedside-source" }, "Source: ", ...sources),
    ];
  }
}

export class Quiz extends HTMLElement {
  static show(host) {
    mount(host);
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
    const host = { context, place: round ? `${context}:${round}` : context, record: (response) => this.record(response), changed: () => this.changed() };
    this.questions = quiz.questions.map((question) => document.createElement("bedside-question").connect(question, host));
    this.replaceChildren(this.left, ...this.questions, this.end, this.saved);
    this.count();
    this.ask = ask;
    if (this.isConnected) this.connectedCallback();
    return this;
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
    const words = this.odd ? "Not saved: Python could not read an answer. Start the course again with make lab, then answer once more." : !waiting ? `✓ Saved. ${notice ?? ""}` : trouble ? `Not saved: ${trouble} ${wait} until then; you can go on.` : `${wait}, and will be saved when Python is running.`;
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
    const again = new Set(this.questions.filter((question) => !question.state.first).map((question) => question.question.goal));
    const words = first.length === this.questions.length ? "You had each of these at the first try." : "All done here. Worth another look later:";
    return [make("p", {}, words), make("ul", {}, ...[...again].map((html) => make("li", { html })))];
  }
}

// ---- A part of a page that asks Python what to show: a lesson's head, progress, review, the learner's own data

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
    this.addEventListener("submit", (event) => { event.preventDefault(); this.submit(event.target); });
    if (this.far) {
      this.count();
      addEventListener("bedside:changed", () => this.count());
    }
    if (this.isConnected) this.connectedCallback();
    return this;
  }

  connectedCallback() {
    if (!this.ask) return;
    outbox.join(this, this.ask, ({ kept }) => { if (kept.length && !this.quiz) this.refresh(); });
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
    this.far.textContent = done === 0 ? `${all} questions are waiting for you.` : done < all ? `You have done ${done} of the ${all} questions.` : `You have done all ${all} questions.`;
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
    for (const { name, value, files } of form.querySelectorAll("[name]")) message[name] = files ? await files[0]?.text() ?? "" : value;
    this.said.textContent = "One moment …";
    this.take((await this.ask(message).catch(() => null)) ?? { say: "Python is not running, so this cannot be done now. Choose Kernel → Restart Kernel in the menu, then try again." });
    this.place.querySelector("[autofocus]")?.focus();
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

for (const [name, element] of [["bedside-question", Question], ["bedside-quiz", Quiz], ["bedside-live", Live]]) {
  if (!customElements.get(name)) customElements.define(name, element);
}

// ---- In a notebook

// The way to Python is the widget's own connection. That is gone when a notebook was reopened and its cells not run
// again; then the question goes to the kernel itself, beside the notebook's own cells.
function wire(model) {
  const open = new Map();
  let [count, gone] = [0, false];
  model.on("msg:custom", ({ number, reply }) => open.get(number)?.(reply));
  return (message) => gone ? aside(model, message) : new Promise((resolve) => {
    const number = ++count;
    const late = setTimeout(() => {
      gone = true;
      aside(model, message).then(resolve, () => resolve(null));
    }, 1500);
    open.set(number, (reply) => {
      clearTimeout(late);
      open.delete(number);
      resolve(reply);
    });
    try { model.send({ number, ask: message }); } catch { /* as when it is gone */ }
  });
}

async function aside(model, message) {
  const kernel = model.widget_manager?.kernel;
  // What is sent to a kernel that is just starting may be lost without a word; whoever asks, asks again.
  if (kernel?.connectionStatus !== "connected" || !["idle", "busy"].includes(kernel.status)) return null;
  const reply = `__import__("bedside.desk").desk.answer(${JSON.stringify(JSON.stringify(message))})`;
  const future = kernel.requestExecute({ code: "", store_history: false, user_expressions: { reply } });
  const late = new Promise((resolve) => setTimeout(resolve, 5000));
  const done = await Promise.race([future.done, late]);
  return done?.content.user_expressions?.reply?.data?.["application/json"] ?? null;
}

// A widget's model carries, as JSON, what to show.
function mount({ model, el }) {
  const [name, words] = model.get("page") ? ["bedside-live", model.get("page")] : ["bedside-quiz", model.get("quiz")];
  const element = document.createElement(name);
  element.folder = model.widget_manager?.context?.path?.replace(/[^/]*$/, "") ?? "";
  el.replaceChildren(element.connect(JSON.parse(words), wire(model)));
}

// What anywidget calls for the widget that brings this script: a lesson's head, or another that came without one.
export default { render: mount };
