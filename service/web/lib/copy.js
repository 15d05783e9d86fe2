// @ts-check
// The way into the clipboard.

import { announce } from "./announce.js";
import { h } from "./dom.js";

const SAID_MS = 2000;

/**
 * @param {string} text
 * @param {HTMLElement} button says for a moment that it is done
 */
export async function copy(text, button) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (!done && !copyFromField(text)) return announce("The browser does not let this page copy.");
  announce("Copied.");
  button.dataset.said = "Copied";
  setTimeout(() => { delete button.dataset.said; }, SAID_MS);
}

/**
 * The way for pages that do not come over HTTPS from another machine.
 *
 * @param {string} text
 * @returns {boolean}
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
