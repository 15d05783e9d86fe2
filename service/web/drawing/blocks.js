// @ts-check
// Draws a text in its shape: headings, lists, tables, code. Links and marks lie on it. The
// characters of the drawing are those of the text, in their order.

import { h } from "../lib/dom.js";
import { overlay, ruleView, rulesIn, textView } from "./layers.js";
import { markOf, partsOf, stretch } from "./parts.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {import("../lib/api.js").DocumentLink} DocumentLink */
/** @typedef {import("./layers.js").Mark} Mark */
/** @typedef {import("./layers.js").Overlay} Overlay */
/** @typedef {import("./layers.js").Rule} Rule */
/** @typedef {import("./parts.js").Part} Part */

const HEADINGS = /** @type {const} */ (["h3", "h4", "h5", "h6"]);
const DEEPEST = 6;
const TAGS = /** @type {const} */ ({
  item: "li", paragraph: "p", code: "pre", quotation: "blockquote", note: "p",
});

/**
 * @param {string} text a document's, or a piece of it
 * @param {DocumentBlock[]} blocks those of the text
 * @param {DocumentLink[]} links
 * @param {{ start?: number, marks?: Mark[], rules?: Rule[] }} [options] start: where the text begins
 *   in its document. All offsets are code points of the document.
 * @returns {Node[]}
 */
export function blocksView(text, blocks, links, options = {}) {
  const { start = 0 } = options;
  const over = overlay(text, links, options);
  return partsView(text, start, partsOf(text, blocks, start), over, [0, text.length]);
}

/**
 * @param {string} text
 * @param {number} offset where the text begins in its document, in code points
 * @param {Part[]} parts some of the text's, one after the other
 * @param {Overlay} over
 * @param {[number, number]} range what to draw, in UTF-16 units: the parts and the space around them
 * @returns {Node[]}
 */
export function partsView(text, offset, parts, over, [from, to]) {
  const whole = document.createDocumentFragment();
  /** @type {{ kind: Part["kind"], element: HTMLElement } | null} the list or table that is open */
  let group = null;
  let at = from;
  for (const part of parts) {
    const rules = rulesIn(over, at, part.start + 1);
    if (group?.kind !== part.kind || rules.length > 0) {
      whole.append(text.slice(at, part.start), ...rules.map(({ label }) => ruleView(label)));
      at = part.start;
      group = groupOf(part.kind, whole);
    }
    const parent = group?.element ?? whole;
    parent.append(text.slice(at, part.start), partView(text, offset, part, over));
    at = part.end;
  }
  whole.append(text.slice(at, to));
  return [...whole.childNodes];
}

/**
 * Opens a list for items, and a table for rows.
 *
 * @param {Part["kind"]} kind
 * @param {DocumentFragment} whole
 */
function groupOf(kind, whole) {
  if (kind !== "item" && kind !== "row") return null;
  const element = kind === "item" ? h("ul", { role: "list" }) : h("table");
  whole.append(kind === "item" ? element : h("div", { class: "table" }, element));
  return { kind, element };
}

/**
 * @param {string} text
 * @param {number} offset
 * @param {Part} part
 * @param {Overlay} over
 * @returns {HTMLElement}
 */
function partView(text, offset, part, over) {
  const { kind, start, end, block, first, depth } = part;
  if (kind === "row") return rowView(text, offset, part, over);
  const level = Math.max(1, block?.level ?? 1);
  const tag = kind === "heading" ? HEADINGS[Math.min(depth, HEADINGS.length) - 1] : TAGS[kind];
  const { own, mark } = markOf(text, part);
  const bullet = own === 0
    ? []
    : [h("span", { class: "bullet" }, ...textView(text, start, start + own, over))];
  const isNested = kind === "item" || kind === "heading";
  return h(tag, {
    class: kind,
    dir: kind === "code" ? "ltr" : "auto",
    "data-level": isNested ? Math.min(level, DEEPEST) : null,
    "aria-level": kind === "item" ? level : null,
    "data-mark": mark,
    "data-language": (first && block?.language) || null,
    "data-continued": !first,
  }, ...bullet, ...textView(text, start + own, end, over));
}

/**
 * @param {string} text
 * @param {number} offset
 * @param {Part} part
 * @param {Overlay} over
 * @returns {HTMLElement} a row with its cells; each holds what separates it from the one before
 */
function rowView(text, offset, { start, end, block }, over) {
  const row = h("tr", { class: "row" });
  const isHeader = block?.header ?? false;
  const cells = (block?.cells ?? []).map(([from, to]) => stretch(text, from - offset, to - offset));
  let at = start;
  for (const [n, cell] of (cells.length > 0 ? cells : [{ start, end }]).entries()) {
    const isLast = n >= cells.length - 1;
    row.append(h(isHeader ? "th" : "td", { dir: "auto", scope: isHeader ? "col" : null },
      ...separator(text, at, cell.start, over),
      ...textView(text, cell.start, cell.end, over),
      ...(isLast ? separator(text, cell.end, end, over) : [])));
    at = cell.end;
  }
  return row;
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Overlay} over
 * @returns {HTMLElement[]} what the table's lines stand for on the page; it takes no room
 */
function separator(text, start, end, over) {
  return start < end ? [h("span", { class: "separator" }, ...textView(text, start, end, over))] : [];
}
