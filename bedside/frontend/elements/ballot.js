// <bedside-ballot>: a question of a live class. It holds nothing that is right before the class is told.

import { make } from "./dom.js";
import { grade } from "./grading.js";
import { shelf } from "./outbox.js";
import { Question } from "./question.js";

const text = (html) => make("span", { html }).textContent;

export class Ballot extends Question {
  // host: {place, turn(), vote(vote, late)}. Vote promises {counted: true} or, where it is refused, {say};
  // late is called when that takes its time. What is half done, or on its way, is remembered by place.
  connect(question, host) {
    Object.assign(this, { open: true, own: null, refused: "", slow: false });
    super.connect(question, host);
    if (this.state.waiting) this.send(this.state.waiting);
    return this;
  }

  get done() {
    return !this.open;
  }

  // In a class all see the order of the wall.
  arranged() {
    return this.question;
  }

  // What the class says: whether the vote is open, what this person has voted in this round, their last vote on this
  // question in any round, and what is right once that is told.
  bring({ open, own, last, answer }) {
    const fresh = !Object.keys(this.state.given).length;
    const held = this.contains(document.activeElement) && document.activeElement;
    const before = this.verdict.textContent;
    // A vote that was refused may have been counted before, and only the answer was lost.
    if (open !== this.open || own?.turn >= this.cast) this.refused = "";
    Object.assign(this, { open, own });
    if (own && fresh) {
      Object.assign(this.state, { given: own.given, sure: own.sure ?? undefined });
      this.write(own.given);
    }
    if (answer && !this.question.key) this.solve(answer, last);
    this.show();
    const now = this.verdict.textContent;
    if (now && now !== before) this.say(now);
    // A control that is closed or gone lets go of the focus; it would land nowhere.
    if (held && (held.disabled || held.hidden || !held.isConnected)) this.verdict.focus({ preventScroll: true });
  }

  solve(answer, last) {
    Object.assign(this.question, answer);
    const given = last?.given ?? this.solution();
    this.state = { given, checked: given, voted: Boolean(last) };
    shelf.drop(this.name);
    this.write(given);
  }

  answer() {
    const given = this.open && this.complete();
    if (!given) return;
    const { sure } = this.state;
    const now = performance.now();
    const seconds = Math.round((now - (this.begun ?? now)) / 100) / 10;
    this.send({ given, sure: sure ?? null, seconds, turn: this.host.turn() });
  }

  async send(vote) {
    const news = (changes) => {
      if (this.state.waiting !== vote) return; // another one was cast meanwhile
      Object.assign(this, changes);
      if (!this.slow) this.state = { ...this.state, waiting: undefined };
      if (!this.question.key) shelf.set(this.name, this.state);
      this.show();
      this.say(this.verdict.textContent);
    };
    this.state = { ...this.state, waiting: vote };
    Object.assign(this, { refused: "", slow: false, cast: vote.turn });
    shelf.set(this.name, this.state);
    this.show();
    const { counted, say } = await this.host.vote(vote, () => this.slow || news({ slow: true }));
    if (counted) news({ slow: false, own: vote });
    else if (say) news({ slow: false, refused: say });
  }

  keep() {
    const before = this.verdict.textContent;
    this.refused = "";
    super.keep();
    this.show();
    if (this.own && this.verdict.textContent !== before) this.say(this.verdict.textContent);
  }

  // Whether the controls hold something else than what was counted.
  get changed() {
    const {
      told: given,
      state: { sure },
    } = this;
    const same = ([slot, value]) => (this.own.given[slot] ?? false) === value;
    return !Object.entries(given).every(same) || (sure ?? null) !== (this.own.sure ?? null);
  }

  show() {
    super.show();
    this.check.textContent = this.own ? "Change my vote" : "Vote";
    for (const button of Object.values(this.buttons)) button.hidden = true;
    const { checked, voted } = this.state;
    this.verdict.dataset.right = voted
      ? this.right
        ? "yes"
        : "no"
      : this.own && !checked && !this.changed
        ? "yes"
        : "";
  }

  get right() {
    return grade(this.question.kind, this.question.key, this.state.checked).right;
  }

  judge() {
    const { state, own } = this;
    if (state.checked)
      return !state.voted ? "Here is the answer." : this.right ? "✓ You had it right." : "✗ Not this time. Read why.";
    if (state.waiting) return this.slow ? "Not counted yet. Trying again …" : "Your vote is on its way …";
    if (this.refused) return `${this.refused}${own ? " Your vote before it counts." : ""}`;
    if (!this.open) return `The vote is closed. ${own ? "You voted." : "You did not vote this time."}`;
    if (!own) return "";
    return this.changed
      ? "This change is not counted yet. Press “Change my vote”."
      : "✓ Counted. You can change it until the vote closes.";
  }

  after() {
    return this.question.key ? super.after() : [];
  }

  remark(good, about, slot, value) {
    if (good) return super.remark(good, about);
    const { kind, key, groups, unit } = this.question;
    const place = Object.keys(key).find((each) => key[each] === value);
    const words = {
      sort: () => `It belongs under “${text(groups[key[slot]])}”.`,
      order: () => `Its place is ${place}.`,
      number: () => `The answer is ${key.number.near.toLocaleString("en-US", { maximumFractionDigits: 9 })} ${unit}.`,
      fill: () => `The word is “${key[slot][0]}”.`,
    }[kind];
    return [`✗ ${words()}`, about];
  }
}

if (!customElements.get("bedside-ballot")) customElements.define("bedside-ballot", Ballot);
