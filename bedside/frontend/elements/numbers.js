// A number as people type it: the same few lines as bedside/kinds/numbers.py, run on the same cases
// (tests/data/numbers.json).

/** @typedef {[from: RegExp, to: string][]} Table what is written otherwise, and how */

const BLANK = /[\t-\r \u00a0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g;
/** @type {Table} */
const SIGNS = [
  [/＋/g, "+"],
  [/[，،]/g, ","],
  [/．/g, "."],
  [/٫/g, "·"],
  [/[＇´٬]/g, "'"],
  [/[º˚]/g, "°"],
];
// 1,234,567.8 and 1.234.567,8 and 1'234'567.8; or, as in India, 12,34,567.8.
const GROUPED = /^(?:[1-9]\d{0,2}([',.])\d{3}(?:\1\d{3})*(?:(?!\1)[.,·]\d*)?|[1-9]\d?(?:,\d\d)+,\d{3}(?:[.·]\d*)?)$/;
/** @type {Table} */
const SPELLINGS = [
  [BLANK, ""],
  [/\.|\^(?=\d)/g, ""],
  [/percent|٪/g, "%"],
  [/per/g, "/"],
  [/micro|mc(?=l)|μ/g, "u"],
  [/lit(er|re)/g, "l"],
  [/mm3/g, "ul"],
  [/[×*]/g, "x"],
  [/degrees?/g, "°"],
  [/celsius/g, "c"],
  [/minute/g, "min"],
  [/(?<=[a-z]{3})s(?=\/|$)/g, ""],
];

/**
 * Hyphens and quotes as a keyboard has them.
 * @param {string} text
 */
export const straight = (text) =>
  text
    .replace(/[\p{Pd}−]/gu, "-")
    .replace(/[‘’‚‛ʼ′`]/g, "'")
    .replace(/[“”„‟«»]/g, '"');

/**
 * @param {string} text
 * @param {Table} table
 */
const folded = (text, table) => table.reduce((said, [from, to]) => said.replace(from, to), text);

/**
 * Decimal digits of every script stand in runs of ten, which begin with their zero.
 * @param {string} letter
 */
function digit(letter) {
  const code = letter.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return `${(code - zero) % 10}`;
}

/** @param {string[]} units what was typed, and the question's own */
function same(...units) {
  const [said, own] = units.map((each) => folded(each.normalize("NFKD").toLowerCase(), SPELLINGS));
  return said === own || own === `°${said}` || (own.startsWith("cell/") && ["cell", own.slice(4)].includes(said));
}

/**
 * The numbers that what was typed may mean: none, one or two, the likelier one first.
 * @param {unknown} value
 * @param {string} [unit]
 */
export function readings(value, unit = "") {
  if (typeof value === "number") return Math.abs(value) < 1e15 ? [value] : [];
  if (typeof value !== "string" || [...value].length > 40) return [];
  const typed = folded(straight(value.replace(BLANK, "").replace(/\p{Nd}/gu, digit)), SIGNS);
  const [, sign, body, rest] = /^[≈~=]?([-+]?)([\d.,'·]*)(.*)$/s.exec(typed) ?? ["", "", "", typed];
  if (rest && !same(rest, unit)) return [];
  const grouped = GROUPED.exec(body);
  const ways = grouped ? [body.replaceAll(grouped[1] ?? ",", "")] : [];
  if (/^(\d+[.,·]?\d*|[.,·]\d+)$/.test(body)) ways.push(body);
  const found = ways.map((way) => Number(sign + way.replace(/[,·]/, ".")));
  return body.includes(".") ? found.reverse() : found;
}

/** @param {unknown} value */
export const number = (value) => readings(value)[0] ?? null;
