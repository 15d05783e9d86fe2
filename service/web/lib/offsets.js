// @ts-check
// Converts between the API's offsets, which count Unicode code points, and the offsets of
// JavaScript's strings, which count UTF-16 units.

/** How many texts have a table: enough for the open document and the answers beside it. */
const REMEMBERED = 8;

/**
 * For each text, the code point offsets of its characters of two units, ascending.
 *
 * @type {Map<string, number[]>}
 */
const tables = new Map();

/**
 * Returns the UTF-16 offset of a code point. One outside the text is moved to its nearest end.
 *
 * @param {string} text
 * @param {number} codePoint
 * @returns {number}
 */
export function utf16Offset(text, codePoint) {
  const inside = Math.max(0, codePoint);
  return Math.min(text.length, inside + countBelow(wideCharacters(text), inside));
}

/**
 * Returns the code points from `start` up to, but not including, `end`.
 *
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function sliceCodePoints(text, start, end) {
  return text.slice(utf16Offset(text, start), utf16Offset(text, end));
}

/**
 * Returns the code point at a UTF-16 offset: the inverse of `utf16Offset`.
 *
 * @param {string} text
 * @param {number} offset of a whole character
 * @returns {number}
 */
export function codePointOffset(text, offset) {
  const wide = wideCharacters(text);
  let low = 0;
  let high = wide.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (wide[middle] + middle < offset) low = middle + 1;
    else high = middle;
  }
  return offset - low;
}

/**
 * @param {string} text
 * @returns {number}
 */
export function codePointLength(text) {
  return text.length - wideCharacters(text).length;
}

/**
 * Returns the text's table. The text is scanned once; after that an offset costs a binary search,
 * or nothing if every character has one unit.
 *
 * @param {string} text
 * @returns {number[]}
 */
function wideCharacters(text) {
  const known = tables.get(text);
  if (known) return known;
  const table = [];
  for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) {
    table.push(match.index - table.length);
  }
  if (tables.size === REMEMBERED) tables.delete(tables.keys().next().value ?? "");
  tables.set(text, table);
  return table;
}

/**
 * Returns how many of the ascending numbers are less than `limit`.
 *
 * @param {number[]} numbers
 * @param {number} limit
 * @returns {number}
 */
function countBelow(numbers, limit) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
