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
  const view = h("div", {
    class: "card-text blocks",
    dir: "auto",
    "data-document-id": documentId,
    "data-cut-before": excerpt.cut_before,
    "data-cut-after": excerpt.cut_after,
  }, ...blocksView(text, blocks, links, { marks: moved }));
  numberEnds(view);
  return view;
}

/**
 * @param {Excerpt} excerpt
 * @param {{ start: number, end: number }} span
 * @param {{ start: number, end: number } | null} short the short answer in it
 * @returns {Node[] | null} what stands at the span, drawn in its shape; null if the excerpt does not
 *   hold all of it
 */
export function spanView(excerpt, { start, end }, short) {
  const piece = [...excerpt.above, excerpt].find((one) => one.start <= start && end <= one.end);
  if (!piece) return null;
  const text = sliceCodePoints(piece.text, start - piece.start, end - piece.start);
  const blocks = piece.blocks.filter((block) => block.start < end && block.end > start)
    .map((block) => cutBlock(block, start, end));
  /** @type {Mark[]} */
  const marks = short ? [{ ...short, kind: "short" }] : [];
  return blocksView(text, blocks, [], { start, marks });
}

/**
 * Shows the number of a quote of several parts once, at its end.
 *
 * @param {HTMLElement} view
 */
function numberEnds(view) {
  /** @type {Map<string | null, Element>} */
  const last = new Map();
  for (const mark of view.querySelectorAll(":not(.separator, .bullet) > mark[data-label]")) {
    last.set(mark.getAttribute("data-label"), mark);
  }
  for (const mark of last.values()) mark.toggleAttribute("data-last", true);
}

/**
 * @param {DocumentBlock} block
 * @param {number} from
 * @param {number} to
 * @returns {DocumentBlock} without what of it lies outside
 */
function cutBlock(block, from, to) {
  const inside = (/** @type {number} */ at) => Math.min(Math.max(at, from), to);
  const cut = { ...block, start: inside(block.start), end: inside(block.end) };
  if (!block.cells) return cut;
  return { ...cut, cells: block.cells.map(([start, end]) => [inside(start), inside(end)]) };
}

/**
 * @param {string} documentId
 * @param {string} quote
 * @param {boolean} isMarked
 * @returns {HTMLElement} the quote alone, as long as there is no excerpt
 */
export function quoteView(documentId, quote, isMarked) {
  return h("div", { class: "card-text blocks", dir: "auto", "data-document-id": documentId },
    h("p", { class: "paragraph", dir: "auto" },
      isMarked ? h("mark", { class: "quote" }, quote) : quote));
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
 * Leaves out what is shown above another excerpt anyway: the header of a table that is quoted with
 * one of its rows, or a lead-in with an item.
 *
 * @param {Excerpt[]} excerpts of one document
 * @param {Mark[]} marks what is quoted of it
 * @returns {Excerpt[]}
 */
export function withoutShown(excerpts, marks) {
  const above = excerpts.flatMap((excerpt) => excerpt.above);
  return excerpts.filter((excerpt) => {
    const quoted = marks.filter((mark) => isIn(mark, excerpt));
    return quoted.length === 0 || !quoted.every((mark) => above.some((piece) => isIn(mark, piece)));
  });
}

/**
 * @param {Mark} mark
 * @param {Piece} piece
 */
function isIn(mark, piece) {
  return mark.start >= piece.start && mark.end <= piece.end;
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
