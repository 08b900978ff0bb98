// The sentences that Python and these scripts both say, from one catalogue.

import sentences from "./sentences.json" with { type: "json" };

/**
 * A sentence with its gaps filled.
 * @param {keyof typeof sentences} name
 * @param {Record<string, string | number>} gaps
 */
export const say = (name, gaps = {}) => sentences[name].replace(/\{(\w+)\}/g, (_, gap) => `${gaps[gap]}`);

/**
 * So many answers, in words.
 * @param {number} count
 */
export function many(count) {
  if (count > 1) return say("answers many", { count });
  return say(count ? "answers one" : "answers none");
}
