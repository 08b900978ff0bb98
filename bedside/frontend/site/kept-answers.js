// The answers kept in this browser, in the order they came. Each is an entry of its own, so that two tabs never write
// over each other; an entry is a line of the file that a learner saves (answer-file.js).

/** @import { Answer, Shelf } from "../types.js" */

const KEPT = "bedside:kept:";
const REFUSED =
  "This browser keeps nothing for this page. Allow it to keep data, leave private mode, or use another browser.";
const FULL =
  "This browser has no room left for this page. " +
  "Save your answers as a file on the first page, and go on in another browser.";

// Something that a learner can mend; its words say how.
export class StorageError extends Error {}

/**
 * Do something with the browser's storage, which may be null; throws StorageError where it refuses.
 * @param {Shelf | null} storage
 * @param {(storage: Shelf) => void} act
 */
export function willing(storage, act) {
  if (!storage) throw new StorageError(REFUSED);
  try {
    act(storage);
  } catch (error) {
    throw refusal(/** @type {Error} */ (error));
  }
}

/** @param {{name: string}} error */
const refusal = ({ name }) => new StorageError(name === "SecurityError" ? REFUSED : FULL);

export class Kept {
  /** @type {Map<string, Answer | null>} */ parsed = new Map(); // by an entry's name

  /** @param {Shelf | null} storage */
  constructor(storage) {
    this.storage = storage;
  }

  // Looked up anew each time, since another tab may have added some.
  names() {
    try {
      const names = Object.keys(this.storage ?? {});
      return names.filter((name) => name.startsWith(KEPT)).sort();
    } catch {
      return [];
    }
  }

  lines() {
    const lines = this.names().map((name) => this.storage?.getItem(name));
    return lines.filter((line) => typeof line === "string");
  }

  answers() {
    const answers = this.names().map((name) => this.answer(name));
    return answers.filter((answer) => answer !== null);
  }

  /** @param {string} name */
  answer(name) {
    let found = this.parsed.get(name);
    if (found !== undefined) return found;
    try {
      found = JSON.parse(this.storage?.getItem(name) ?? "null");
    } catch {
      found = null; // not ours
    }
    this.parsed.set(name, found ?? null);
    return found ?? null;
  }

  /**
   * Keep lines, each with its answer's id: all or none, and one that is here stays as it is. Returns how many were new.
   * @param {[id: string, line: string][]} lines
   */
  add(lines) {
    const names = this.names();
    const here = new Set(names.map((name) => name.split(":")[3]));
    let number = Number(names.at(-1)?.split(":")[2] ?? 0);
    /** @type {string[]} */
    const written = [];
    /** @param {Shelf} storage */
    const put = (storage) => {
      for (const [id, line] of lines) {
        if (here.has(id)) continue;
        here.add(id);
        const name = `${KEPT}${String(++number).padStart(9, "0")}:${id}`;
        written.push(name);
        storage.setItem(name, line);
      }
    };
    try {
      willing(this.storage, put);
    } catch (trouble) {
      for (const name of written) this.drop(name);
      throw trouble;
    }
    return written.length;
  }

  /** @param {string} name */
  drop(name) {
    try {
      this.storage?.removeItem(name);
    } catch {
      // Nor was it put there.
    }
  }

  // Promises that all is on disk, where the storage does not say so at once; throws StorageError where it is not.
  async settled() {
    await this.storage?.settled?.().catch((/** @type {Error} */ error) => {
      throw refusal(error);
    });
  }

  erase() {
    const names = this.names();
    for (const name of names) this.storage?.removeItem(name);
    this.parsed.clear();
    return names.length;
  }
}
