// SHA-256 of a text in UTF-8, in hexadecimal (FIPS 180-4, section 6.2): crypto.subtle is missing on plain http.
/** @param {string} said */
export function sha256(said) {
  const bytes = new TextEncoder().encode(said);
  const words = new Uint32Array((((bytes.length + 8) >> 6) + 1) * 16);
  bytes.forEach((byte, i) => {
    words[i >> 2] |= byte << (24 - (i & 3) * 8);
  });
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length & 3) * 8);
  words[words.length - 2] = bytes.length / 2 ** 29;
  words[words.length - 1] = bytes.length << 3;
  const hash = Int32Array.from(ROOTS.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const steps = Int32Array.from(ROOTS, (prime) => fraction(Math.cbrt(prime)));
  /** @param {number} word @param {number} by */
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
/** @param {number} root */
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const ROOTS = Array.from({ length: 310 }, (_, i) => i + 2).filter(
  (n) => ![2, 3, 5, 7, 11, 13, 17].some((prime) => n > prime && n % prime === 0),
);
