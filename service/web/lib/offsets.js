// @ts-check
// Offsets of the API count Unicode code points; JavaScript's strings count UTF-16 units. This file is the bridge.

/** How many texts keep their table: the open document and the answers around it. */
const REMEMBERED = 8;

/** @type {Map<string, number[]>} text -> where its two-unit characters stand, in code points, ascending */
const tables = new Map();

/**
 * The UTF-16 offset of a code point; an offset outside the text is drawn to its nearest end.
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
 * The code points from `start` up to, not including, `end`.
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
 * @param {string} text
 * @returns {number}
 */
export function codePointLength(text) {
  return text.length - wideCharacters(text).length;
}

/**
 * One scan per text: after it an offset costs a binary search, and nothing where every character is one unit.
 *
 * @param {string} text
 * @returns {number[]}
 */
function wideCharacters(text) {
  const known = tables.get(text);
  if (known) return known;
  const table = [];
  for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) table.push(match.index - table.length);
  if (tables.size === REMEMBERED) tables.delete(tables.keys().next().value ?? "");
  tables.set(text, table);
  return table;
}

/**
 * How many of the ascending numbers are less than `limit`.
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
