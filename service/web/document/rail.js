// @ts-check
// The rail beside a document: a tick for each quote of the answer, and a fainter one for each match
// of the search, where they stand in the whole. A click goes there.

import { h } from "../lib/dom.js";

/** @typedef {import("../drawing/parts.js").Stretch} Stretch */
/** @typedef {import("../drawing/text.js").DocumentText} DocumentText */

/** The rail has so many places for ticks of matches: more could not be told apart. */
const PLACES = 300;

export class Rail {
  /** @type {DocumentText | null} */
  #text = null;
  /** @type {Stretch[]} */
  #quotes = [];
  /** @type {Stretch[]} */
  #hits = [];
  #current = -1;
  #isDue = false;
  #onChosen;
  // Hidden from screen readers: the buttons for the next and the previous one do the same.
  view = h("div", {
    class: "rail",
    "aria-hidden": "true",
    onclick: (/** @type {MouseEvent} */ event) => this.#choose(event),
  });

  /** @param {(stretch: Stretch) => void} onChosen */
  constructor(onChosen) {
    this.#onChosen = onChosen;
    new ResizeObserver(() => this.draw()).observe(this.view);
  }

  /**
   * @param {DocumentText | null} text
   * @param {Stretch[]} quotes
   */
  show(text, quotes) {
    [this.#text, this.#quotes, this.#hits] = [text, quotes, []];
    this.#current = -1;
    this.draw();
  }

  /** @param {number} quote which of the quotes the reader is at */
  set current(quote) {
    this.#current = quote;
    this.draw();
  }

  /** @param {Stretch[]} hits */
  set hits(hits) {
    if (hits.length === 0 && this.#hits.length === 0) return;
    this.#hits = hits;
    this.draw();
  }

  /** Draws the ticks again with the next picture of the page, as after a change of the heights. */
  draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.view.replaceChildren(...this.#ticks());
    });
  }

  /** @returns {HTMLElement[]} */
  #ticks() {
    if (!this.#text?.view.isConnected) return [];
    const seen = new Set();
    const faint = this.#hits.flatMap((hit) => {
      const share = Math.round(this.#shareOf(hit) * PLACES) / PLACES;
      if (seen.has(share)) return [];
      seen.add(share);
      return [tick("rail-hit", share)];
    });
    return [...faint, ...this.#quotes.map((quote, n) =>
      tick(n === this.#current ? "rail-quote current" : "rail-quote", this.#shareOf(quote)))];
  }

  /**
   * @param {Stretch} stretch
   * @returns {number} how far down in the document it begins, from 0 to 1
   */
  #shareOf({ start }) {
    const text = /** @type {DocumentText} */ (this.#text);
    const chunk = text.chunkAt(start);
    const whole = text.view.getBoundingClientRect();
    const box = chunk.element.getBoundingClientRect();
    const inside = (start - chunk.start) / Math.max(1, chunk.end - chunk.start);
    return Math.min(1, (box.top - whole.top + inside * box.height) / Math.max(1, whole.height));
  }

  /** @param {MouseEvent} event */
  #choose(event) {
    if (!this.#text) return;
    const { top, height } = this.view.getBoundingClientRect();
    const share = (event.clientY - top) / height;
    const all = this.#quotes.length > 0 ? this.#quotes : this.#hits;
    const far = all.map((one) => Math.abs(this.#shareOf(one) - share));
    const nearest = all[far.indexOf(Math.min(...far))];
    if (nearest) this.#onChosen(nearest);
  }
}

/**
 * @param {string} kind
 * @param {number} share
 * @returns {HTMLElement}
 */
function tick(kind, share) {
  const element = h("span", { class: `tick ${kind}` });
  element.style.insetBlockStart = `${share * 100}%`;
  return element;
}
