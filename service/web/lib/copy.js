// @ts-check
// Copies text to the clipboard.

import { announce } from "./announce.js";
import { h } from "./dom.js";
import { t } from "./language.js";

const SHOWN_MS = 2000;

/**
 * @param {string} text
 * @param {HTMLElement} button shows for a moment that the text was copied
 */
export async function copy(text, button) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (!done && !copyFromField(text)) {
    return announce(t("lib.copy_forbidden"));
  }
  announce(t("lib.copied"));
  button.dataset.done = "yes";
  setTimeout(() => { delete button.dataset.done; }, SHOWN_MS);
}

/**
 * Copies on a page that another machine serves without HTTPS, where there is no clipboard API.
 *
 * @param {string} text
 * @returns {boolean} whether it was copied
 */
function copyFromField(text) {
  const focused = document.activeElement;
  const field = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}
