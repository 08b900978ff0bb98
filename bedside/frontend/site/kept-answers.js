// The answers kept in this browser, in the order they came. Each is an entry of its own, so that two tabs never write
// over each other; an entry is a line of the file that a learner saves (answer-file.js).

const KEPT = "bedside:kept:";
const REFUSED =
  "This browser keeps nothing for this page. Allow it to keep data, leave private mode, or use another browser.";
const FULL =
  "This browser has no room left for this page. Save your answers as a file on the first page, and go on in another browser.";

// Something that a learner can mend; its words say how.
export class Trouble extends Error {}

// Do something with the browser's storage, which may be null; throws Trouble where it refuses.
export function willing(storage, act) {
  try {
    if (storage) return act(storage);
  } catch (error) {
    throw refusal(error);
  }
  throw new Trouble(REFUSED);
}

const refusal = ({ name }) => new Trouble(name === "SecurityError" ? REFUSED : FULL);

export class Kept {
  constructor(storage) {
    this.storage = storage;
    this.parsed = new Map(); // an entry's name → its answer
  }

  // Looked up anew each time, since another tab may have added some.
  names() {
    try {
      return Object.keys(this.storage ?? {})
        .filter((name) => name.startsWith(KEPT))
        .sort();
    } catch {
      return [];
    }
  }

  lines() {
    return this.names()
      .map((name) => this.storage.getItem(name))
      .filter(Boolean);
  }

  answers() {
    return this.names()
      .map((name) => this.answer(name))
      .filter(Boolean);
  }

  answer(name) {
    if (!this.parsed.has(name)) {
      try {
        this.parsed.set(name, JSON.parse(this.storage.getItem(name)));
      } catch {
        this.parsed.set(name, null); /* not ours */
      }
    }
    return this.parsed.get(name);
  }

  // Keep lines, each with its answer's id: all or none, and one that is here stays as it is. Returns how many were new.
  add(lines) {
    const names = this.names(),
      here = new Set(names.map((name) => name.split(":")[3])),
      written = [];
    let number = Number(names.at(-1)?.split(":")[2] ?? 0);
    const put = (storage) => {
      for (const [id, line] of lines.filter(([id]) => !here.has(id) && here.add(id))) {
        written.push(`${KEPT}${String(++number).padStart(9, "0")}:${id}`);
        storage.setItem(written.at(-1), line);
      }
    };
    try {
      willing(this.storage, put);
    } catch (trouble) {
      for (const name of written)
        try {
          this.storage.removeItem(name);
        } catch {
          /* nor was it put there */
        }
      throw trouble;
    }
    return written.length;
  }

  // Promises that all is on disk, where the storage does not say so at once; throws Trouble where it is not.
  async settled() {
    await this.storage?.settled?.().catch((error) => {
      throw refusal(error);
    });
  }

  erase() {
    const names = this.names();
    for (const name of names) this.storage.removeItem(name);
    this.parsed.clear();
    return names.length;
  }
}
