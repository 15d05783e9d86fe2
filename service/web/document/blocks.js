// @ts-check
// Finds the structure that a plain text shows by its lines: a headline, headings, paragraphs and
// lists. No character is lost: the blocks, with what stands between them, are the text.

/** @typedef {"headline" | "heading" | "item" | "paragraph"} Kind */
/**
 * A block, in UTF-16 units. `marker`: the length of a list item's mark, such as "- ".
 *
 * @typedef {{ kind: Kind, start: number, end: number, marker: number }} Block
 */

const ITEM = /^[ \t]*(?:[-*•‣–]|\d{1,3}[.)])[ \t]+(?=\S)/;
const LONGEST_HEADING = 90;
/** A longer line is a paragraph of its own; shorter lines, one below the other, share one. */
const LONG_LINE = 120;
/** A longer paragraph is shown in pieces, so that the browser need not lay it all out at once. */
const LONGEST_PIECE = 6000;

/**
 * @param {string} text
 * @param {string} title
 * @returns {Block[]}
 */
export function blocksOf(text, title) {
  const groups = [...text.matchAll(/[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/g)]
    .map((match) => blocksOfGroup(match[0], match.index));
  for (const [n, group] of groups.entries()) {
    const [only] = group;
    const isFollowed = groups[n + 1] !== undefined;
    if (group.length === 1 && isFollowed && isHeading(only, text.slice(only.start, only.end))) {
      only.kind = "heading";
    }
  }
  const blocks = groups.flat();
  const first = blocks[0];
  if (first && text.slice(first.start, first.end).trim() === title.trim()) first.kind = "headline";
  return blocks.flatMap((block) => pieces(block, text));
}

/**
 * @param {string} group lines without a blank one between them
 * @param {number} offset of the group in the text
 * @returns {Block[]}
 */
function blocksOfGroup(group, offset) {
  /** @type {Block[]} */
  const blocks = [];
  let start = offset;
  let before = 0;
  for (const line of group.split("\n")) {
    const end = start + line.length;
    const marker = ITEM.exec(line)?.[0].length ?? 0;
    const last = blocks.at(-1);
    if (marker > 0) blocks.push({ kind: "item", start, end, marker });
    else if (last && continues(last, line, before)) last.end = end;
    else blocks.push({ kind: "paragraph", start, end, marker: 0 });
    start = end + 1;
    before = line.length;
  }
  return blocks;
}

/**
 * @param {Block} last
 * @param {string} line
 * @param {number} lastLineLength
 * @returns {boolean}
 */
function continues(last, line, lastLineLength) {
  if (last.kind === "item") return /^[ \t]/.test(line);
  return line.length < LONG_LINE && lastLineLength < LONG_LINE;
}

/**
 * @param {Block} block
 * @param {string} words
 * @returns {boolean}
 */
function isHeading({ kind }, words) {
  const line = words.trim();
  return kind === "paragraph" && words.length <= LONGEST_HEADING && !words.includes("\n")
    && /\p{L}/u.test(line) && !/^\p{Ll}/u.test(line) && !/[.!?…:;,。！？"”)]$/u.test(line);
}

/**
 * Cuts a block that is too long, if possible at spaces.
 *
 * @param {Block} block
 * @param {string} text
 * @returns {Block[]}
 */
function pieces(block, text) {
  const cut = [];
  let { start } = block;
  while (block.end - start > LONGEST_PIECE) {
    const space = text.lastIndexOf(" ", start + LONGEST_PIECE);
    const end = space > start ? space + 1 : wholeCharacter(text, start + LONGEST_PIECE);
    cut.push({ ...block, start, end, marker: start === block.start ? block.marker : 0 });
    start = end;
  }
  return [...cut, { ...block, start, marker: start === block.start ? block.marker : 0 }];
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {number} the offset, moved by one if it would cut a character in two
 */
function wholeCharacter(text, offset) {
  return /[\ud800-\udbff]/.test(text[offset - 1]) ? offset + 1 : offset;
}
