// @ts-check
// Takes what was added, and folders, out of the collection again, once the reader has agreed.

import { changeRoots, removeAdded } from "../adding/requests.js";
import { announce } from "../lib/announce.js";
import { ApiError } from "../lib/api.js";
import { confirm } from "../controls/dialog.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { sentence } from "../lib/problem.js";

/**
 * @param {string} id of a file that was added
 * @param {string} name
 * @returns {Promise<boolean>} whether it is removed
 */
export function removeFile(id, name) {
  return remove(name, t("sources.remove_file_words"), () => removeAdded(id));
}

/**
 * @param {string} path of a folder that is indexed
 * @returns {Promise<boolean>} whether it is removed
 */
export function removeFolder(path) {
  const words = t("sources.remove_folder_words");
  return remove(path, words, () => changeRoots({ remove: path }));
}

/**
 * @param {string} name
 * @param {string} words
 * @param {() => Promise<unknown>} send
 * @returns {Promise<boolean>}
 */
async function remove(name, words, send) {
  const title = t("sources.remove_title");
  const told = [h("bdi", {}, name), h("br"), words];
  const agreed = await confirm(title, told, t("sources.remove_now"));
  if (!agreed) return false;
  try {
    await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    announce(sentence(error.message));
    await tell(name, sentence(error.message));
    return false;
  }
  announce(t("sources.removing", { name }));
  return true;
}

/**
 * @param {string} name
 * @param {string} words
 * @returns {Promise<void>} ends when the reader has read it
 */
function tell(name, words) {
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "told-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "told-title" }, t("sources.not_removed")),
      h("p", { dir: "auto" }, h("bdi", {}, name), h("br"), words),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button", type: "submit" }, t("sources.close")))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
  });
}
