// What this browser remembers: half-given answers, and answers that no host has kept yet.

/** @import { Answer, Ask, Reply, Shelf } from "../types.js" */

/** @typedef {(news: Reply & {kept: string[]}) => void} Tell */

export const shelf = {
  /** @type {() => Shelf | null} */
  place: () => localStorage,

  /**
   * @param {string} name
   * @returns {any}
   */
  get(name) {
    try {
      return JSON.parse(shelf.place()?.getItem(name) ?? "null");
    } catch {
      return null;
    }
  },

  /**
   * Whether it is kept: not in private mode, nor when all is full.
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    try {
      const place = shelf.place();
      place?.setItem(name, JSON.stringify(value));
      return Boolean(place);
    } catch {
      return false;
    }
  },

  /** @param {string} name */
  drop(name) {
    try {
      shelf.place()?.removeItem(name);
    } catch {
      // Where nothing is kept, nothing is to be dropped.
    }
  },

  /** @param {string} start */
  names(start) {
    try {
      return Object.keys(shelf.place() ?? {}).filter((name) => name.startsWith(start));
    } catch {
      return [];
    }
  },
};

// crypto.randomUUID is missing on plain-http addresses, where a class is held.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Answers wait here until Python says that they are on disk. There is one outbox a page; every quiz gives it a way
// to ask Python: ask(message) promises a reply, or null where nobody is there.
const WAITING = "bedside:waiting:";

/**
 * Where this browser keeps nothing, they wait in the page.
 * @type {Map<string, Answer>}
 */
export const apart = new Map();

/** @typedef {ReturnType<typeof setTimeout> | null} Timer */

export const outbox = {
  /** @type {Map<Element, {ask: Ask, tell: Tell}>} */
  hosts: new Map(),
  busy: false,
  silent: /** @type {Timer} */ (null),
  later: /** @type {Timer} */ (null),

  /**
   * @param {Element} element
   * @param {Ask} ask
   * @param {Tell} tell
   */
  join(element, ask, tell) {
    this.hosts.set(element, { ask, tell });
    this.flush();
  },

  /** @returns {Answer[]} */
  waiting() {
    const found = [...shelf.names(WAITING).map(shelf.get), ...apart.values()].filter((response) => response?.id);
    return found.sort((one, other) => (one.answered_at < other.answered_at ? -1 : 1));
  },

  /** @param {Answer} response */
  put(response) {
    const hold = () => apart.set(response.id, response);
    if (shelf.set(WAITING + response.id, response)) shelf.place()?.settled?.().catch(hold);
    else hold();
    setTimeout(() => this.flush()); // after the feedback is on screen
    // However many ways to Python are tried, one after the other, nobody is left without a word for longer.
    this.silent ??= setTimeout(() => this.tell(null), 1000);
  },

  /** @param {Reply | null} reply */
  tell(reply) {
    clearTimeout(this.silent ?? undefined);
    this.silent = null;
    for (const { tell } of this.hosts.values()) tell({ ...reply, kept: reply?.kept ?? [] });
  },

  async flush() {
    const responses = this.waiting().slice(0, 100);
    if (this.busy || !responses.length) return;
    this.busy = true;
    clearTimeout(this.later ?? undefined);
    const reply = await this.asked({ responses });
    this.busy = false;
    for (const id of reply?.kept ?? []) this.drop(id);
    for (const id of reply?.refused ?? []) this.drop(id, (response) => shelf.set(`bedside:refused:${id}`, response));
    this.tell(reply);
    const left = this.waiting().length;
    if (reply?.kept?.length && left) this.flush();
    else if (left) this.later = setTimeout(() => this.flush(), 1000);
  },

  /**
   * What the first host says that replies, the latest one asked first.
   * @param {{responses: Answer[]}} message
   */
  async asked(message) {
    for (const { ask } of [...this.hosts.values()].reverse()) {
      const reply = await ask(message).catch(() => null);
      if (reply) return reply;
    }
    return null;
  },

  /**
   * @param {string} id
   * @param {(response: Answer) => void} [first]
   */
  drop(id, first) {
    apart.delete(id);
    for (const name of shelf.names(WAITING).filter((each) => each.split(":").at(-1) === id)) {
      first?.(shelf.get(name));
      shelf.drop(name);
    }
  },
};
