// @ts-check
// Draws an excerpt: what stands above it, then its text, with the quotes marked.

import { blocksView } from "../drawing/blocks.js";
import { h } from "../lib/dom.js";
import { codePointLength, sliceCodePoints } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {import("../drawing/layers.js").Mark} Mark */
/** @typedef {import("./excerpts.js").Excerpt} Excerpt */
/** @typedef {import("./excerpts.js").Piece} Piece */

/**
 * @param {string} documentId
 * @param {Excerpt} excerpt
 * @param {Mark[]} marks
 * @returns {HTMLElement}
 */
export function excerptView(documentId, excerpt, marks) {
  const { text, blocks, links, moved } = joined([...excerpt.above, excerpt], marks);
  return h("div", {
    class: "card-text blocks",
    dir: "auto",
    "data-document-id": documentId,
    "data-cut-before": excerpt.cut_before,
    "data-cut-after": excerpt.cut_after,
  }, ...blocksView(text, blocks, links, { marks: moved }));
}

/**
 * @param {string} documentId
 * @param {string} quote
 * @returns {HTMLElement} the quote alone, as long as there is no excerpt
 */
export function quoteView(documentId, quote) {
  return h("div", { class: "card-text blocks", dir: "auto", "data-document-id": documentId },
    h("p", { class: "paragraph", dir: "auto" }, h("mark", { class: "quote" }, quote)));
}

/**
 * Cuts off what an excerpt of the same document has shown before.
 *
 * @param {Excerpt} excerpt
 * @param {number} from
 * @returns {Excerpt | null} null if nothing is left
 */
export function after(excerpt, from) {
  const { start, end, text } = excerpt;
  if (from <= start) return excerpt;
  if (from >= end) return null;
  return {
    ...excerpt,
    start: from,
    text: sliceCodePoints(text, from - start, end - start),
    above: [],
    blocks: excerpt.blocks.filter((block) => block.end > from)
      .map((block) => ({ ...block, start: Math.max(block.start, from) })),
    links: excerpt.links.filter((link) => link.start >= from),
  };
}

/**
 * Puts pieces of a document below each other as one text, whose offsets begin at 0: so the header
 * of a table stands in one table with a row from further down.
 *
 * @param {Piece[]} pieces
 * @param {Mark[]} marks
 */
function joined(pieces, marks) {
  let text = "";
  let length = 0;
  /** @type {DocumentBlock[]} */
  const blocks = [];
  const links = [];
  const moved = [];
  for (const piece of pieces) {
    if (text !== "") {
      text += "\n";
      length += 1;
    }
    const by = length - piece.start;
    blocks.push(...piece.blocks.map((block) => movedBlock(block, by)));
    links.push(...piece.links.map((link) => ({ ...link, start: link.start + by, end: link.end + by })));
    for (const mark of marks) {
      const start = Math.max(mark.start, piece.start);
      const end = Math.min(mark.end, piece.end);
      if (start < end) moved.push({ ...mark, start: start + by, end: end + by });
    }
    text += piece.text;
    length += codePointLength(piece.text);
  }
  return { text, blocks, links, moved };
}

/**
 * @param {DocumentBlock} block
 * @param {number} by
 * @returns {DocumentBlock}
 */
function movedBlock(block, by) {
  const moved = { ...block, start: block.start + by, end: block.end + by };
  if (!block.cells) return moved;
  return { ...moved, cells: block.cells.map(([start, end]) => [start + by, end + by]) };
}
