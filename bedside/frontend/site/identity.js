// Who is learning in this browser: a random id, and a name if they like.

/** @import { Course, Learner, Shelf } from "../types.js" */

import { willing } from "./kept-answers.js";

const CARD = "bedside:learner";

export class Card {
  /** @type {Learner | null} */ stranger = null;

  /**
   * @param {Shelf | null} storage
   * @param {Course["names"]} names of which the name of someone new is made
   */
  constructor(storage, names) {
    this.storage = storage;
    this.names = names;
  }

  /** @returns {Learner} */
  learner() {
    const known = this.known();
    if (known) return known;
    this.stranger ??= stranger(this.names);
    try {
      this.sign(this.stranger);
    } catch {
      // Then they are known as long as the page is open.
    }
    return this.stranger;
  }

  // No one yet, or not readable, is null.
  known() {
    try {
      const { id, name } = JSON.parse(this.storage?.getItem(CARD) ?? "{}");
      return typeof id === "string" && id && typeof name === "string" ? { id, name } : null;
    } catch {
      return null;
    }
  }

  /**
   * Throws StorageError when this browser keeps nothing.
   * @param {Learner} learner
   */
  sign(learner) {
    willing(this.storage, (storage) => storage.setItem(CARD, JSON.stringify(learner)));
  }

  tear() {
    this.stranger = null;
    willing(this.storage, (storage) => storage.removeItem(CARD));
  }
}

/**
 * @param {Course["names"]} names
 * @returns {Learner}
 */
function stranger({ first, second }) {
  const chance = crypto.getRandomValues(new Uint32Array(5));
  const id = Array.from(chance.slice(3), (word) => word.toString(16).padStart(8, "0")).join("");
  const words = [first[chance[0] % first.length], second[chance[1] % second.length], 10 + (chance[2] % 90)];
  return { id, name: words.join(" ") };
}
