// @ts-check
// Draws a stretch of text with what lies on it: links, the marks of quotes, and the rules where a
// page begins. None of them adds a character: the text of the drawing is the text.

import { h } from "./dom.js";
import { stretch } from "./parts.js";

/** @typedef {import("./api.js").DocumentLink} DocumentLink */
/** @typedef {import("./parts.js").Stretch} Stretch */
/**
 * What to mark, in code points of the document. A "quote" by default; a "short" answer lies in one.
 *
 * @typedef {{ start: number, end: number, kind?: "quote" | "short", label?: string }} Mark
 */
/** @typedef {{ at: number, label: string }} Rule where a page, slide or sheet begins */
/**
 * Ranges that do not overlap, ascending, in UTF-16 units, and how what lies in one is wrapped.
 *
 * @template T
 * @typedef {{ ranges: (Stretch & { value: T })[], wrap: (value: T, children: Node[]) => Node }} Layer
 */
/** @typedef {{ layers: Layer<any>[], rules: { at: number, label: string }[] }} Overlay */

/** What a document may link to. Anything else stays text. */
const FOLLOWED = new Set(["http:", "https:", "mailto:"]);

/**
 * @param {string} text
 * @param {DocumentLink[]} links
 * @param {{ start?: number, marks?: Mark[], rules?: Rule[] }} on start: the offset of the text in
 *   its document, in code points, as are all others
 * @returns {Overlay}
 */
export function overlay(text, links, { start = 0, marks = [], rules = [] }) {
  const moved = (/** @type {Stretch} */ one) => stretch(text, one.start - start, one.end - start);
  const followed = links.flatMap((link) => {
    const url = followedUrl(link.href);
    return url ? [{ ...moved(link), value: url }] : [];
  });
  const of = (/** @type {string} */ kind) =>
    marks.filter((mark) => (mark.kind ?? "quote") === kind)
      .map((mark) => ({ ...moved(mark), value: [mark] }));
  return {
    layers: [
      { ranges: parted(followed), wrap: linkView },
      { ranges: joined(of("quote")), wrap: quoteView },
      { ranges: joined(of("short")), wrap: shortView },
    ],
    rules: rules.map(({ at, label }) => ({ at: stretch(text, at - start, at - start).start, label })),
  };
}

/**
 * @param {string} text
 * @param {number} start in UTF-16 units, as is the end
 * @param {number} end
 * @param {Overlay} over
 * @returns {Node[]}
 */
export function textView(text, start, end, over) {
  const inside = over.rules.filter(({ at }) => at > start && at < end);
  const nodes = [];
  let at = start;
  for (const rule of inside) {
    nodes.push(...layered(text, at, rule.at, over.layers), ruleView(rule.label));
    at = rule.at;
  }
  return [...nodes, ...layered(text, at, end, over.layers)];
}

/**
 * @param {string} label such as "page 7"
 * @returns {HTMLElement} a line; its label is drawn by the style sheet, since it is not in the text
 */
export function ruleView(label) {
  return h("span", {
    class: "place-rule", role: "separator", "aria-label": label, "data-label": label,
  });
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Layer<any>[]} layers the outermost first
 * @returns {Node[]}
 */
function layered(text, start, end, layers) {
  if (start >= end) return [];
  const [layer, ...inner] = layers;
  if (!layer) return [document.createTextNode(text.slice(start, end))];
  const nodes = [];
  let at = start;
  for (let n = firstAfter(layer.ranges, start); layer.ranges[n]?.start < end; n += 1) {
    const range = layer.ranges[n];
    const from = Math.max(at, range.start);
    const to = Math.min(end, range.end);
    nodes.push(...layered(text, at, from, inner));
    nodes.push(layer.wrap(range.value, layered(text, from, to, inner)));
    at = to;
  }
  return [...nodes, ...layered(text, at, end, inner)];
}

/**
 * @param {Stretch[]} ranges ascending
 * @param {number} offset
 * @returns {number} which is the first that ends after the offset
 */
function firstAfter(ranges, offset) {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle].end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @template {Stretch} Range
 * @param {Range[]} ranges
 * @returns {Range[]} in order, without those that lie over the one before
 */
function parted(ranges) {
  /** @type {Range[]} */
  const kept = [];
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    if (range.start < range.end && range.start >= (kept.at(-1)?.end ?? 0)) kept.push(range);
  }
  return kept;
}

/**
 * @param {(Stretch & { value: Mark[] })[]} ranges
 * @returns {(Stretch & { value: Mark[] })[]} cut where they lie over each other, so that none does
 */
function joined(ranges) {
  const real = ranges.filter(({ start, end }) => start < end);
  const cuts = [...new Set(real.flatMap(({ start, end }) => [start, end]))];
  cuts.sort((one, other) => one - other);
  return cuts.slice(1).flatMap((end, n) => {
    const start = cuts[n];
    const over = real.filter((range) => range.start <= start && range.end >= end);
    return over.length > 0 ? [{ start, end, value: over.flatMap(({ value }) => value) }] : [];
  });
}

/**
 * @param {string} href
 * @returns {URL | null} null if it must not be followed unseen
 */
function followedUrl(href) {
  const url = URL.canParse(href) ? new URL(href) : null;
  return url && FOLLOWED.has(url.protocol) ? url : null;
}

/**
 * @param {URL} url
 * @param {Node[]} children
 */
function linkView(url, children) {
  const target = url.protocol === "mailto:" ? decodeURI(url.pathname) : url.host;
  return h("a", {
    class: "document-link", href: url.href, target: "_blank", rel: "noopener noreferrer",
    title: url.href, "data-target": target,
  }, ...children);
}

/**
 * @param {Mark[]} marks
 * @param {Node[]} children
 */
function quoteView(marks, children) {
  const label = marks.find((mark) => mark.label)?.label ?? null;
  return h("mark", { class: "quote", "data-label": label }, ...children);
}

/**
 * @param {Mark[]} _marks
 * @param {Node[]} children
 */
function shortView(_marks, children) {
  return h("span", { class: "short" }, ...children);
}
