// FSRS-6 without steps of minutes and without chance (github.com/open-spaced-repetition, fsrs 6,
// Scheduler.review_card).

/** @import { Course } from "../types.js" */
/** @typedef {{stability: number, difficulty: number, seen: number, back: number}} Card days, 1 to 10, day, day */

export const again = 1;
export const hard = 2;
export const good = 3;
export const easy = 4;

export class Scheduler {
  /** @param {Course["memory"]} memory the 21 parameters, the share to be remembered, the longest pause in days */
  constructor({ parameters, retention, longest }) {
    this.p = parameters;
    this.retention = retention;
    this.longest = longest;
    this.decay = -parameters[20];
    this.factor = 0.9 ** (1 / this.decay) - 1;
  }

  /**
   * The chance, 0 to 1, that a card is remembered on a day.
   * @param {Card} card
   * @param {number} day
   */
  held({ stability, seen }, day) {
    return (1 + (this.factor * Math.max(0, day - seen)) / stability) ** this.decay;
  }

  /**
   * A card after its answer on a day.
   * @param {Card | undefined} card none is a new one
   * @param {number} rating
   * @param {number} day
   * @returns {Card}
   */
  reviewed(card, rating, day) {
    const stability = Math.max(card ? this.stability(card, rating, this.held(card, day)) : this.p[rating - 1], 0.001);
    const difficulty = Math.min(Math.max(card ? this.difficulty(card, rating) : this.begun(rating), 1), 10);
    const days = Math.round((stability / this.factor) * (this.retention ** (1 / this.decay) - 1));
    return { stability, difficulty, seen: day, back: day + Math.min(Math.max(days, 1), this.longest) };
  }

  /** @param {number} rating */
  begun(rating) {
    return this.p[4] - Math.E ** (this.p[5] * (rating - 1)) + 1;
  }

  /**
   * @param {Card} card
   * @param {number} rating
   */
  difficulty({ difficulty }, rating) {
    const { p } = this;
    const change = -(p[6] * (rating - 3));
    return p[7] * this.begun(easy) + (1 - p[7]) * (difficulty + ((10 - difficulty) * change) / 9);
  }

  /**
   * @param {Card} card
   * @param {number} rating
   * @param {number} held
   */
  stability({ stability, difficulty }, rating, held) {
    const { p } = this;
    if (rating === again) {
      const long = p[11] * difficulty ** -p[12] * ((stability + 1) ** p[13] - 1) * Math.E ** ((1 - held) * p[14]);
      return Math.min(long, stability / Math.E ** (p[17] * p[18]));
    }
    const gain = Math.E ** p[8] * (11 - difficulty) * stability ** -p[9] * (Math.E ** ((1 - held) * p[10]) - 1);
    return stability * (1 + gain * (rating === hard ? p[15] : 1) * (rating === easy ? p[16] : 1));
  }
}
