// The time that is left to vote, by the server's clock.

const ALOUD = [30, 10]; // seconds left that are said

export class Clock {
  constructor(shown, voice) {
    Object.assign(this, { shown, voice, ends: 0, ahead: 0 });
    setInterval(() => this.tick(), 250);
  }

  // ends and now as the server tells them; ends null is no limit.
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
    const words = !this.ends
      ? ""
      : left
        ? `Time left: ${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")}`
        : "Time is up.";
    if (this.shown.textContent !== words) this.shown.textContent = words;
    if (!this.ends || !(left <= this.next[0])) return;
    while (left <= this.next[0]) this.next.shift();
    if (left) this.voice.textContent = `${left} seconds left.`;
  }
}
