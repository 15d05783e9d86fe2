// @ts-check
// Asks for the path of a folder that the server is to index from now on.

import { changeRoots } from "../adding/requests.js";
import { ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { sentence } from "../lib/problem.js";

/** @returns {Promise<string | null>} the path, once the server has begun to index it; else null */
export function addFolder() {
  const box = h("input", {
    id: "folder-path",
    class: "text-box",
    type: "text",
    required: true,
    maxlength: 4096,
    spellcheck: "false",
    autocapitalize: "none",
    autocomplete: "off",
    placeholder: "/home/…",
    "aria-describedby": "folder-hint folder-problem",
  });
  const problem = h("p", { id: "folder-problem", class: "form-problem", role: "alert" });
  const cancel = () => dialog.close();
  const send = h("button", { class: "button primary", type: "submit" }, t("sources.add_folder"));
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const path = box.value.trim();
    problem.textContent = path.startsWith("/") ? "" : t("sources.path_from_root");
    if (problem.textContent) return box.focus();
    send.disabled = true;
    try {
      await changeRoots({ add: path });
      dialog.close(path);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem.textContent = sentence(error.message);
      box.focus();
    } finally {
      send.disabled = false;
    }
  };
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "folder-title" },
    h("form", { method: "dialog", onsubmit },
      h("h2", { id: "folder-title" }, t("sources.add_folder")),
      h("label", { for: "folder-path" }, t("sources.path")),
      box,
      h("p", { id: "folder-hint", class: "key-hint" }, t("sources.folder_hint")),
      problem,
      h("div", { class: "dialog-buttons" },
        send,
        h("button", { class: "button", type: "button", onclick: cancel }, t("sources.cancel")))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
  });
}
