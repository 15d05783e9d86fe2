// @ts-check
// Turns the blocks of a document into the parts that it is drawn in. No character is lost: the
// parts, with the white space between them, are the text.

import { utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {{ start: number, end: number }} Stretch of the text, in UTF-16 units */
/**
 * A part of the text, in UTF-16 units. It is small, because a document may have a million of them:
 * what only the drawing needs is told when it is drawn.
 *
 * @typedef {object} Part
 * @property {DocumentBlock["kind"]} kind
 * @property {number} start
 * @property {number} end
 * @property {DocumentBlock | null} block null for what lies in no block
 * @property {boolean} first whether the block begins with this part
 * @property {number} depth of a heading: its level, without the levels that its document leaves out
 */

const PLAIN = { kind: /** @type {const} */ ("paragraph"), block: null, first: true, depth: 0 };
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
 * @param {number} [start] the offset of the text in its document, in code points
 * @returns {Part[]}
 */
export function partsOf(text, blocks, start = 0) {
  /** @type {Part[]} */
  const parts = [];
  let at = 0;
  let depth = 0;
  for (const block of blocks) {
    const { kind, level = 1 } = block;
    if (kind === "heading") depth = Math.max(1, Math.min(level, depth + 1));
    const place = stretch(text, block.start - start, block.end - start);
    const part = { kind, ...place, block, first: true, depth };
    if (part.start > at) parts.push(...paragraphs(text, at, part.start));
    if (part.end - part.start > LONGEST_PIECE) parts.push(...pieces(part, text));
    else parts.push(part);
    at = part.end;
  }
  if (at < text.length) parts.push(...paragraphs(text, at, text.length));
  return parts;
}

/**
 * Returns how an item is marked: by the first characters of its text, or, where the text does not
 * say it, by a mark that is drawn before it.
 *
 * @param {string} text
 * @param {Part} part
 * @returns {{ own: number, mark: string | null }} own: the length of the mark in the text
 */
export function markOf(text, { start, end, block, first }) {
  if (block?.kind !== "item" || !first) return { own: 0, mark: null };
  const marks = block.number === undefined ? OWN_MARK : OWN_NUMBER;
  const own = marks.exec(text.slice(start, end))?.[0].length ?? 0;
  const mark = block.number === undefined ? "•" : `${block.number}.`;
  return { own, mark: own > 0 ? null : mark };
}

/**
 * @param {string} text
 * @param {number} start in code points of the text
 * @param {number} end in code points of the text
 * @returns {Stretch}
 */
export function stretch(text, start, end) {
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
    return pieces({ ...PLAIN, start: from, end: to }, text);
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
    rest = { ...rest, start: end, first: false };
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
