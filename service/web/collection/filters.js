// @ts-check
// Which documents the next question is asked of: chips above the text field, and a form to change them.

import { announce } from "../lib/announce.js";
import { h } from "../lib/dom.js";
import { icon } from "./icon.js";
import { listFolders } from "./requests.js";
import { count, day, folderOf } from "./words.js";

/** @typedef {{ id: string, title: string }} Chosen */
/** @typedef {{ documents: Chosen[], folder: string, title: string, since: string, until: string }} Scope empty texts and lists are no filters */

export const MOST_DOCUMENTS = 50; // the server takes no more
const SHOWN_ALONE = 3;
const SLOT = "pincite-filters";
/** @type {Scope} */
const EVERYTHING = { documents: [], folder: "", title: "", since: "", until: "" };
/** Named for no form, so that Enter in a field does not send the question. */
const OF_NO_FORM = { form: "none", autocomplete: "off" };

export class Filters {
  #scope = remembered();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #chips = h("ul", { class: "scope-chips", role: "list", "aria-label": "Asked in" });
  #label = h("span", {});
  #toggle = h("button", { class: "quiet scope-toggle", type: "button", "aria-expanded": "false", "aria-controls": "filter-form", onclick: () => this.#open(!this.#isOpen) },
    icon("scope"), this.#label);
  #clear = h("button", { class: "quiet", type: "button", onclick: () => { this.change(EVERYTHING); this.#toggle.focus(); } }, "Clear");
  #folders = h("datalist", { id: "filter-folders" });
  #fields = {
    title: field("Title has", "title", { type: "text", maxlength: 200, dir: "auto", placeholder: "any words" }),
    folder: field("Folder", "folder", { type: "text", maxlength: 1024, list: "filter-folders", placeholder: "all folders" }),
    since: field("Published from", "since", { type: "date", max: "9999-12-31" }),
    until: field("Until", "until", { type: "date", max: "9999-12-31" }),
  };
  #hint = h("p", { class: "filter-hint", role: "status" });
  #form = h("div", { id: "filter-form", class: "filter-form", role: "group", "aria-label": "Ask only in documents", hidden: true },
    ...Object.values(this.#fields).map(({ view }) => view), this.#folders, this.#hint,
    h("button", { class: "button", type: "button", onclick: () => this.#open(false) }, "Done"));
  view = h("div", { class: "scope" }, h("div", { class: "scope-line" }, this.#toggle, this.#chips, this.#clear), this.#form);

  constructor() {
    for (const [name, { box }] of Object.entries(this.#fields)) {
      box.addEventListener("change", () => { if (box.validity.valid) this.change({ [name]: box.value.trim() }); });
    }
    this.#fields.folder.box.addEventListener("input", () => this.#suggest());
    this.#form.addEventListener("keydown", (event) => this.#keydown(event));
    this.#show();
  }

  /** @returns {object | null} the `filters` of the next question */
  get value() {
    const { documents, folder, title, since, until } = this.#scope;
    const given = { ...(documents.length ? { documents: documents.map(({ id }) => id) } : {}), ...filled({ folder, title, since, until }) };
    return Object.keys(given).length > 0 ? given : null;
  }

  /** @returns {readonly Chosen[]} */
  get documents() {
    return this.#scope.documents;
  }

  get folder() {
    return this.#scope.folder;
  }

  /** @param {() => void} listener called after every change */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {Partial<Scope>} part */
  change(part) {
    this.#scope = { ...this.#scope, ...part };
    sessionStorage.setItem(SLOT, JSON.stringify(this.#scope));
    this.#show();
    announce(this.#inWords());
    for (const listener of this.#listeners) listener();
  }

  /**
   * @param {Chosen} document
   * @returns {boolean} false where no more can be chosen
   */
  toggle({ id, title }) {
    const others = this.#scope.documents.filter((chosen) => chosen.id !== id);
    const isNew = others.length === this.#scope.documents.length;
    if (isNew && others.length >= MOST_DOCUMENTS) return false;
    this.change({ documents: isNew ? [...others, { id, title }] : others });
    return true;
  }

  #show() {
    const chips = this.#chipViews();
    this.#chips.replaceChildren(...chips);
    this.#chips.hidden = this.#clear.hidden = chips.length === 0;
    this.#label.textContent = chips.length === 0 ? "In all documents" : "Only in";
    for (const [name, { box }] of Object.entries(this.#fields)) box.value = this.#scope[/** @type {"title"} */ (name)];
    const { since, until } = this.#scope;
    const empty = since !== "" && until !== "" && since > until;
    this.#hint.textContent = empty ? "The first day lies after the last: no document fits." : "";
  }

  /** @returns {HTMLElement[]} */
  #chipViews() {
    const { documents, folder, title, since, until } = this.#scope;
    /** @type {[string, Partial<Scope>][]} */
    const rest = [];
    if (folder) rest.push([`folder ${folder}`, { folder: "" }]);
    if (title) rest.push([`titles with “${title}”`, { title: "" }]);
    if (since) rest.push([`from ${day(since)}`, { since: "" }]);
    if (until) rest.push([`until ${day(until)}`, { until: "" }]);
    const chosen = documents.length > SHOWN_ALONE
      ? [this.#chip(count(documents.length, "document"), () => this.change({ documents: [] }))]
      : documents.map((document) => this.#chip(document.title || document.id, () => this.toggle(document)));
    return [...chosen, ...rest.map(([words, without]) => this.#chip(words, () => this.change(without)))];
  }

  /**
   * @param {string} words
   * @param {() => void} remove
   * @returns {HTMLElement}
   */
  #chip(words, remove) {
    const onclick = () => {
      const place = [...this.#chips.children].indexOf(view);
      remove();
      const next = this.#chips.children[Math.min(place, this.#chips.children.length - 1)]?.querySelector("button");
      (next ?? this.#toggle).focus(); // The button that had the focus is gone.
    };
    const view = h("li", { class: "scope-chip" },
      h("bdi", {}, words),
      h("button", { type: "button", "aria-label": `Remove ${words}`, onclick }, icon("remove")));
    return view;
  }

  #inWords() {
    const words = [...this.#chips.querySelectorAll("bdi")].map((chip) => chip.textContent);
    return words.length === 0 ? "Asking in all documents" : `Asking only in ${words.join(", ")}`;
  }

  get #isOpen() {
    return !this.#form.hidden;
  }

  /** @param {boolean} open */
  #open(open) {
    this.#form.hidden = !open;
    this.#toggle.setAttribute("aria-expanded", String(open));
    if (!open) return this.#toggle.focus();
    this.#suggest();
    this.#fields.title.box.focus();
  }

  /** Offers the folders in the one that is being typed. */
  async #suggest() {
    const within = folderOf(this.#fields.folder.box.value);
    if (this.#folders.dataset.within === within) return;
    this.#folders.dataset.within = within;
    const { folders } = await listFolders(within).catch(() => ({ folders: [] })); // one can type without
    this.#folders.replaceChildren(...folders.map(({ folder, documents }) => h("option", { value: folder, label: `${folder} (${count(documents, "document")})` })));
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.#open(false);
  }
}

/**
 * @param {string} label
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @returns {{ view: HTMLElement, box: HTMLInputElement }}
 */
function field(label, name, attributes) {
  const box = h("input", { id: `filter-${name}`, class: "text-box", ...OF_NO_FORM, ...attributes });
  return { box, view: h("p", { class: "filter-field" }, h("label", { for: `filter-${name}` }, label), box) };
}

/**
 * @param {Record<string, string>} texts
 * @returns {Record<string, string>}
 */
function filled(texts) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}

/** @returns {Scope} that of this tab before it was reloaded */
function remembered() {
  try {
    return { ...EVERYTHING, ...JSON.parse(sessionStorage.getItem(SLOT) ?? "{}") };
  } catch {
    return EVERYTHING;
  }
}
