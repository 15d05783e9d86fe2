// @ts-check
// Asks before something that cannot be undone, asks for a name, and says what went wrong.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { problemView } from "../lib/problem.js";

const LABELS = { "aria-labelledby": "dialog-title" };

/**
 * @param {string} title
 * @param {(Node | string)[]} words
 * @param {string} action
 * @returns {Promise<boolean>} whether the reader agreed
 */
export async function confirm(title, words, action) {
  const dialog = h("dialog", { class: "dialog", ...LABELS, "aria-describedby": "dialog-words" },
    h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      h("p", { id: "dialog-words" }, ...words),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button danger", type: "submit", value: "yes" }, action),
        h("button", { class: "button", type: "submit", autofocus: true }, t("controls.cancel")))));
  return (await answerOf(dialog)) === "yes";
}

/**
 * @param {string} title
 * @param {string} label
 * @param {string} value to begin with
 * @param {number} longest
 * @returns {Promise<string | null>} what the reader wrote; null if they gave up
 */
export async function askForText(title, label, value, longest) {
  const box = h("input", {
    id: "dialog-box",
    class: "text-box",
    type: "text",
    autocomplete: "off",
    dir: "auto",
    required: true,
    pattern: ".*\\S.*",
    maxlength: longest,
  });
  box.value = value;
  const giveUp = () => { dialog.close(); };
  const dialog = h("dialog", { class: "dialog", ...LABELS },
    h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      h("label", { for: "dialog-box" }, label),
      box,
      h("div", { class: "dialog-buttons" },
        // This comes first because Enter presses the first button of a form.
        h("button", { class: "button primary", type: "submit", value: "yes" }, t("controls.save")),
        h("button", { class: "button", type: "button", onclick: giveUp }, t("controls.cancel")))));
  const answer = answerOf(dialog);
  box.select();
  return (await answer) === "yes" ? box.value.trim() : null;
}

/**
 * @param {unknown} error
 * @param {() => void} retry
 */
export function showProblem(error, retry) {
  const again = () => {
    dialog.close();
    retry();
  };
  const dialog = h("dialog", { class: "dialog", "aria-label": t("lib.failed") },
    h("form", { method: "dialog" },
      problemView(error, { retry: again }),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button", type: "submit" }, t("controls.close")))));
  answerOf(dialog);
}

/**
 * Shows a dialog, and removes it when it is closed.
 *
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string>} the value of the button that closed it
 */
function answerOf(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
