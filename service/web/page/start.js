// @ts-check
// The first of the page: its own texts in the reader's language, and on the empty page what it is
// for. All else, which is more to load, comes after.

import { byId } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { HOME } from "../lib/links.js";
import { greeting } from "./welcome.js";

/** @typedef {import("../words/en.js").Key} Key */

/** What of an element is a text, by the attribute that holds the text's key. */
const PARTS = /** @type {const} */ ({
  "data-t": "textContent",
  "data-t-label": "ariaLabel",
  "data-t-placeholder": "placeholder",
});

function translatePage() {
  for (const [attribute, part] of Object.entries(PARTS)) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const key = /** @type {Key} */ (element.getAttribute(attribute));
      Object.assign(element, { [part]: t(key) });
    }
  }
  document.documentElement.classList.remove("untranslated");
}

translatePage();
if (location.pathname === HOME) {
  const welcome = byId("welcome", HTMLElement);
  welcome.replaceChildren(...greeting());
  welcome.hidden = false;
  // On a touch screen, this would raise the keyboard.
  if (document.activeElement === document.body && matchMedia("(hover: hover)").matches) {
    byId("question", HTMLElement).focus();
  }
}
await import("./app.js");
dispatchEvent(new Event("pincite-ready"));
