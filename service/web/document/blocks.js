// @ts-check
// Turns the blocks of a document into the parts that it is drawn in. No character is lost: the
// parts, with the white space between them, are the text.

import { utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {{ start: number, end: number }} Stretch of the text, in UTF-16 units */
/**
 * A part of the text, in UTF-16 units.
 *
 * @typedef {object} Part
 * @property {DocumentBlock["kind"]} kind
 * @property {number} start
 * @property {number} end
 * @property {number} level
 * @property {string | null} mark what stands before an item, where the text itself does not say it
 * @property {number} ownMark the length of the mark that an item's text begins with
 * @property {boolean} header
 * @property {Stretch[]} cells
 */

const PLAIN = { level: 0, mark: null, ownMark: 0, header: false, cells: [] };
const OWN_MARK = /^[ \t]*(?:[-+*•‣–]|\(?\d{1,9}[.)])[ \t]+(?=\S)/;
/** Of an item with a number, which may also be written as "2.1.3", "b)" or "IV." */
const OWN_NUMBER =
  /^[ \t]*\(?(?:(?:\d{1,9}|\p{L}{1,6})(?:\.[\p{L}\d]{1,4})*[.)]|\d{1,9}(?:\.\d{1,4})+)[ \t]+(?=\S)/u;
/** A longer part is shown in pieces, so that the browser need not lay it all out at once. */
const LONGEST_PIECE = 6000;

/**
 * Returns the parts of a text, in order. What lies in no block, as in an index that an older
 * version made, is shown as plain paragraphs.
 *
 * @param {string} text
 * @param {DocumentBlock[]} blocks
 * @returns {Part[]}
 */
export function partsOf(text, blocks) {
  /** @type {Part[]} */
  const parts = [];
  let at = 0;
  for (const block of blocks) {
    const part = partOf(text, block);
    parts.push(...paragraphs(text, at, part.start), ...pieces(part, text));
    at = part.end;
  }
  return [...parts, ...paragraphs(text, at, text.length)];
}

/**
 * @param {string} text
 * @param {DocumentBlock} block
 * @returns {Part}
 */
function partOf(text, { kind, start, end, level = 0, number, header = false, cells = [] }) {
  const part = { ...PLAIN, kind, ...stretch(text, start, end), level, header };
  if (kind === "item") {
    const marks = number === undefined ? OWN_MARK : OWN_NUMBER;
    part.ownMark = marks.exec(text.slice(part.start, part.end))?.[0].length ?? 0;
    const mark = number === undefined ? "•" : `${number}.`;
    return { ...part, mark: part.ownMark > 0 ? null : mark };
  }
  return { ...part, cells: cells.map(([from, to]) => stretch(text, from, to)) };
}

/**
 * @param {string} text
 * @param {number} start in code points
 * @param {number} end in code points
 * @returns {Stretch}
 */
function stretch(text, start, end) {
  return { start: utf16Offset(text, start), end: utf16Offset(text, end) };
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Part[]} the paragraphs between the two: lines without a blank one between them
 */
function paragraphs(text, start, end) {
  if (start >= end) return [];
  const lines = text.slice(start, end).matchAll(/[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/g);
  return [...lines].flatMap((match) => {
    const from = start + match.index;
    const to = from + match[0].length;
    return pieces({ ...PLAIN, kind: "paragraph", start: from, end: to }, text);
  });
}

/**
 * Cuts a part that is too long, if possible at spaces.
 *
 * @param {Part} part
 * @param {string} text
 * @returns {Part[]}
 */
function pieces(part, text) {
  const cut = [];
  let rest = part;
  while (rest.kind !== "row" && rest.end - rest.start > LONGEST_PIECE) {
    const space = text.lastIndexOf(" ", rest.start + LONGEST_PIECE);
    const end = space > rest.start ? space + 1 : wholeCharacter(text, rest.start + LONGEST_PIECE);
    cut.push({ ...rest, end });
    rest = { ...rest, mark: null, ownMark: 0, start: end };
  }
  return [...cut, rest];
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {number} the offset, moved by one if it would cut a character in two
 */
function wholeCharacter(text, offset) {
  return /[\ud800-\udbff]/.test(text[offset - 1]) ? offset + 1 : offset;
}
