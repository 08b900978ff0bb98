// A seat in a class: the token by which this browser is known there, kept where the browser keeps things. A notebook
// gives its own along, in the fragment: a page in a frame may keep nothing.

import { shelf } from "../elements/outbox.js";
import { call } from "./requests.js";

export class Seat {
  token = "";
  name = "";
  last = 0; // the number of the last vote

  /** @param {string} code */
  constructor(code) {
    this.code = code;
    this.place = `bedside:seat:${code}`;
    Object.assign(this, shelf.get(this.place));
    const given = location.hash.slice(1);
    if (given && given !== this.token) Object.assign(this, { token: given, name: "", last: 0 });
  }

  /**
   * Sit down; the result is "", or why that is not possible.
   * @param {string} name
   */
  async take(name) {
    const { status, token, name: known, say } = await call(`/api/${this.code}/seats`, { body: { name } });
    if (status !== 201) return say ?? "This did not work. Try again in a moment.";
    Object.assign(this, { token, name: known, last: 0 });
    this.keep();
    return "";
  }

  leave() {
    Object.assign(this, { token: "", last: 0 });
    shelf.drop(this.place);
  }

  // The number of a vote; it grows with each, in every tab.
  turn() {
    this.heard(shelf.get(this.place)?.last ?? 0);
    this.last = Math.max(this.last + 1, Date.now());
    this.keep();
    return this.last;
  }

  /** @param {number} turn */
  heard(turn) {
    this.last = Math.max(this.last, turn);
  }

  keep() {
    const { token, name, last } = this;
    shelf.set(this.place, { token, name, last });
  }
}

/**
 * Six letters, however they were typed.
 * @param {string} typed
 */
export const letters = (typed) =>
  typed
    .replace(/[^a-z]/gi, "")
    .toUpperCase()
    .slice(0, 6);
