// A learner's answers as one file: JSON lines, a header first, as bedside/learner/answer_file.py writes and reads it.

/** @typedef {(value: any) => boolean} Test */

import { say } from "../sentences.js";
import { sha256 } from "./sha256.js";

const KIND = "bedside-answers";
const VERSION = 1;

// Thrown for a file that is not a whole export; its words say what was found.
export class DamagedFile extends Error {}

/**
 * The text of a file with these lines of answers, at a moment in the browser's own time zone.
 * @param {string} learner
 * @param {string} name
 * @param {string[]} lines
 * @param {Date} now
 */
export function written(learner, name, lines, now) {
  const header = {
    kind: KIND,
    version: VERSION,
    learner,
    name,
    exported_at: stamp(now),
    answers: lines.length,
    sha256: sha256(lines.join("\n")),
  };
  return [JSON.stringify(header), ...lines, ""].join("\n");
}

/**
 * Whose answers a file holds, and its lines, each with its answer's id; throws DamagedFile.
 * @param {string} text
 */
export function unsealed(text) {
  const [first, ...rest] = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line) => line.replace(/\r+$/, ""));
  const lines = rest.filter((line) => line.trim());
  const header = parsed(first);
  if (header?.kind !== KIND) throw new DamagedFile(say("file foreign"));
  if (header.version !== VERSION) {
    throw new DamagedFile(
      `line 1: version ${header.version} of the file, but this page reads version ${VERSION}; a newer program made it`,
    );
  }
  const { learner, name } = header;
  if (!short(learner) || !learner || typeof name !== "string") throw new DamagedFile(say("file whose"));
  if (header.answers !== lines.length)
    throw new DamagedFile(say("file cut", { said: header.answers, found: lines.length }));
  const answers = lines.map((line, i) => {
    const answer = parsed(line);
    const odd = fault(answer);
    if (odd) throw new DamagedFile(say("file answer", { line: i + 2, why: odd }));
    return /** @type {[id: string, line: string]} */ ([answer.id.toLowerCase(), line]);
  });
  if (header.sha256 !== sha256(lines.join("\n"))) throw new DamagedFile(say("file changed"));
  return { learner, name: [...name].slice(0, 80).join(""), answers };
}

/**
 * @param {string} line
 * @returns {any}
 */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** @type {(longest: number) => Test} */
const text = (longest) => (value) => typeof value === "string" && [...value].length <= longest && !value.includes("\0");
/** @type {(low: number, high: number) => Test} */
const between = (low, high) => (value) => typeof value === "number" && value >= low && value <= high;
/** @type {(low: number, high: number) => Test} */
const whole = (low, high) => (value) => Number.isInteger(value) && value >= low && value <= high;
const short = text(80);
const long = text(1200);
/** @type {Test} */
const value = (given) => long(given) || typeof given === "boolean" || Number.isFinite(given);
/** @type {Test} */
const given = (slots) =>
  slots?.constructor === Object &&
  Object.keys(slots).length <= 50 &&
  Object.entries(slots).every(([slot, each]) => short(slot) && value(each));
/** @type {Test} */
const moment = (when) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/.test(when) &&
  between(0, Date.UTC(3000, 0) - 1)(Date.parse(when)) &&
  when < "3000";

/**
 * What bedside/learner/response.py asks of each field of an answer.
 * @type {Record<string, Test>}
 */
const FIELDS = {
  id: (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
  question: short,
  revision: short,
  attempt: whole(1, 10_000),
  score: between(0, 1),
  given,
  answered_at: moment,
};
/**
 * Those that may be missing.
 * @type {Record<string, Test>}
 */
const MAY = {
  learner: short,
  context: short,
  seconds: between(0, 1e7),
  hint: (hint) => typeof hint === "boolean",
  confidence: (sure) => sure === null || whole(1, 3)(sure),
};

/**
 * What is wrong with an answer, or nothing.
 * @param {any} answer
 */
export function fault(answer) {
  if (answer?.constructor !== Object) return "it is no JSON object";
  const odd =
    Object.keys(FIELDS).find((name) => !FIELDS[name](answer[name])) ??
    Object.keys(answer).find((name) => !(FIELDS[name] ?? MAY[name])?.(answer[name]));
  return odd === undefined ? "" : `"${odd}" is missing or not what it should be`;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * The day in the browser's time zone, as 2026-11-22.
 * @param {Date} now
 */
export const today = (now) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

/** @param {Date} now */
function stamp(now) {
  const ahead = -now.getTimezoneOffset();
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  return `${today(now)}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}${zone}`;
}
