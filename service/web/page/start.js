// @ts-check
// The first of the page: its own texts in the reader's language, and on the empty page what it is
// for. All else, which is more to load, comes after.

import { byId } from "../lib/dom.js";
import { t } from "../lib/language.js";
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
if (location.pathname === "/") {
  const welcome = byId("welcome", HTMLElement);
  welcome.replaceChildren(...greeting());
  welcome.hidden = false;
}

// Who is quick has their question sent as soon as that is possible.
const form = byId("composer", HTMLFormElement);
let isSent = false;
const wait = (/** @type {Event} */ event) => {
  event.preventDefault();
  isSent = true;
};
form.addEventListener("submit", wait);
await import("./app.js");
form.removeEventListener("submit", wait);
if (isSent) form.requestSubmit();
