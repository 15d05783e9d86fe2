// @ts-check
// Find in this document: a field, the count, and the way from one match to the next.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { findAll, patternOf } from "./matches.js";

/** @typedef {import("../drawing/parts.js").Stretch} Stretch */
/** @typedef {import("../drawing/chunks.js").Chunk} Chunk */
/** @typedef {import("../drawing/text.js").DocumentText} DocumentText */

const MOST = 5000;
const PAUSE_MS = 150;
const HAS_HIGHLIGHTS = typeof Highlight === "function" && "highlights" in CSS;

export class Find {
  #onFound;
  #onGo;
  /** @type {DocumentText | null} */
  #text = null;
  /** @type {Stretch[]} */
  #hits = [];
  #at = -1;
  #search = new AbortController();
  #timer = 0;
  #field = h("input", {
    class: "find-box",
    type: "search",
    "aria-label": t("document.find"),
    placeholder: t("document.find"),
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    oninput: () => this.#searchSoon(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#press(event),
  });
  #count = h("output", { class: "find-count", "aria-live": "polite" });
  #steps = h("span", { class: "find-steps", hidden: true },
    stepButton(t("document.find_previous"), "↑", () => this.go(-1)),
    stepButton(t("document.find_next"), "↓", () => this.go(1)));
  view = h("search", { class: "find" }, this.#field, this.#count, this.#steps);

  /**
   * @param {object} reactions
   * @param {(hits: Stretch[]) => void} reactions.onFound called with all that was found
   * @param {() => void} reactions.onGo called before the text scrolls to a match
   */
  constructor({ onFound, onGo }) {
    this.#onFound = onFound;
    this.#onGo = onGo;
  }

  focus() {
    this.#field.focus();
    this.#field.select();
  }

  /** @param {DocumentText | null} text what is searched from now on */
  search(text) {
    this.#text = text;
    this.#forget();
    if (text && this.#field.value !== "") this.#find(false);
  }

  /** @param {Chunk} chunk that was drawn just now */
  paint(chunk) {
    if (!HAS_HIGHLIGHTS || this.#hits.length === 0) return;
    const all = CSS.highlights.get("find") ?? new Highlight();
    for (const hit of this.#hits) {
      if (hit.start >= chunk.start && hit.start < chunk.end) all.add(this.#rangeOf(hit));
    }
    CSS.highlights.set("find", all);
  }

  /** @param {number} by how many matches to go on; from the last one to the first */
  go(by) {
    if (this.#hits.length === 0) return;
    this.#show((this.#at + by + this.#hits.length) % this.#hits.length);
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#find(true), PAUSE_MS);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(this.#timer);
      if (this.#hits.length === 0) this.#find(true);
      else this.go(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && this.#field.value !== "") {
      event.preventDefault(); // Or else the document would close.
      this.#field.value = "";
      this.#forget();
    }
  }

  /** @param {boolean} goes whether to go to the first match from here */
  async #find(goes) {
    const text = this.#text;
    this.#forget();
    const pattern = patternOf(this.#field.value);
    if (!text || !pattern) return;
    const { signal } = this.#search;
    const { top } = text;
    const hits = await findAll(text.text, pattern, { most: MOST, signal });
    if (signal.aborted) return;
    this.#hits = hits;
    this.#steps.hidden = hits.length === 0;
    this.#at = hits.findIndex(({ start }) => start >= top);
    if (this.#at < 0) this.#at = hits.length - 1;
    this.#onFound(hits);
    this.#paintAll(text);
    if (goes && hits.length > 0) this.#show(this.#at);
    else this.#tell();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#search.abort();
    this.#search = new AbortController();
    const had = this.#hits.length > 0;
    [this.#hits, this.#at] = [[], -1];
    this.#count.value = "";
    this.#steps.hidden = true;
    this.#onFound([]);
    if (HAS_HIGHLIGHTS) for (const name of ["find", "find-current"]) CSS.highlights.delete(name);
    else if (had) this.#text?.drawHits([]);
  }

  /** @param {DocumentText} text */
  #paintAll(text) {
    if (!HAS_HIGHLIGHTS) return text.drawHits(this.#hits);
    for (const chunk of text.chunks) if (chunk.isDrawn) this.paint(chunk);
  }

  /** @param {number} at */
  #show(at) {
    this.#at = at;
    const hit = this.#hits[at];
    this.#onGo();
    this.#text?.reveal(hit, "center");
    if (HAS_HIGHLIGHTS && this.#text) {
      const current = new Highlight(this.#rangeOf(hit));
      current.priority = 1;
      CSS.highlights.set("find-current", current);
    }
    this.#tell();
  }

  /** @param {Stretch} hit */
  #rangeOf(hit) {
    return /** @type {DocumentText} */ (this.#text).rangeOf(hit);
  }

  #tell() {
    const n = this.#hits.length;
    const key = n === 0 ? "document.find_none" : n === MOST ? "document.find_many" : "document.find_of";
    this.#count.value = t(key, { at: this.#at + 1, total: n });
  }
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function stepButton(label, sign, onclick) {
  return h("button",
    { class: "icon-button", type: "button", "aria-label": label, title: label, onclick }, sign);
}
