// @ts-check
// Finds words in a text, whatever their case and accents. The offsets are the text's own: the words
// become a pattern, and the text stays as it is.

/** @typedef {import("../drawing/parts.js").Stretch} Stretch */

/** The units that are searched at a time, and how many more a match at their end may have. */
const SLICE = 1_000_000;
const LONGEST = 2000;
/** Ranges of letters with accents: Latin, Greek, Cyrillic. */
const ACCENTED = [[0x00c0, 0x024f], [0x0386, 0x03ce], [0x0400, 0x045f], [0x1e00, 0x1fff]];
const ACCENTS = "[\\u0300-\\u036f]*";
/** What people type, and what else a text may have in its place. */
const LOOKALIKES = ["'’‘ʼ", "\"“”„«»", "-‐‑‒–—"];

/** @type {Map<string, string> | null} */
let variants = null;

/**
 * @param {string} query
 * @returns {RegExp | null} null if the query is blank
 */
export function patternOf(query) {
  const words = query.trim().split(/\s+/u).filter((word) => word !== "");
  if (words.length === 0) return null;
  return new RegExp(words.map((word) => [...word].map(characterPattern).join("")).join("\\s+"), "giu");
}

/**
 * Finds where a pattern matches. Rests now and then, for the page to stay quick.
 *
 * @param {string} text
 * @param {RegExp} pattern
 * @param {{ most: number, signal: AbortSignal }} limits
 * @returns {Promise<Stretch[]>} at most `most`, in order
 */
export async function findAll(text, pattern, { most, signal }) {
  /** @type {Stretch[]} */
  const found = [];
  let at = 0;
  for (let start = 0; start < text.length; start += SLICE) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return [];
    const slice = text.slice(start, start + SLICE + LONGEST);
    for (const match of slice.matchAll(pattern)) {
      const from = start + match.index;
      if (match.index >= SLICE) break;
      if (from < at) continue;
      at = from + match[0].length;
      found.push({ start: from, end: at });
      if (found.length === most) return found;
    }
  }
  return found;
}

/**
 * @param {string} character
 * @returns {string} a pattern for the character, with and without accents
 */
function characterPattern(character) {
  const same = LOOKALIKES.find((set) => set.includes(character));
  if (same) return `[${escaped(same)}]`;
  const base = baseOf(character);
  if (base === "") return "";
  return `[${escaped(base + (accented().get(base) ?? ""))}]${ACCENTS}`;
}

/**
 * @param {string} character
 * @returns {string} the letter without its accents, in lower case; "" for an accent
 */
function baseOf(character) {
  const bare = character.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  // What is made of other parts, as a syllable of Hangul is, stays whole.
  return [...bare].length > 1 ? character : bare.toLowerCase();
}

/** @returns {Map<string, string>} for each letter in lower case, its forms with accents */
function accented() {
  if (variants) return variants;
  variants = new Map();
  for (const [first, last] of ACCENTED) {
    for (let code = first; code <= last; code += 1) {
      const character = String.fromCodePoint(code);
      const base = baseOf(character);
      if (base === "" || base === character.toLowerCase()) continue;
      variants.set(base, (variants.get(base) ?? "") + character);
    }
  }
  return variants;
}

/**
 * @param {string} characters
 * @returns {string} the characters as they stand in a set of a pattern
 */
function escaped(characters) {
  return characters.replace(/[\\\]^[-]/g, "\\$&");
}
