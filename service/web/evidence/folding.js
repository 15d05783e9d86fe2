// @ts-check
// Folds what is too long, with a button to show all of it. What is marked in it stays in view.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

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

  /** @param {HTMLElement} body its height is limited by the style sheet, unless it is `data-open` */
  constructor(body) {
    this.#body = body;
    // It is measured when it is laid out, which may be much later than it is made.
    new ResizeObserver(() => this.measure()).observe(body);
  }

  measure() {
    if (this.#isOpen || this.#body.clientHeight === 0) return;
    const isLong = this.#body.scrollHeight > this.#body.clientHeight + 4;
    this.#body.toggleAttribute("data-folded", isLong);
    this.button.hidden = !isLong;
    this.button.textContent = t("conversation.show_more");
    if (isLong) this.#reveal();
  }

  #reveal() {
    const mark = this.#body.querySelector("mark");
    if (!mark) return;
    const below = mark.getBoundingClientRect().top - this.#body.getBoundingClientRect().top;
    const line = 28;
    if (below + line > this.#body.clientHeight) this.#body.scrollTop += below - line;
  }

  #toggle() {
    this.#isOpen = !this.#isOpen;
    this.#body.toggleAttribute("data-open", this.#isOpen);
    this.button.setAttribute("aria-expanded", String(this.#isOpen));
    this.button.textContent = t(this.#isOpen ? "conversation.show_less" : "conversation.show_more");
    this.#body.toggleAttribute("data-folded", !this.#isOpen);
    if (!this.#isOpen) this.measure();
  }
}
