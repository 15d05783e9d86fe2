// @ts-check
// One document in the list: its title, what tells it from others, and what can be done with it.

import { h, isPlainClick } from "../lib/dom.js";
import { day, languageName, t } from "../lib/language.js";
import { placeOfTarget, placeUrl } from "../lib/links.js";
import { icon } from "./icon.js";
import { folderOf } from "./requests.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./requests.js").Summary} Summary */
/**
 * What the documents beside it say of themselves, by which it is known what is worth saying.
 *
 * @typedef {object} Beside
 * @property {ReadonlySet<string>} twins titles that several of them have
 * @property {boolean} dated whether any says a date
 * @property {boolean} languages whether they name different languages
 * @property {string} folder that is listed; empty for all
 */
/**
 * @typedef {object} Reactions
 * @property {(target: Target, opener: HTMLElement) => void} onOpen
 * @property {(box: HTMLInputElement, target: { id: string, title: string }) => void} onChoose
 * @property {(() => void) | null} onRemove null where the document cannot be removed
 * @property {boolean} isLeaving whether it is being removed
 */

/**
 * @param {Summary[]} documents
 * @param {string} folder
 * @returns {Beside}
 */
export function besides(documents, folder) {
  const titles = documents.map(({ title }) => title);
  return {
    twins: new Set(titles.filter((title, n) => titles.indexOf(title) !== n)),
    dated: documents.some(({ published }) => published !== null),
    languages: new Set(documents.flatMap(({ language }) => language ?? [])).size > 1,
    folder,
  };
}

/**
 * @param {Summary} document
 * @param {Beside} beside
 * @param {Reactions} reactions
 * @returns {HTMLElement}
 */
export function documentRow(document, beside, { onOpen, onChoose, onRemove, isLeaving }) {
  const { document_id: id, title, stale } = document;
  const name = title || id;
  const target = { id, title };
  const onchange = () => onChoose(box, target);
  const label = t("collection.ask_in", { name });
  const box = h("input", { type: "checkbox", "aria-label": label, "data-id": id, onchange });
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(target, link);
  };
  const href = placeUrl(placeOfTarget(target));
  const link = h("a", { class: "document-link", href, onclick }, h("bdi", {}, name));
  const facts = factsOf(document, beside);
  return h("li", { class: "document-item" },
    h("label", { class: "document-choice" }, box),
    h("div", { class: "document-words" }, link,
      facts.length > 0
        ? h("p", { class: "document-facts" },
          ...facts.flatMap((fact, n) => [n > 0 ? " · " : "", h("bdi", {}, fact)]))
        : null,
      stale ? h("p", { class: "document-stale" }, t("collection.stale")) : null,
      isLeaving ? h("p", { class: "document-stale" }, t("collection.leaving")) : null),
    onRemove ? removeButton(name, onRemove) : null);
}

/**
 * @param {Summary} document
 * @param {Beside} beside
 * @returns {string[]}
 */
function factsOf({ document_id: id, title, author, site, language, published }, beside) {
  const file = beside.folder ? id.slice(beside.folder.length + 1) : id;
  const where = beside.twins.has(title) ? file : title ? folderOf(file) : "";
  const undated = beside.dated ? t("collection.no_date") : "";
  const spoken = beside.languages && language ? languageName(language) : "";
  const facts = [author, site, published ? day(published) : undated, spoken, where];
  return facts.flatMap((fact) => fact || []);
}

/**
 * @param {string} name
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function removeButton(name, onclick) {
  const label = t("collection.remove_document", { name });
  const attributes = { type: "button", "aria-label": label, title: t("sources.remove"), onclick };
  return h("button", { class: "icon-button document-remove", ...attributes }, icon("remove"));
}
