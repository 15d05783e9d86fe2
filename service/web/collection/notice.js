// @ts-check
// Says that answers come from another generation of the index than before.

import { h } from "../dom.js";
import { count } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */

export class Notice {
  /** There from the beginning, so that what appears in it is read out. */
  view = h("div", { class: "index-notice", role: "status" });

  /**
   * @param {Held} before
   * @param {Held} now
   */
  show(before, now) {
    const words = now.generation > before.generation
      ? `The documents were indexed again: ${count(now.documents, "document")} now${difference(now.documents - before.documents)}. `
      : `An earlier state of the index is served again: ${count(now.documents, "document")}. `;
    this.view.replaceChildren(h("div", { class: "index-notice-box" },
      h("p", {}, h("strong", {}, words), "The next answer comes from it; answers above are of the state before."),
      h("button", { class: "quiet", type: "button", onclick: () => this.#dismiss() }, "Dismiss")));
  }

  #dismiss() {
    this.view.replaceChildren();
    document.getElementById("question")?.focus();
  }
}

/**
 * @param {number} more
 * @returns {string}
 */
function difference(more) {
  return more === 0 ? "" : `, ${Math.abs(more).toLocaleString("en")} ${more > 0 ? "more" : "fewer"} than before`;
}
