// @ts-check
// Tells the reader that answers now come from another generation of the index.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** @typedef {import("./requests.js").Held} Held */

/**
 * @param {Held} before
 * @param {Held} now
 * @returns {HTMLElement}
 */
export function noticeView(before, now) {
  const documents = t("collection.documents", { n: now.documents });
  const words = now.generation > before.generation
    ? t("state.indexed_again", { documents, change: difference(now.documents - before.documents) })
    : t("state.earlier_again", { documents });
  const next = t(document.querySelector(".turn") ? "state.next_after_turns" : "state.next");
  const dismiss = () => {
    view.remove();
    document.getElementById("question")?.focus(); // The button that had the focus is gone.
  };
  const view = h("div", { class: "index-notice-box" },
    h("p", {}, h("strong", {}, words), " ", next),
    h("button", { class: "quiet", type: "button", onclick: dismiss }, t("state.dismiss")));
  return view;
}

/**
 * @param {number} more
 * @returns {string}
 */
function difference(more) {
  if (more === 0) return "";
  return t(more > 0 ? "state.more" : "state.fewer", { n: Math.abs(more) });
}
