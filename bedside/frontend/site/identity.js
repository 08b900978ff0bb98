// Who is learning in this browser: a random id, and a name if they like.

import { willing } from "./kept-answers.js";

const CARD = "bedside:learner";

export class Card {
  // names: {first, second}, of which the name of someone new is made
  constructor(storage, names) {
    Object.assign(this, { storage, names });
  }

  learner() {
    try {
      const { id, name } = JSON.parse(this.storage.getItem(CARD));
      if (typeof id === "string" && id && typeof name === "string") return { id, name };
    } catch {
      /* no one yet, or not readable */
    }
    this.stranger ??= stranger(this.names);
    try {
      this.sign(this.stranger);
    } catch {
      /* then they are known as long as the page is open */
    }
    return this.stranger;
  }

  // Throws Trouble when this browser keeps nothing.
  sign(learner) {
    willing(this.storage, (storage) => storage.setItem(CARD, JSON.stringify(learner)));
  }

  tear() {
    this.stranger = null;
    willing(this.storage, (storage) => storage.removeItem(CARD));
  }
}

function stranger({ first, second }) {
  const chance = crypto.getRandomValues(new Uint32Array(5));
  const id = Array.from(chance.slice(3), (word) => word.toString(16).padStart(8, "0")).join("");
  return {
    id,
    name: `${first[chance[0] % first.length]} ${second[chance[1] % second.length]} ${10 + (chance[2] % 90)}`,
  };
}
