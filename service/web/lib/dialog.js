// @ts-check
// Asks for confirmation before something that cannot be undone.

import { h } from "./dom.js";

/**
 * @param {string} title
 * @param {(Node | string)[]} words
 * @param {string} action
 * @returns {Promise<boolean>} whether the reader agreed
 */
export function confirm(title, words, action) {
  const cancel = () => dialog.close();
  const labels = { "aria-labelledby": "dialog-title", "aria-describedby": "dialog-words" };
  const dialog = h("dialog", { class: "dialog", ...labels },
    h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-words" }, ...words),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button danger", type: "submit", value: "yes" }, action),
        h("button", { class: "button", type: "button", autofocus: true, onclick: cancel },
          "Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
