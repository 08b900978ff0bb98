// An order that is the same for the same seed (Fisher and Yates, by the random numbers of mulberry32).

/**
 * @template Item
 * @param {Item[]} items
 * @param {number} seed a whole number
 */
export function shuffled(items, seed) {
  const found = [...items];
  let state = seed;
  for (let left = found.length; left > 1; left--) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const drawn = ((mixed ^ (mixed >>> 14)) >>> 0) % left;
    [found[left - 1], found[drawn]] = [found[drawn], found[left - 1]];
  }
  return found;
}
