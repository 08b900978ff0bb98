// Where the pages are opened from a folder, some browsers give each file a storage of its own. So all pages use that of
// one file, assets/store.html, which stands unseen in each of them (store.js is its script).

import { make } from "../elements/dom.js";

/** @import { Shelf } from "../types.js" */
/** @typedef {Record<string, string | null>} News null is for what is gone */
/** @typedef {{refused?: string, before?: News, entries?: Record<string, string>}} Kept */

const PATIENCE = 3000; // milliseconds

// Has the manner of localStorage, and promises in settled() that what was put into it is kept.
class FolderStorage {
  /** @type {News} */ #news = {};
  // Promises that what was put last is kept, as long as that is not known.
  /** @type {Promise<void> | null} */ #sent = null;
  /** @type {Window} */ #frame;

  /**
   * @param {Window} frame
   * @param {Record<string, string>} entries
   */
  constructor(frame, entries) {
    this.#frame = frame;
    Object.assign(this, entries);
    addEventListener("message", ({ source, data }) => {
      if (source === frame) this.#take(data);
    });
  }

  /** @param {string} name */
  getItem(name) {
    return this.#entries[name] ?? null;
  }

  // What Object.keys sees are the entries.
  get #entries() {
    return /** @type {Record<string, string>} */ (/** @type {unknown} */ (this));
  }

  /** @param {string} name @param {string} value */
  setItem(name, value) {
    this.#put({ [name]: value });
  }

  /** @param {string} name */
  removeItem(name) {
    this.#put({ [name]: null });
  }

  // Throws what the browser said, if it refused.
  async settled() {
    await this.#sent;
  }

  /** @param {News} news */
  #put(news) {
    this.#take(news);
    if (!Object.keys(this.#news).length) this.#soon();
    Object.assign(this.#news, news);
  }

  #soon() {
    const sent = Promise.resolve()
      .then(() => this.#send())
      .finally(() => {
        if (this.#sent === sent) this.#sent = null;
      });
    sent.catch(() => {}); // who wants to know asks for settled()
    this.#sent = sent;
  }

  async #send() {
    const news = this.#news;
    this.#news = {};
    const { refused, before } = await ask(this.#frame, news);
    if (!refused) return;
    this.#take(before ?? {});
    throw new DOMException("It is not kept.", refused);
  }

  /**
   * What another tab did, or what I did.
   * @param {News} news
   */
  #take(news) {
    for (const [name, value] of Object.entries(news)) {
      if (value === null) delete this.#entries[name];
      else this.#entries[name] = value;
    }
  }
}

/**
 * @param {Window} frame
 * @param {News} news
 * @returns {Promise<Kept>}
 */
function ask(frame, news) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    frame.postMessage(news, "*", [port2]);
  });
}

/**
 * Promises the storage of the folder; null where the browser keeps nothing.
 * @returns {Promise<Shelf | null>}
 */
export async function folderStorage() {
  const element = make("iframe", { src: "assets/store.html", title: "Where answers are kept", hidden: true });
  const loaded = new Promise((resolve) => {
    element.onload = resolve;
  });
  document.body.append(element);
  await loaded;
  const frame = /** @type {Window} */ (element.contentWindow);
  /** @type {Promise<Kept>} */
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, { refused: "TimeoutError" });
  });
  const { refused, entries } = await Promise.race([ask(frame, {}), late]);
  return refused ? null : new FolderStorage(frame, entries ?? {});
}
