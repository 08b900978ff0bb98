// What a class tells its pages as it happens. EventSource could not carry a token, so this reads the stream itself.

const FIRST = 300; // ms to the next try, doubling
const LONGEST = 2000;
const SILENCE = 15000; // ms without a byte after which a stream is dead; the server gives a sign of life every 5 s
const STALE = 7000; // the same, for a page that has just been looked at again
const BLINK = 1000; // ms that a stream may be away before anyone is told

/** @typedef {ReturnType<typeof setTimeout> | undefined} Timer */
/**
 * Hear holds what to do at each event; connected tells how it is; refused ends it.
 * @typedef {{token?: string | null, hear: Record<string, (told: any) => void>, connected?: (yes: boolean) => void,
 *   refused?: (status: number, say: string) => void}} Options
 */

export class Stream {
  over = false;
  wake = () => {};
  /** @type {AbortController | null} */ cut = null;
  heard = 0;
  /** @type {Timer | null} */ away = null;
  /** @type {Timer} */ silence = undefined;

  /**
   * @param {string} path
   * @param {Options} options
   */
  constructor(path, { token, hear, connected = () => {}, refused = () => {} }) {
    this.path = path;
    this.token = token;
    this.hear = hear;
    this.connected = connected;
    this.refused = refused;
    const look = () => {
      if (!document.hidden && Date.now() - this.heard > STALE) this.again();
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("online", () => this.again());
    addEventListener("pageshow", look);
    this.run();
  }

  close() {
    this.over = true;
    this.again();
  }

  // Begin anew at once, whether it reads or rests.
  again() {
    this.cut?.abort();
    this.wake();
  }

  async run() {
    for (let pause = FIRST; !this.over; pause = Math.min(pause * 2, LONGEST)) {
      const began = Date.now();
      const after = await this.read().catch(() => 0);
      if (this.over) return;
      if (this.heard > began) pause = FIRST;
      this.away ??= setTimeout(() => this.connected(false), BLINK);
      await this.rest(pause, after * 1000);
    }
  }

  /**
   * Not all pages of a class at the same moment, when its server comes back.
   * @param {number} pause in milliseconds
   * @param {number} least
   * @returns {Promise<void>}
   */
  rest(pause, least) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, Math.max(pause * (0.75 + Math.random() / 4), least));
    });
  }

  // One connection, to its end; the result is how many seconds the server wants to be left alone.
  async read() {
    this.cut = new AbortController();
    const { signal } = this.cut;
    const headers = { Accept: "text/event-stream", ...(this.token && { Authorization: `Bearer ${this.token}` }) };
    this.watch();
    try {
      const answer = await fetch(this.path, { headers, cache: "no-store", signal });
      if (final(answer.status)) return await this.end(answer);
      const streams = answer.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (!answer.ok || !streams || !answer.body) return Number(answer.headers.get("Retry-After")) || 0;
      await this.follow(answer.body.getReader());
      return 0;
    } finally {
      clearTimeout(this.silence);
    }
  }

  /** @param {Response} answer */
  async end(answer) {
    this.over = true;
    this.back();
    const { say } = await answer.json().catch(() => ({}));
    this.refused(answer.status, say ?? "");
    return 0;
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
  async follow(reader) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.heard = Date.now();
      this.watch();
      this.back();
      text += decoder.decode(value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) this.take(event);
    }
  }

  /** @param {string} event */
  take(event) {
    const lines = event.split("\n").map((line) => line.match(/^(\w+): ?(.*)$/)?.slice(1) ?? ["", ""]);
    const fields = Object.fromEntries(lines);
    if (fields.event && fields.data) this.hear[fields.event]?.(JSON.parse(fields.data));
  }

  watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.cut?.abort(), SILENCE);
  }

  back() {
    clearTimeout(this.away ?? undefined);
    this.away = null;
    this.connected(true);
  }
}

/**
 * Whether a refusal stands, and asking again does not help.
 * @param {number} status
 */
const final = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;
