// @ts-check
// The folders in the list of documents: the way to the present one, and those in it.

import { h } from "../lib/dom.js";
import { number, t } from "../lib/language.js";
import { icon } from "./icon.js";

/** @typedef {import("./requests.js").Folder} Folder */
/** @typedef {(folder: string) => void} Enter */

/**
 * @param {string} folder
 * @param {Enter} enter
 * @param {() => void} askIn
 * @returns {HTMLElement[]} empty for all folders
 */
export function pathView(folder, enter, askIn) {
  if (folder === "") return [];
  const parts = folder.split("/");
  const above = parts.slice(0, -1).map(
    (name, n) => step(name, parts.slice(0, n + 1).join("/"), enter));
  return [
    h("p", { class: "path-steps" },
      step(t("collection.all"), "", enter), ...above,
      h("bdi", { "aria-current": "true" }, parts.at(-1) ?? "")),
    h("button", { class: "quiet", type: "button", onclick: askIn }, t("collection.ask_in_folder")),
  ];
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {Enter} enter
 * @returns {HTMLElement}
 */
function step(name, folder, enter) {
  const onclick = () => enter(folder);
  return h("span", {},
    h("button", { class: "path-step", type: "button", onclick }, h("bdi", {}, name)), " / ");
}

/**
 * @param {Folder} folder
 * @param {Enter} enter
 * @returns {HTMLElement}
 */
export function folderView({ folder, documents }, enter) {
  const onclick = () => enter(folder);
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  return h("li", {},
    h("button", { class: "side-item folder-item", type: "button", onclick },
      icon("folder"),
      h("span", { class: "folder-name" }, h("bdi", {}, name)),
      h("span", { class: "folder-count" }, h("span", { "aria-hidden": "true" }, number(documents)),
        h("span", { class: "visually-hidden" }, t("collection.documents", { n: documents })))));
}
