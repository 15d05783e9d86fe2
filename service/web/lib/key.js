// @ts-check
// This tab's API key: asked for when the server needs one, and kept until the tab is closed.

import { h } from "./dom.js";
import { t } from "./language.js";
import { slot } from "./links.js";

/** The window's event for a new key: a request that failed without one can be tried again. */
export const NEW_KEY = "pincite-new-key";

const SLOT = slot("pincite-key");

/** @type {Promise<boolean> | null} */
let asking = null;
let declined = false;

/** @returns {string | null} */
export function currentKey() {
  return sessionStorage.getItem(SLOT);
}

/** @returns {boolean} whether the reader gave no key, and has asked for nothing since */
export function isDeclined() {
  return declined;
}

/** Says that the reader asks for something: a key may be asked for again. */
export function askAgain() {
  declined = false;
}

/**
 * Asks the reader for a key. Requests that need one at the same time share one dialog.
 *
 * @param {string} reason why the server needs a key, or refused the one it got
 * @returns {Promise<boolean>} whether there is a new key now
 */
export function askForKey(reason) {
  asking ??= show(reason).finally(() => { asking = null; });
  return asking;
}

/**
 * @param {string} reason
 * @returns {Promise<boolean>}
 */
function show(reason) {
  const box = h("input", {
    id: "key",
    class: "key-box",
    type: "password",
    autocomplete: "off",
    required: true,
    pattern: "[!-~]+", // the characters that a header may contain
  });
  const [before, after] = t("lib.key_hint").split("{command}");
  const cancel = () => { dialog.close(); };
  const labels = { "aria-labelledby": "key-title", "aria-describedby": "key-reason" };
  const dialog = h("dialog", { class: "dialog", ...labels },
    h("form", { method: "dialog" },
      h("h2", { id: "key-title" }, t("lib.key_title")),
      h("p", { id: "key-reason", lang: "en" }, `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`),
      h("label", { for: "key" }, t("lib.key_label")),
      box,
      h("p", { class: "key-hint" }, before, h("code", {}, "pincite key create"), after),
      h("div", { class: "dialog-buttons" },
        // This comes first because Enter presses the first button of a form.
        h("button", { class: "button primary", type: "submit", value: "use" }, t("lib.key_use")),
        h("button", { class: "button", type: "button", onclick: cancel }, t("controls.cancel")))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      const given = dialog.returnValue === "use";
      declined = !given;
      if (given) sessionStorage.setItem(SLOT, box.value);
      resolve(given);
      if (given) dispatchEvent(new Event(NEW_KEY));
    });
  });
}
