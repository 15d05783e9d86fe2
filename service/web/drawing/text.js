// @ts-check
// The text of a document in its shape. A long one is drawn piece by piece, as the reader comes near:
// until then a piece holds its text as it is, so that the browser can find, copy and print it.

import { partsView } from "./blocks.js";
import { h } from "../lib/dom.js";
import { overlay } from "./layers.js";
import { partsOf } from "./parts.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("./layers.js").Mark} Mark */
/** @typedef {import("./layers.js").Overlay} Overlay */
/** @typedef {import("./layers.js").Rule} Rule */
/** @typedef {import("./parts.js").Part} Part */
/** @typedef {import("./parts.js").Stretch} Stretch of the text, in UTF-16 units */
/**
 * @typedef {object} Chunk some parts, one after the other, with the space around them
 * @property {HTMLElement} element
 * @property {number} start
 * @property {number} end
 * @property {Part[]} parts
 * @property {boolean} isDrawn
 */

/** The units in a chunk. A browser lays out only the chunks near the screen. */
const CHUNK = 8000;
/** A text that is no longer is drawn at once. */
const DRAWN_AT_ONCE = 300_000;
/** To guess the height of a chunk: the units in a line, its height, and the lines between parts. */
const LINE = { units: 62, pixels: 30, between: 0.6 };
const DRAWN_PART = ".heading, .paragraph, .item, .row, .code, .quotation, .note";
const TOP = 24;

export class DocumentText {
  view = h("div", { class: "document-text" });
  /** @type {Chunk[]} */
  #chunks = [];
  #document;
  #marks;
  #rules;
  /** @type {Overlay} */
  #over;
  #scroller;
  #onDraw;
  #observer;

  /**
   * @param {Document} document
   * @param {object} options
   * @param {Mark[]} options.marks
   * @param {Rule[]} options.rules
   * @param {() => HTMLElement} options.scroller what scrolls the view
   * @param {(chunk: Chunk) => void} options.onDraw called after a chunk was drawn
   */
  constructor(document, { marks, rules, scroller, onDraw }) {
    this.#document = document;
    this.#marks = marks;
    this.#rules = rules;
    this.#over = overlay(document.text, document.links, { marks, rules });
    this.#scroller = scroller;
    this.#onDraw = onDraw;
    this.view.dataset.documentId = document.document_id;
    this.#chunks = this.#cut(partsOf(document.text, document.blocks));
    this.#observer = new IntersectionObserver((entries) => this.#come(entries), {
      root: scroller(),
      rootMargin: "100% 0px",
    });
    if (document.text.length > DRAWN_AT_ONCE) this.#wait();
    else for (const chunk of this.#chunks) this.#draw(chunk);
    this.view.append(...this.#chunks.map(({ element }) => element));
  }

  get chunks() {
    return this.#chunks;
  }

  get text() {
    return this.#document.text;
  }

  close() {
    this.#observer.disconnect();
  }

  /**
   * @param {Part[]} parts
   * @returns {Chunk[]}
   */
  #cut(parts) {
    const { text } = this.#document;
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

  /** Lets the browser tell when the reader comes near a chunk. */
  #wait() {
    for (const chunk of this.#chunks) {
      chunk.element.append(this.text.slice(chunk.start, chunk.end));
      const height = chunk.parts.reduce((lines, { start, end }) =>
        lines + Math.ceil((end - start) / LINE.units) + LINE.between, 0) * LINE.pixels;
      chunk.element.style.containIntrinsicSize = `auto ${Math.round(height)}px`;
      this.#observer.observe(chunk.element);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #come(entries) {
    const near = new Set(entries.flatMap((one) => (one.isIntersecting ? [one.target] : [])));
    if (near.size === 0) return;
    for (const chunk of this.#chunks) if (near.has(chunk.element)) this.#draw(chunk);
  }

  /** @param {Chunk} chunk */
  #draw(chunk) {
    if (chunk.isDrawn) return;
    const { element, parts, start, end } = chunk;
    element.replaceChildren(...partsView(this.text, 0, parts, this.#over, [start, end]));
    element.classList.add("blocks");
    // Set last: a browser would search the text for its direction again with each piece added.
    element.dir = "auto";
    chunk.isDrawn = true;
    this.#observer.unobserve(element);
    this.#onDraw(chunk);
  }

  /**
   * Marks what a search has found with elements, where the browser cannot do it without.
   *
   * @param {Mark[]} hits
   */
  drawHits(hits) {
    const { text, links } = this.#document;
    this.#over = overlay(text, links, { marks: [...this.#marks, ...hits], rules: this.#rules });
    for (const chunk of this.#chunks.filter(({ isDrawn }) => isDrawn)) {
      chunk.isDrawn = false;
      this.#draw(chunk);
    }
  }

  /**
   * @param {number} offset
   * @returns {Chunk} the one that the offset lies in
   */
  chunkAt(offset) {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#chunks[middle].end <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#chunks[low];
  }

  /**
   * @param {Stretch} stretch
   * @returns {Range}
   */
  rangeOf({ start, end }) {
    const range = document.createRange();
    const chunk = this.chunkAt(start);
    range.setStart(...pointIn(chunk, start, false));
    range.setEnd(...pointIn(end <= chunk.end ? chunk : this.chunkAt(end - 1), end, true));
    return range;
  }

  /**
   * Scrolls to a stretch.
   *
   * @param {Stretch} stretch
   * @param {"center" | "start"} where it should be on the screen; what is too long begins at the top
   */
  reveal(stretch, where) {
    if (this.#chunks.length === 0) return;
    this.#draw(this.chunkAt(stretch.start));
    this.#draw(this.chunkAt(Math.max(stretch.start, stretch.end - 1)));
    const range = this.rangeOf(stretch);
    const show = () => {
      const scroller = this.#scroller();
      const view = scroller.getBoundingClientRect();
      const { top, height } = range.getBoundingClientRect();
      const fits = where === "center" && height < view.height * 0.8;
      const room = fits ? (view.height - height) / 2 : TOP;
      scroller.scrollTop += top - view.top - scroller.clientTop - room;
    };
    this.chunkAt(stretch.start).element.scrollIntoView({ block: "nearest" });
    show();
    // Scroll again once the text around it is laid out, because its height was an estimate.
    requestAnimationFrame(() => requestAnimationFrame(() => { if (this.view.isConnected) show(); }));
  }

  /** @returns {number} where the text begins that is at the top of the screen */
  get top() {
    const edge = this.#scroller().getBoundingClientRect().top + 2 * TOP;
    const isBelow = (/** @type {Element} */ one) => one.getBoundingClientRect().bottom > edge;
    const chunk = this.#chunks.at(firstOf(this.#chunks, ({ element }) => isBelow(element)));
    if (!chunk?.isDrawn) return chunk?.start ?? 0;
    const drawn = [...chunk.element.querySelectorAll(DRAWN_PART)];
    return chunk.parts.at(firstOf(drawn, isBelow))?.start ?? chunk.start;
  }
}

/**
 * @param {Chunk} chunk
 * @param {number} offset
 * @param {boolean} isEnd whether it is the end of something, which lies in the text before it
 * @returns {[Node, number]} where in the chunk the offset is
 */
function pointIn({ element, start }, offset, isEnd) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = start;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (offset < at + length || (isEnd && offset === at + length)) return [node, offset - at];
    at += length;
  }
  return [element, element.childNodes.length];
}

/**
 * @template T
 * @param {T[]} list
 * @param {(one: T) => boolean} test false for the first ones, and then true
 * @returns {number} which is the first that passes; the last if none does
 */
function firstOf(list, test) {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
