// @ts-check
// Draws a stretch of text with what lies on it: links, the marks of quotes, and the rules where a
// page begins. None of them adds a character: the text of the drawing is the text.

import { h } from "../lib/dom.js";
import { stretch } from "./parts.js";

/** @typedef {import("../lib/api.js").DocumentLink} DocumentLink */
/** @typedef {import("./parts.js").Stretch} Stretch */
/**
 * What to mark, in code points of the document: a "quote", if nothing is said; the "short" answer in
 * one; or a "hit" of a search. Each element of a quote names in `data-quote` which of the marks it
 * belongs to, by their place in the list, and in `data-label` the label of the first.
 *
 * @typedef {{ start: number, end: number, kind?: "quote" | "short" | "hit", label?: string }} Mark
 */
/** @typedef {{ at: number, label: string }} Rule where a page, slide or sheet begins */
/**
 * Ranges that do not overlap, ascending, in UTF-16 units, and how what lies in one is wrapped.
 *
 * @template T
 * @typedef {{ ranges: (Stretch & { value: T })[], wrap: (value: T, children: Node[]) => Node }} Layer
 */
/** @typedef {{ layers: Layer<any>[], rules: (Stretch & { label: string })[] }} Overlay */

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
    marks.flatMap((mark, n) =>
      (mark.kind ?? "quote") === kind ? [{ ...moved(mark), value: [n] }] : []);
  return {
    layers: [
      { ranges: parted(followed), wrap: linkView },
      { ranges: joined(of("quote")), wrap: (quotes, children) => quoteView(quotes, marks, children) },
      { ranges: joined(of("short")), wrap: shortView },
      { ranges: joined(of("hit")), wrap: hitView },
    ],
    rules: rules.map(({ at, label }) => {
      const moved = stretch(text, at - start, at - start).start;
      return { start: moved, end: moved, label };
    }),
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
  const nodes = [];
  let at = start;
  for (const rule of rulesIn(over, start + 1, end)) {
    nodes.push(...layered(text, at, rule.start, over.layers), ruleView(rule.label));
    at = rule.start;
  }
  return [...nodes, ...layered(text, at, end, over.layers)];
}

/**
 * @param {Overlay} over
 * @param {number} start
 * @param {number} end
 * @returns {(Stretch & { label: string })[]} the rules from `start` up to, but not at, `end`
 */
export function rulesIn({ rules }, start, end) {
  const first = firstAfter(rules, start - 1);
  let next = first;
  while (rules[next]?.start < end) next += 1;
  return rules.slice(first, next);
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
 * @param {(Stretch & { value: number[] })[]} ranges
 * @returns {(Stretch & { value: number[] })[]} cut where they lie over each other, so that none does
 */
function joined(ranges) {
  const ordered = ranges.toSorted((one, other) => one.start - other.start);
  if (ordered.every(({ start, end }, n) => start < end && start >= (ordered[n - 1]?.end ?? 0))) {
    return ordered;
  }
  const cuts = [...new Set(ordered.flatMap(({ start, end }) => [start, end]))];
  cuts.sort((one, other) => one - other);
  return cuts.slice(1).flatMap((end, n) => {
    const start = cuts[n];
    const over = ordered.filter((range) => range.start <= start && range.end >= end);
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
  const target = url.protocol === "mailto:" ? url.pathname : url.host;
  return h("a", {
    class: "outward", href: url.href, target: "_blank", rel: "noopener noreferrer",
    title: url.href, "data-target": target,
  }, ...children);
}

/**
 * @param {number[]} quotes
 * @param {Mark[]} marks
 * @param {Node[]} children
 */
function quoteView(quotes, marks, children) {
  const label = marks[quotes[0]].label ?? null;
  return h("mark", { class: "quote", "data-quote": quotes.join(" "), "data-label": label },
    ...children);
}

/**
 * @param {number[]} _shorts
 * @param {Node[]} children
 */
function shortView(_shorts, children) {
  return h("span", { class: "short" }, ...children);
}

/**
 * @param {number[]} _hits
 * @param {Node[]} children
 */
function hitView(_hits, children) {
  return h("mark", { class: "hit" }, ...children);
}
