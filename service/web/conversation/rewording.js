// @ts-check
// A field in which the reader can reword a question.

import { LONGEST_QUESTION } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/**
 * @param {string} label
 * @param {string} words
 * @param {object} reactions
 * @param {(words: string) => void} reactions.onAsk
 * @param {() => void} reactions.onCancel
 * @returns {HTMLElement[]}
 */
export function rewordingView(label, words, { onAsk, onCancel }) {
  const box = h("textarea", {
    class: "rewording-box",
    rows: 1,
    dir: "auto",
    required: true,
    maxlength: LONGEST_QUESTION,
    "aria-label": label,
  });
  box.value = words;
  const form = h("form", { class: "rewording" }, box,
    h("div", { class: "rewording-buttons" },
      h("button", { class: "button", type: "button", onclick: onCancel }, t("conversation.cancel")),
      h("button", { class: "button primary", type: "submit" }, t("conversation.ask_this"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim() !== "") onAsk(box.value.trim());
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation(); // Close only this field, and not the document as well.
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && event.target === box) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  return [form];
}
