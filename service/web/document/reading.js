// @ts-check
// Shows a text in its shape, with one range of it marked, character for character.

import { partsOf } from "./blocks.js";
import { h } from "../lib/dom.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {import("./blocks.js").Part} Part */
/** @typedef {{ start: number, end: number } | null} Range in UTF-16 units */

/** The units in a chunk. A browser lays out only the chunks near the screen. */
const CHUNK = 8000;
const HEADINGS = /** @type {const} */ (["h3", "h4", "h5", "h6"]);
const DEEPEST = 6;
const TAGS = /** @type {const} */ ({
  item: "li", paragraph: "p", code: "pre", quotation: "blockquote", note: "p",
});

/**
 * @param {string} text
 * @param {DocumentBlock[]} blocks
 * @param {Range} range what to mark
 * @returns {HTMLElement}
 */
export function readingView(text, blocks, range) {
  const whole = h("div", { class: "document-text" });
  let at = 0;
  let chunk = null;
  /** @type {{ kind: Part["kind"], element: HTMLElement } | null} the list or table that is open */
  let group = null;
  for (const part of partsOf(text, blocks)) {
    if (chunk === null || part.end - chunk.start > CHUNK) {
      chunk = { start: part.start, element: h("div", { class: "chunk" }) };
      whole.append(chunk.element);
      group = null;
    }
    if (group?.kind !== part.kind) {
      chunk.element.append(text.slice(at, part.start));
      at = part.start;
      group = groupOf(part.kind, chunk.element);
    }
    const parent = group?.element ?? chunk.element;
    parent.append(text.slice(at, part.start), partView(text, part, range));
    at = part.end;
  }
  whole.append(text.slice(at));
  // Set last: a browser would search the text for its direction again with each piece added.
  whole.dir = "auto";
  return whole;
}

/**
 * Opens a list for items, and a table for rows.
 *
 * @param {Part["kind"]} kind
 * @param {HTMLElement} chunk
 */
function groupOf(kind, chunk) {
  if (kind !== "item" && kind !== "row") return null;
  const element = kind === "item" ? h("ul", { role: "list" }) : h("table");
  chunk.append(kind === "item" ? element : h("div", { class: "table" }, element));
  return { kind, element };
}

/**
 * @param {string} text
 * @param {Part} part
 * @param {Range} range
 * @returns {HTMLElement}
 */
function partView(text, part, range) {
  const { kind, start, end, level, mark, ownMark } = part;
  if (kind === "row") return rowView(text, part, range);
  const tag = kind === "heading" ? HEADINGS[Math.min(level, HEADINGS.length) - 1] : TAGS[kind];
  const bullet = ownMark === 0
    ? []
    : [h("span", { class: "bullet" }, ...marked(text, start, start + ownMark, range))];
  const depth = kind === "item" || kind === "heading" ? Math.min(level, DEEPEST) : null;
  const attributes = { dir: kind === "code" ? "ltr" : "auto", "data-level": depth, "data-mark": mark };
  return h(tag, { class: kind, ...attributes },
    ...bullet, ...marked(text, start + ownMark, end, range));
}

/**
 * @param {string} text
 * @param {Part} part
 * @param {Range} range
 * @returns {HTMLElement} a row with its cells; each holds what separates it from the one before
 */
function rowView(text, { start, end, header, cells }, range) {
  const row = h("tr", { class: "row" });
  let at = start;
  for (const [n, cell] of (cells.length > 0 ? cells : [{ start, end }]).entries()) {
    const last = n >= cells.length - 1;
    row.append(h(header ? "th" : "td", { dir: "auto", scope: header ? "col" : null },
      ...separator(text, at, cell.start, range),
      ...marked(text, cell.start, cell.end, range),
      ...(last ? separator(text, cell.end, end, range) : [])));
    at = cell.end;
  }
  return row;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Range} range
 * @returns {HTMLElement[]} what the table's lines stand for on the page; it takes no room
 */
function separator(text, start, end, range) {
  return start < end ? [h("span", { class: "separator" }, ...marked(text, start, end, range))] : [];
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
