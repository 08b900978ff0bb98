// The time that is left to vote, by the server's clock.

const ALOUD = [30, 10]; // seconds left that are said

export class Clock {
  ends = 0;
  ahead = 0;
  /** @type {number[]} */ next = [];

  /**
   * @param {HTMLElement} shown
   * @param {HTMLElement} voice
   */
  constructor(shown, voice) {
    this.shown = shown;
    this.voice = voice;
    setInterval(() => this.tick(), 250);
  }

  /**
   * @param {string | null} ends as the server tells it; null is no limit
   * @param {string} now by the server's clock
   */
  set(ends, now) {
    this.ahead = Date.parse(now) - Date.now();
    const then = ends ? Date.parse(ends) : 0;
    if (then !== this.ends) {
      this.ends = then;
      this.voice.textContent = "";
      this.next = ALOUD.filter((seconds) => seconds < this.left);
    }
    this.tick();
  }

  // Whole seconds.
  get left() {
    return Math.max(0, Math.ceil((this.ends - this.ahead - Date.now()) / 1000));
  }

  tick() {
    const { left } = this;
    const words = this.ends ? spoken(left) : "";
    if (this.shown.textContent !== words) this.shown.textContent = words;
    if (!this.ends || !(left <= this.next[0])) return;
    while (left <= this.next[0]) this.next.shift();
    if (left) this.voice.textContent = `${left} seconds left.`;
  }
}

/** @param {number} left */
function spoken(left) {
  if (!left) return "Time is up.";
  return `Time left: ${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")}`;
}
