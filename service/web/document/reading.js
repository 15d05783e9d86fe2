// @ts-check
// Shows a text in its shape, with one range of it marked, character for character.

import { partsView } from "../lib/blocks.js";
import { h } from "../lib/dom.js";
import { overlay } from "../lib/layers.js";
import { partsOf } from "../lib/parts.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../lib/layers.js").Mark} Mark */

/** The units in a chunk. A browser lays out only the chunks near the screen. */
const CHUNK = 8000;

/**
 * @param {Document} current
 * @param {Mark[]} marks
 * @returns {HTMLElement}
 */
export function readingView({ text, blocks, links }, marks) {
  const whole = h("div", { class: "document-text" });
  const over = overlay(text, links, { marks });
  const parts = partsOf(text, blocks);
  let at = 0;
  for (let first = 0; first < parts.length;) {
    let next = first + 1;
    while (next < parts.length && parts[next].end - parts[first].start <= CHUNK) next += 1;
    const end = parts[next]?.start ?? text.length;
    whole.append(
      h("div", { class: "chunk" }, ...partsView(text, 0, parts.slice(first, next), over, [at, end])));
    [first, at] = [next, end];
  }
  // Set last: a browser would search the text for its direction again with each piece added.
  whole.dir = "auto";
  return whole;
}
