// Asking the server: one question, one answer, and votes that go on asking until they are answered.

const AWAY = "There is no connection just now. Look at your Wi-Fi, then try again.";

// What the server answered: {status, …}, with say where it refused; status 0 is no answer at all.
export async function call(path, { token, body, patience = 8000 } = {}) {
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(), patience);
  const headers = {
    ...(body && { "Content-Type": "application/json" }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
  try {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
      signal: cut.signal,
    });
    const told = await answer.json();
    return { ...told, status: answer.status, after: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, say: AWAY, after: 0 };
  } finally {
    clearTimeout(late);
  }
}

// Whether asking again may help: nobody answered, or the server said so.
export const passing = ({ status }) => status === 0 || status === 408 || status === 429 || status >= 500;

// Votes on their way. Only the latest counts, and it goes again until the server has counted or refused it.
export class Post {
  constructor(send) {
    Object.assign(this, { send, latest: null, wake: () => {} });
  }

  async deliver(vote, late) {
    this.latest = vote;
    this.hurry();
    for (let pause = 300; this.latest === vote; pause = Math.min(pause * 2, 2000)) {
      const slow = setTimeout(late, 1500);
      const answer = await this.send(vote);
      clearTimeout(slow);
      if (answer.status === 200) return { counted: true };
      if (!passing(answer))
        return { say: answer.say ?? "This vote could not be counted. Load the page anew, then vote again." };
      late();
      await this.rest(Math.max(pause, answer.after * 1000));
    }
    return {};
  }

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
