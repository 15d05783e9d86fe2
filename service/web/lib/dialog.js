// @ts-check
// Asks the reader before something that cannot be taken back.

import { h } from "./dom.js";

/**
 * @param {string} title
 * @param {(Node | string)[]} words
 * @param {string} action
 * @returns {Promise<boolean>} whether to do it
 */
export function confirm(title, words, action) {
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": "dialog-words" },
    h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-words" }, ...words),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button danger", type: "submit", value: "yes" }, action),
        h("button", { class: "button", type: "button", autofocus: true, onclick: () => dialog.close() }, "Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
