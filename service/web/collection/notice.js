// @ts-check
// Says that answers come from another generation of the index than before.

import { h } from "../lib/dom.js";
import { count } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */

/**
 * @param {Held} before
 * @param {Held} now
 * @returns {HTMLElement}
 */
export function noticeView(before, now) {
  const words = now.generation > before.generation
    ? `The documents were indexed again: ${count(now.documents, "document")} now${difference(now.documents - before.documents)}. `
    : `An earlier state of the index is served again: ${count(now.documents, "document")}. `;
  const earlier = document.querySelector(".turn") ? "; answers above are of the state before." : ".";
  const dismiss = () => {
    view.remove();
    document.getElementById("question")?.focus(); // The button that had the focus is gone.
  };
  const view = h("div", { class: "index-notice-box" },
    h("p", {}, h("strong", {}, words), `The next answer comes from it${earlier}`),
    h("button", { class: "quiet", type: "button", onclick: dismiss }, "Dismiss"));
  return view;
}

/**
 * @param {number} more
 * @returns {string}
 */
function difference(more) {
  return more === 0 ? "" : `, ${Math.abs(more).toLocaleString("en")} ${more > 0 ? "more" : "fewer"} than before`;
}
