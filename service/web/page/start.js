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

/**
 * Keeps what the reader presses while the rest of the page is loading.
 *
 * @returns {() => void} presses the last of it, now that there is something to answer
 */
function keepPresses() {
  /** @type {HTMLElement | null} */
  let pressed = null;
  const keep = (/** @type {Event} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    const isEnter = event instanceof KeyboardEvent && event.key === "Enter" && !event.shiftKey;
    if (event instanceof KeyboardEvent && !(isEnter && target?.id === "question")) return;
    const button = isEnter ? byId("send", HTMLElement) : target?.closest("button");
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    pressed = button;
  };
  addEventListener("click", keep);
  addEventListener("keydown", keep);
  return () => {
    removeEventListener("click", keep);
    removeEventListener("keydown", keep);
    pressed?.click();
  };
}

translatePage();
if (location.pathname === "/") {
  const welcome = byId("welcome", HTMLElement);
  welcome.replaceChildren(...greeting());
  welcome.hidden = false;
  // On a touch screen, this would raise the keyboard.
  if (matchMedia("(hover: hover)").matches) byId("question", HTMLElement).focus();
}
const pressAgain = keepPresses();
await import("./app.js");
pressAgain();
