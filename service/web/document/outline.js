// @ts-check
// The outline of a document: its headings, or else its pages, slides or sheets, as buttons. The one
// that is being read is told while the text scrolls.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** @typedef {{ start: number, end: number, level: number, words: string }} Entry in UTF-16 units */

/** A document with more headings than that shows only the upper levels. */
const MOST = 400;
const DEEPEST = 4;

export class Outline {
  /** @type {Entry[]} */
  #entries = [];
  /** @type {HTMLElement[]} */
  #buttons = [];
  #at = -1;
  #onChosen;
  #list = h("ol", { role: "list", class: "outline-list" });
  view = h("nav", {
    id: "outline",
    class: "outline",
    "aria-label": t("document.outline"),
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#press(event),
  }, this.#list);

  /** @param {(entry: Entry) => void} onChosen */
  constructor(onChosen) {
    this.#onChosen = onChosen;
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** @param {Entry[]} entries in order */
  show(entries) {
    this.#entries = shortened(entries);
    this.#at = -1;
    let depth = 0;
    this.#buttons = this.#entries.map((entry) => {
      depth = Math.min(entry.level, depth + 1);
      return this.#button(entry, depth);
    });
    this.#list.replaceChildren(...this.#buttons.map((button) => h("li", {}, button)));
    if (this.#buttons.length > 0) this.#buttons[0].tabIndex = 0;
  }

  /**
   * @param {Entry} entry
   * @param {number} depth
   * @returns {HTMLElement}
   */
  #button(entry, depth) {
    return h("button", {
      class: "outline-item",
      type: "button",
      dir: "auto",
      // Only one of them is on the way of the Tab key; the arrow keys lead to the others.
      tabindex: "-1",
      "data-level": Math.min(depth, DEEPEST),
      onclick: () => this.#onChosen(entry),
    }, entry.words);
  }

  /** @param {number} offset where the text that is being read begins, in UTF-16 units */
  follow(offset) {
    const next = this.#entries.findIndex(({ start }) => start > offset);
    const at = next < 0 ? this.#entries.length - 1 : Math.max(0, next - 1);
    if (at === this.#at) return;
    const before = this.#buttons[this.#at] ?? this.#buttons[0];
    const now = this.#buttons[at];
    this.#at = at;
    before?.removeAttribute("aria-current");
    if (!now) return;
    now.setAttribute("aria-current", "location");
    if (!this.#list.contains(document.activeElement)) {
      for (const one of [before, this.#buttons[0]]) one.tabIndex = -1;
      now.tabIndex = 0;
    }
    if (!this.view.matches(":hover")) this.#bringIntoView(now);
  }

  focus() {
    (this.#buttons[this.#at] ?? this.#buttons[0])?.focus();
  }

  /**
   * Scrolls the outline alone: `scrollIntoView` would also move what it lies in.
   *
   * @param {HTMLElement} button
   */
  #bringIntoView(button) {
    const view = this.view.getBoundingClientRect();
    const { top, bottom } = button.getBoundingClientRect();
    const isSeen = top >= view.top && bottom <= view.bottom;
    if (!isSeen) this.view.scrollTop += top - view.top - view.height / 3;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const at = this.#buttons.findIndex((button) => button === document.activeElement);
    const last = this.#buttons.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined || !this.#buttons[to]) return;
    event.preventDefault();
    for (const button of this.#buttons) button.tabIndex = -1;
    this.#buttons[to].tabIndex = 0;
    this.#buttons[to].focus();
  }
}

/**
 * @param {Entry[]} entries
 * @returns {Entry[]} without the lower levels, and without what is then still too much
 */
function shortened(entries) {
  let kept = entries;
  for (let level = 6; level > 1 && kept.length > MOST; level -= 1) {
    kept = kept.filter((entry) => entry.level < level);
  }
  return (kept.length > 0 ? kept : entries).slice(0, MOST);
}
