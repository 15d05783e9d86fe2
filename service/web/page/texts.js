// @ts-check
// Puts the texts of index.html into the reader's language.

import { t } from "../lib/language.js";

/** @typedef {import("../words/en.js").Key} Key */

/** What of an element is a text, by the attribute that holds the text's key. */
const PARTS = /** @type {const} */ ({
  "data-t": "textContent",
  "data-t-label": "ariaLabel",
  "data-t-placeholder": "placeholder",
});

export function translatePage() {
  for (const [attribute, part] of Object.entries(PARTS)) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const key = /** @type {Key} */ (element.getAttribute(attribute));
      Object.assign(element, { [part]: t(key) });
    }
  }
  document.documentElement.classList.remove("untranslated");
}
