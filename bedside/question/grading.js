// Grading: the same few lines as bedside/grading.py, run on the same cases (tests/data/grading.json).

export function number(value) {
  if (typeof value === "number") return Math.abs(value) < 1e15 ? value : null;
  if (typeof value !== "string" || value.length > 40) return null;
  const typed = value.replace(/[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f]/g, "").replace("−", "-");
  if (/^[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?$/.test(typed)) return Number(typed.replaceAll(",", ""));
  return /^[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)$/.test(typed) ? Number(typed.replace(",", ".")) : null;
}

export function plain(word) {
  // Upper last, so that ß is SS and the two small sigmas are one; lower first, for a capital ẞ.
  const bare = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().toUpperCase();
  return bare.replace(/[ \t\n\r\f\v\u00a0]+/g, " ").replace(/^ +| +$/g, "");
}

// No text of the course is longer, and comparing a much longer one can take minutes.
const LONGEST = 1200;

export function fits(wanted, value) {
  if (wanted === null) return true;
  if (Array.isArray(wanted)) {
    return typeof value === "string" && [...value].length <= LONGEST && wanted.some((word) => plain(word) === plain(value));
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
  const hits = share(names.filter((slot) => key[slot]), true);
  const slips = share(names.filter((slot) => !key[slot]), false);
  return { right, score: Math.max(0, hits - slips), slots };
}

export const why = (question, slot, value) =>
  (question.why[slot] ?? question.why["*"])?.find(([wanted]) => fits(wanted, value))?.[1] ?? "";
