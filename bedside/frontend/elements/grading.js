// Grading: the same few lines as bedside/kinds/grading.py, run on the same cases (tests/data/grading.json).

import { number, readings, straight } from "./numbers.js";

export function plain(word) {
  const letters = word
    .replace(/[´\u1ffd]/g, "'")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "");
  // Upper last, so that ß is SS and the two small sigmas are one; lower first, for a capital ẞ.
  const said = straight(letters)
    .toLowerCase()
    .toUpperCase()
    .replace(/[ \t\n\r\f\v\u00a0]+/g, " ")
    .replace(/^ +| +$/g, "");
  return said.replace(/([^ .,;:!?])[ .,;:!?]+$/, "$1");
}

// No text of the course is longer, and comparing a much longer one can take minutes.
const LONGEST = 1200;

export function fits(wanted, value) {
  if (wanted === null) return true;
  if (Array.isArray(wanted)) {
    return (
      typeof value === "string" && [...value].length <= LONGEST && wanted.some((word) => plain(word) === plain(value))
    );
  }
  if (typeof wanted !== "object") return value === wanted;
  const found = number(value);
  return found !== null && Math.abs(found - wanted.near) <= wanted.tolerance + 1e-9;
}

export function grade(kind, key, given) {
  const slots = {};
  for (const [slot, wanted] of Object.entries(key)) {
    slots[slot] = fits(wanted, given[slot] ?? (typeof wanted === "boolean" ? false : undefined));
  }
  const share = (names, good) => names.filter((slot) => slots[slot] === good).length / Math.max(names.length, 1);
  const names = Object.keys(key);
  const right = names.every((slot) => slots[slot]);
  if (kind !== "choose-many") return { right, score: share(names, true), slots };
  const hits = share(
    names.filter((slot) => key[slot]),
    true,
  );
  const slips = share(
    names.filter((slot) => !key[slot]),
    false,
  );
  return { right, score: Math.max(0, hits - slips), slots };
}

export const why = (question, slot, value) =>
  (question.why[slot] ?? question.why["*"])?.find(([wanted]) => fits(wanted, value))?.[1] ?? "";

// The numbers that what was typed may mean. Of two, the right one or a known mistake is meant, if the other is neither.
export function meant({ unit, key, why }, typed) {
  const found = readings(typed, unit);
  const wanted = key ? [key.number, ...why.number.map(([near]) => near)] : [];
  const known = found.filter((each) => wanted.some((near) => fits(near, each)));
  return known.length === 1 ? known : found;
}
