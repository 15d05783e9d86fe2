// @ts-check
// The API key of this tab: asked for when the server wants one, and kept until the tab is closed.

import { h } from "./dom.js";

/** The event of the window when there is another key: what failed for want of one may be tried again. */
export const NEW_KEY = "pincite-new-key";

const SLOT = "pincite-key";

/** @type {Promise<boolean> | null} */
let asking = null;

/** @returns {string | null} */
export function currentKey() {
  return sessionStorage.getItem(SLOT);
}

/**
 * Asks for a key, once however many requests want one.
 *
 * @param {string} reason why the server wants one, or does not take the one it got
 * @returns {Promise<boolean>} whether there is another key now
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
  // The pattern: what can stand in a header.
  const box = h("input", { id: "key", class: "key-box", type: "password", autocomplete: "off", required: true, pattern: "[!-~]+" });
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "key-title", "aria-describedby": "key-reason" },
    h("form", { method: "dialog" },
      h("h2", { id: "key-title" }, "An API key is needed"),
      h("p", { id: "key-reason" }, `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`),
      h("label", { for: "key" }, "API key"),
      box,
      h("p", { class: "key-hint" }, "This page keeps it until you close the tab. Whoever runs the server makes one with ", h("code", {}, "pincite key create"), "."),
      h("div", { class: "dialog-buttons" },
        // First of the two: Enter presses the first button that submits.
        h("button", { class: "button primary", type: "submit", value: "use" }, "Use this key"),
        h("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      const given = dialog.returnValue === "use";
      if (given) sessionStorage.setItem(SLOT, box.value);
      resolve(given);
      if (given) dispatchEvent(new Event(NEW_KEY));
    });
  });
}
