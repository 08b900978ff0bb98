// A learner's answers as one file: JSON lines, a header first, as bedside/learner/answer_file.py writes and reads it.

const KIND = "bedside-answers",
  VERSION = 1;

// Thrown for a file that is not a whole export; its words say what was found.
export class DamagedFile extends Error {}

// The text of a file with these lines of answers, at a moment in the browser's own time zone.
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

// Whose answers a file holds, and its lines, each with its answer's id; throws DamagedFile.
export function unsealed(text) {
  const [first, ...rest] = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line) => line.replace(/\r+$/, ""));
  const lines = rest.filter((line) => line.trim());
  const header = parsed(first);
  if (header?.kind !== KIND) throw new DamagedFile("line 1: this is not a file of answers from this course");
  if (header.version !== VERSION) {
    throw new DamagedFile(
      `line 1: version ${header.version} of the file, but this page reads version ${VERSION}; a newer program made it`,
    );
  }
  const { learner, name } = header;
  if (!short(learner) || !learner || typeof name !== "string")
    throw new DamagedFile("line 1: it does not say whose answers these are");
  if (header.answers !== lines.length)
    throw new DamagedFile(`${header.answers} answers were written, ${lines.length} are there: cut short`);
  const answers = lines.map((line, i) => {
    const answer = parsed(line),
      odd = fault(answer);
    if (odd) throw new DamagedFile(`line ${i + 2}: this is not an answer (${odd})`);
    return [answer.id.toLowerCase(), line];
  });
  if (header.sha256 !== sha256(lines.join("\n")))
    throw new DamagedFile("its answers were changed after it was written");
  return { learner, name: [...name].slice(0, 80).join(""), answers };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const text = (longest) => (value) => typeof value === "string" && [...value].length <= longest && !value.includes("\0");
const between = (low, high) => (value) => typeof value === "number" && value >= low && value <= high;
const whole = (low, high) => (value) => Number.isInteger(value) && value >= low && value <= high;
const short = text(80),
  long = text(1200);
const value = (given) => long(given) || typeof given === "boolean" || Number.isFinite(given);

// What bedside/learner/response.py asks of each field of an answer; those that may be missing are marked so.
const FIELDS = {
  id: (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
  question: short,
  revision: short,
  attempt: whole(1, 10_000),
  score: between(0, 1),
  given: (given) =>
    given?.constructor === Object &&
    Object.keys(given).length <= 50 &&
    Object.entries(given).every(([slot, each]) => short(slot) && value(each)),
  answered_at: (when) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/.test(when) &&
    between(0, Date.UTC(3000, 0) - 1)(Date.parse(when)) &&
    when < "3000",
};
const MAY = {
  learner: short,
  context: short,
  seconds: between(0, 1e7),
  hint: (hint) => typeof hint === "boolean",
  confidence: (sure) => sure === null || whole(1, 3)(sure),
};

// What is wrong with an answer, or nothing.
export function fault(answer) {
  if (answer?.constructor !== Object) return "it is no JSON object";
  const odd =
    Object.keys(FIELDS).find((name) => !FIELDS[name](answer[name])) ??
    Object.keys(answer).find((name) => !(FIELDS[name] ?? MAY[name])?.(answer[name]));
  return odd === undefined ? "" : `"${odd}" is missing or not what it should be`;
}

const two = (number) => String(number).padStart(2, "0");

// The day in the browser's time zone, as 2026-11-22.
export const today = (now) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

function stamp(now) {
  const ahead = -now.getTimezoneOffset(),
    zone = `${ahead < 0 ? "-" : "+"}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`;
  return `${today(now)}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}${zone}`;
}

// SHA-256 of a text in UTF-8, in hexadecimal (FIPS 180-4, section 6.2): crypto.subtle is missing on plain http.
export function sha256(said) {
  const bytes = new TextEncoder().encode(said),
    words = new Uint32Array((((bytes.length + 8) >> 6) + 1) * 16);
  bytes.forEach((byte, i) => {
    words[i >> 2] |= byte << (24 - (i & 3) * 8);
  });
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length & 3) * 8);
  words[words.length - 2] = bytes.length / 2 ** 29;
  words[words.length - 1] = bytes.length << 3;
  const hash = Int32Array.from(ROOTS.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const steps = Int32Array.from(ROOTS, (prime) => fraction(Math.cbrt(prime)));
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const w = new Int32Array(64);
  for (let start = 0; start < words.length; start += 16) {
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = words[start + i];
      else {
        const [x, y] = [w[i - 15], w[i - 2]];
        w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
      }
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + steps[i] + w[i]) | 0;
      const other = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + other) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      hash[i] += word;
    });
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// Its constants are the first 32 bits of the fractions of roots of the first 64 primes.
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const ROOTS = Array.from({ length: 310 }, (_, i) => i + 2).filter(
  (n) => ![2, 3, 5, 7, 11, 13, 17].some((prime) => n > prime && n % prime === 0),
);
