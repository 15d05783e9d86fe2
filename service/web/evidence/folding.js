// @ts-check
// Folds what is too long, with a button to show all of it. What is marked in it stays in view.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** Rounding alone makes no text too long. */
const SLACK = 4;
/** How much is left above a mark that is moved into view, in pixels. */
const ABOVE = 44;

export class Folding {
  #body;
  #isOpen = false;
  button = h("button", {
    class: "quiet show-more",
    type: "button",
    hidden: true,
    "aria-expanded": "false",
    onclick: () => this.#toggle(),
  });

  /**
   * @param {HTMLElement} body the height of each of its parts is limited by the style sheet, unless
   *   it has the attribute `data-open`
   */
  constructor(body) {
    this.#body = body;
    // It is measured when it is laid out, which may be much later than it is made.
    new ResizeObserver(() => this.measure()).observe(body);
  }

  measure() {
    if (this.#isOpen || this.#body.clientHeight === 0) return;
    const long = [...this.#body.children].filter(
      (part) => part.scrollHeight > part.clientHeight + SLACK);
    for (const part of this.#body.children) {
      part.toggleAttribute("data-folded", long.includes(part));
    }
    for (const part of long) reveal(part);
    this.button.hidden = long.length === 0;
    this.button.textContent = t("conversation.show_more");
  }

  #toggle() {
    this.#isOpen = !this.#isOpen;
    this.#body.toggleAttribute("data-open", this.#isOpen);
    this.button.setAttribute("aria-expanded", String(this.#isOpen));
    this.button.textContent = t(this.#isOpen ? "conversation.show_less" : "conversation.show_more");
    if (!this.#isOpen) return this.measure();
    for (const part of this.#body.children) part.removeAttribute("data-folded");
  }
}

/** @param {Element} part */
function reveal(part) {
  const mark = part.querySelector("mark")?.getBoundingClientRect();
  if (mark) {
    const top = mark.top - part.getBoundingClientRect().top + part.scrollTop;
    part.scrollTop = top + mark.height > part.clientHeight - ABOVE ? Math.max(0, top - ABOVE) : 0;
  }
  const { scrollTop, clientHeight, scrollHeight } = part;
  part.toggleAttribute("data-more-above", scrollTop > 0);
  part.toggleAttribute("data-more-below", scrollTop + clientHeight < scrollHeight - SLACK);
}
