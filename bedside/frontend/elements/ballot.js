// <bedside-ballot>: a question of a live class. It holds nothing that is right before the class is told.

/** @import { Asked, BallotHost, Given, Grade, Vote } from "../types.js" */

import { define, later } from "./dom.js";
import { grade } from "./grading.js";
import { shelf } from "./outbox.js";
import { Question } from "./question.js";

/** @typedef {Vote & {question?: string}} Cast */

export class Ballot extends Question {
  open = true;
  /** @type {Cast | null} */ own = null;
  refused = "";
  slow = false;
  /** @type {number} */ cast = later;
  corrects = true;

  /**
   * Vote of the host promises {counted: true} or, where it is refused, {say}; late is called when that takes its time.
   * What is half done, or on its way, is remembered by place.
   * @param {Asked} question
   * @param {any} host {@link BallotHost}
   */
  connect(question, host) {
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

  /**
   * What the class says: whether the vote is open, what this person has voted in this round, their last vote on this
   * question in any round, and what is right once that is told.
   * @param {{open: boolean, own: Cast | null, last: Cast | null, answer?: Partial<Asked>}} told
   */
  bring({ open, own, last, answer }) {
    const fresh = !Object.keys(this.state.given).length;
    const active = document.activeElement;
    const held = this.contains(active) ? /** @type {HTMLInputElement} */ (active) : null;
    const before = this.verdict.textContent;
    // A vote that was refused may have been counted before, and only the answer was lost.
    if (open !== this.open || (own && own.turn >= this.cast)) this.refused = "";
    Object.assign(this, { open, own });
    if (own && fresh) {
      Object.assign(this.state, { given: own.given, sure: own.sure ?? undefined });
      this.kind.write(this.slots, own.given);
    }
    if (answer && !this.question.key) this.solve(answer, last);
    this.show();
    const now = this.verdict.textContent;
    if (now && now !== before) this.say(now);
    // A control that is closed or gone lets go of the focus; it would land nowhere.
    if (held && (held.disabled || held.hidden || !held.isConnected)) this.verdict.focus({ preventScroll: true });
  }

  /**
   * @param {Partial<Asked>} answer
   * @param {Cast | null} last
   */
  solve(answer, last) {
    Object.assign(this.question, answer);
    const given = last?.given ?? this.kind.solution(this.question);
    this.state = { given, attempt: 0, checked: given, voted: Boolean(last) };
    shelf.drop(this.name);
    this.kind.write(this.slots, given);
  }

  answer() {
    this.refused = "";
    const given = this.open && this.complete();
    if (!given) return;
    const { sure } = this.state;
    this.send({ given, sure: sure ?? null, seconds: this.seconds, turn: this.host.turn() });
  }

  /** @param {Vote} vote */
  async send(vote) {
    /** @param {Partial<Ballot>} changes */
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

  /**
   * Whether the controls hold something else than what was counted.
   * @param {Vote} counted
   */
  differs(counted) {
    const same = Object.entries(this.meant).every(([slot, value]) => (counted.given[slot] ?? false) === value);
    return !same || (this.state.sure ?? null) !== (counted.sure ?? null);
  }

  show() {
    super.show();
    this.check.textContent = this.own ? "Change my vote" : "Vote";
    for (const button of Object.values(this.buttons)) button.hidden = true;
  }

  /** @param {boolean} _wrongs */
  color(_wrongs) {
    const { question: q, state, own } = this;
    if (state.checked && state.voted) return grade(q.kind, q.key, state.checked).right ? "yes" : "no";
    return own && !state.checked && !this.differs(own) ? "yes" : "";
  }

  /** @param {Grade | null} graded */
  judge(graded) {
    const { state, own } = this;
    if (graded && !state.voted) return "Here is the answer.";
    if (graded) return graded.right ? "✓ You had it right." : "✗ Not this time. Read why.";
    if (state.waiting) return this.slow ? "Not counted yet. Trying again …" : "Your vote is on its way …";
    if (this.refused) return `${this.refused}${own ? " Your vote before it counts." : ""}`;
    if (!this.open) return `The vote is closed. ${own ? "You voted." : "You did not vote this time."}`;
    if (!own) return "";
    if (this.differs(own)) return "This change is not counted yet. Press “Change my vote”.";
    return "✓ Counted. You can change it until the vote closes.";
  }

  after() {
    return this.question.key ? super.after() : [];
  }
}

define("bedside-ballot", Ballot);
