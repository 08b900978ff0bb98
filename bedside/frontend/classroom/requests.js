// Asking the server: one question, one answer, and votes that go on asking until they are answered.

/** @typedef {{status: number, say?: string, after: number} & Record<string, any>} Answer status 0 is none at all */

const AWAY = "There is no connection just now. Look at your Wi-Fi, then try again.";

/**
 * What the server answered, with say where it refused.
 * @param {string} path
 * @param {{token?: string | null, body?: unknown, patience?: number}} [options] patience in milliseconds
 * @returns {Promise<Answer>}
 */
export async function call(path, { token, body, patience = 8000 } = {}) {
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(), patience);
  /** @type {Record<string, string>} */
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const method = body ? "POST" : "GET";
  const sent = body ? JSON.stringify(body) : undefined;
  try {
    const answer = await fetch(path, { method, headers, body: sent, cache: "no-store", signal: cut.signal });
    const told = await answer.json();
    return { ...told, status: answer.status, after: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, say: AWAY, after: 0 };
  } finally {
    clearTimeout(late);
  }
}

/**
 * Whether asking again may help: nobody answered, or the server said so.
 * @param {Answer} answer
 */
export const passing = ({ status }) => status === 0 || status === 408 || status === 429 || status >= 500;

const REFUSED = "This vote could not be counted. Load the page anew, then vote again.";

/**
 * Votes on their way. Only the latest counts, and it goes again until the server has counted or refused it.
 * @template Vote
 */
export class Post {
  /** @type {Vote | null} */ latest = null;
  wake = () => {};

  /** @param {(vote: Vote) => Promise<Answer>} send */
  constructor(send) {
    this.send = send;
  }

  /**
   * @param {Vote} vote
   * @param {() => void} late called when it takes its time
   * @returns {Promise<{counted?: boolean, say?: string}>}
   */
  async deliver(vote, late) {
    this.latest = vote;
    this.hurry();
    for (let pause = 300; this.latest === vote; pause = Math.min(pause * 2, 2000)) {
      const slow = setTimeout(late, 1500);
      const answer = await this.send(vote);
      clearTimeout(slow);
      if (answer.status === 200) return { counted: true };
      if (!passing(answer)) return { say: answer.say ?? REFUSED };
      late();
      await this.rest(Math.max(pause, answer.after * 1000));
    }
    return {};
  }

  /**
   * @param {number} ms
   * @returns {Promise<void>}
   */
  rest(ms) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  // The connection is back: do not wait any longer.
  hurry() {
    this.wake();
  }
}
