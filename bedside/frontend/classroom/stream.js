// What a class tells its pages as it happens. EventSource could not carry a token, so this reads the stream itself.

const FIRST = 300,
  LONGEST = 2000; // ms to the next try, doubling
const SILENCE = 15000; // ms without a byte after which a stream is dead; the server gives a sign of life every 5 s
const STALE = 7000; // the same, for a page that has just been looked at again
const BLINK = 1000; // ms that a stream may be away before anyone is told

export class Stream {
  // hear: {class(state), mine(…), count(…)} for its events; connected(yes) tells how it is; refused(status, say) ends it.
  constructor(path, { token, hear, connected = () => {}, refused = () => {} }) {
    Object.assign(this, { path, token, hear, connected, refused, over: false, wake: () => {}, cut: null, heard: 0 });
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
      // Not all pages of a class at the same moment, when its server comes back.
      await new Promise((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, Math.max(pause * (0.75 + Math.random() / 4), after * 1000));
      });
    }
  }

  // One connection, to its end; the result is how many seconds the server wants to be left alone.
  async read() {
    this.cut = new AbortController();
    const { signal } = this.cut;
    const headers = { Accept: "text/event-stream", ...(this.token && { Authorization: `Bearer ${this.token}` }) };
    this.watch();
    try {
      const answer = await fetch(this.path, { headers, cache: "no-store", signal });
      const { status } = answer;
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
        this.over = true;
        this.back();
        this.refused(status, (await answer.json().catch(() => ({}))).say ?? "");
        return 0;
      }
      if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/event-stream"))
        return Number(answer.headers.get("Retry-After")) || 0;
      await this.follow(answer.body.getReader());
      return 0;
    } finally {
      clearTimeout(this.silence);
    }
  }

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
      text = events.pop();
      for (const event of events) this.take(event);
    }
  }

  take(event) {
    const fields = Object.fromEntries(
      event.split("\n").map((line) => line.match(/^(\w+): ?(.*)$/)?.slice(1) ?? ["", ""]),
    );
    if (fields.event && fields.data) this.hear[fields.event]?.(JSON.parse(fields.data));
  }

  watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.cut.abort(), SILENCE);
  }

  back() {
    clearTimeout(this.away);
    this.away = null;
    this.connected(true);
  }
}
