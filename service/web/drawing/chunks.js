// @ts-check
// Cuts a document into chunks, which a browser draws one at a time.

import { h } from "../lib/dom.js";

/** @typedef {import("./parts.js").Part} Part */
/**
 * Some parts of a text, one after the other, with the space around them. Offsets are UTF-16 units.
 *
 * @typedef {object} Chunk
 * @property {HTMLElement} element
 * @property {number} start
 * @property {number} end
 * @property {Part[]} parts
 * @property {boolean} isDrawn
 */

/** The units in a chunk. A browser lays out only the chunks near the screen. */
const CHUNK = 8000;
/** To guess the height of a chunk: the units in a line, its height, and the lines between parts. */
const LINE = { units: 62, pixels: 30, between: 0.6 };

/**
 * @param {string} text
 * @param {Part[]} parts
 * @returns {Chunk[]} together they are the whole text
 */
export function chunksOf(text, parts) {
  const chunks = [];
  let start = 0;
  for (let first = 0; first < parts.length;) {
    let next = first + 1;
    while (next < parts.length && parts[next].end - parts[first].start <= CHUNK) next += 1;
    const end = parts[next]?.start ?? text.length;
    const element = h("div", { class: "chunk" });
    chunks.push({ element, start, end, parts: parts.slice(first, next), isDrawn: false });
    [first, start] = [next, end];
  }
  return chunks;
}

/**
 * Fills a chunk with its text as it is, in about the height that it will have.
 *
 * @param {Chunk} chunk
 * @param {string} text
 */
export function fill({ element, parts, start, end }, text) {
  const lines = parts.reduce((sum, part) =>
    sum + Math.ceil((part.end - part.start) / LINE.units) + LINE.between, 0);
  element.append(text.slice(start, end));
  element.style.containIntrinsicSize = `auto ${Math.round(lines * LINE.pixels)}px`;
}

/**
 * @param {Chunk} chunk
 * @param {number} offset
 * @param {boolean} isEnd whether it is the end of something, which lies in the text before it
 * @returns {[Node, number]} where in the chunk the offset is
 */
export function pointIn({ element, start }, offset, isEnd) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = start;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (offset < at + length || (isEnd && offset === at + length)) return [node, offset - at];
    at += length;
  }
  return [element, element.childNodes.length];
}
