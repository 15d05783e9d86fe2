// @ts-check
// Shows a text in its structure, with one range of it marked, character for character.

import { blocksOf } from "./blocks.js";
import { h } from "../lib/dom.js";

/** @typedef {import("./blocks.js").Block} Block */
/** @typedef {{ start: number, end: number } | null} Range in UTF-16 units */

/** The units in a chunk. A browser lays out only the chunks near the screen. */
const CHUNK = 8000;
const TAGS = /** @type {const} */ ({ headline: "h3", heading: "h4", item: "li", paragraph: "p" });

/**
 * @param {string} text
 * @param {string} title
 * @param {Range} range what to mark
 * @returns {HTMLElement}
 */
export function readingView(text, title, range) {
  const whole = h("div", { class: "document-text" });
  let at = 0;
  let chunk = null;
  let list = null;
  for (const block of blocksOf(text, title)) {
    if (chunk === null || block.end - chunk.start > CHUNK) {
      chunk = { start: block.start, element: h("div", { class: "chunk" }) };
      whole.append(chunk.element);
      list = null;
    }
    if (block.kind !== "item") list = null;
    else if (list === null) {
      list = h("ul", { role: "list" });
      chunk.element.append(text.slice(at, block.start), list);
      at = block.start;
    }
    const parent = list ?? chunk.element;
    parent.append(text.slice(at, block.start), blockView(text, block, range));
    at = block.end;
  }
  whole.append(text.slice(at));
  // Set last: a browser would search the text for its direction again with each piece added.
  whole.dir = "auto";
  return whole;
}

/**
 * @param {string} text
 * @param {Block} block
 * @param {Range} range
 * @returns {HTMLElement}
 */
function blockView(text, { kind, start, end, marker }, range) {
  const words = start + marker;
  const bullet = marker === 0
    ? []
    : [h("span", { class: "bullet" }, ...marked(text, start, words, range))];
  return h(TAGS[kind], { class: kind, dir: "auto" }, ...bullet, ...marked(text, words, end, range));
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Range} range
 * @returns {(Node | string)[]} the text from `start` to `end`, with the part in the range marked
 */
function marked(text, start, end, range) {
  const from = Math.max(start, range?.start ?? end);
  const to = Math.min(end, range?.end ?? start);
  if (from >= to) return [text.slice(start, end)];
  const mark = h("mark", {}, text.slice(from, to));
  return [text.slice(start, from), mark, text.slice(to, end)].filter((piece) => piece !== "");
}
