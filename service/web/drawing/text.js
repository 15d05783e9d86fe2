// @ts-check
// The text of a document in its shape. A long one is drawn piece by piece, as the reader comes near:
// until then a piece holds its text as it is, so that the browser can find, copy and print it.

import { h } from "../lib/dom.js";
import { partsView } from "./blocks.js";
import { chunksOf, fill, pointIn } from "./chunks.js";
import { overlay } from "./layers.js";
import { partsOf } from "./parts.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("./chunks.js").Chunk} Chunk */
/** @typedef {import("./layers.js").Mark} Mark */
/** @typedef {import("./layers.js").Overlay} Overlay */
/** @typedef {import("./layers.js").Rule} Rule */
/** @typedef {import("./parts.js").Stretch} Stretch of the text, in UTF-16 units */

/** A text that is no longer is drawn at once. */
const DRAWN_AT_ONCE = 300_000;
const DRAWN_PART = ".heading, .paragraph, .item, .row, .code, .quotation, .note";
const TOP = 24;

export class DocumentText {
  view = h("div", { class: "document-text" });
  /** @type {Chunk[]} */
  #chunks = [];
  /** @type {Map<Element, Chunk>} those that are not drawn */
  #waiting = new Map();
  #document;
  #marks;
  #rules;
  /** @type {Overlay} */
  #over;
  #scroller;
  #onDraw;
  #observer;
  #sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) makeReachable(/** @type {HTMLElement} */ (target));
  });

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
    this.#chunks = chunksOf(document.text, partsOf(document.text, document.blocks));
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
    this.#sizes.disconnect();
  }

  /** Lets the browser tell when the reader comes near a chunk. */
  #wait() {
    for (const chunk of this.#chunks) {
      fill(chunk, this.text);
      this.#waiting.set(chunk.element, chunk);
      this.#observer.observe(chunk.element);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #come(entries) {
    for (const { isIntersecting, target } of entries) {
      const chunk = isIntersecting && this.#waiting.get(target);
      if (chunk) this.#draw(chunk);
    }
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
    for (const part of element.querySelectorAll(".code, .table")) this.#sizes.observe(part);
    this.#waiting.delete(element);
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
 * Lets the Tab key reach what can be scrolled to the side, and nothing else.
 *
 * @param {HTMLElement} part
 */
function makeReachable(part) {
  if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
  else part.removeAttribute("tabindex");
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
