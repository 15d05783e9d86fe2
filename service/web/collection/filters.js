// @ts-check
// Which documents the next question is asked in: chips above the text field, and a form to change
// them.

import { announce } from "../lib/announce.js";
import { h } from "../lib/dom.js";
import { day, languageName, t } from "../lib/language.js";
import { icon } from "./icon.js";
import { folderOf, listFolders } from "./requests.js";
import { EVERYTHING, keep, remembered } from "./scope.js";

/** @typedef {import("./scope.js").Chosen} Chosen */
/** @typedef {import("./scope.js").Scope} Scope */

export const MOST_DOCUMENTS = 50; // the server accepts no more
const SHOWN_ALONE = 3;
const LANGUAGE_TAG = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"; // as the server takes it
/** These fields belong to no form, so that Enter in one of them does not send the question. */
const OUTSIDE_FORM = { form: "none", autocomplete: "off" };

export class Filters {
  #scope = remembered();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #chips = h("ul", {
    class: "scope-chips", role: "list", "aria-label": t("collection.filter.asked_in"),
  });
  #label = h("span", {});
  #toggle = h("button", {
    class: "quiet scope-toggle",
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "filter-form",
    onclick: () => this.#open(!this.#isOpen),
  }, icon("scope"), this.#label);
  #clear = h("button", { class: "quiet", type: "button", onclick: () => this.#clearAll() },
    t("collection.filter.clear"));
  #folders = h("datalist", { id: "filter-folders" });
  #fields = {
    title: field(t("collection.filter.title"), "title", {
      type: "text", maxlength: 200, dir: "auto", placeholder: t("collection.filter.any_words"),
    }),
    folder: field(t("collection.filter.folder"), "folder", {
      type: "text", maxlength: 1024, list: "filter-folders",
      placeholder: t("collection.filter.all_folders"),
    }),
    author: field(t("collection.filter.author"), "author", {
      type: "text", maxlength: 200, dir: "auto", placeholder: t("collection.filter.any_author"),
    }),
    site: field(t("collection.filter.site"), "site", {
      type: "text", maxlength: 200, dir: "auto", placeholder: t("collection.filter.any_site"),
    }),
    since: field(t("collection.filter.since"), "since", { type: "date", max: "9999-12-31" }),
    until: field(t("collection.filter.until"), "until", { type: "date", max: "9999-12-31" }),
    language: field(t("collection.filter.language"), "language", {
      type: "text", maxlength: 35, pattern: LANGUAGE_TAG, placeholder: "en, de, pt-BR",
      spellcheck: "false", autocapitalize: "none", title: t("collection.filter.language_hint"),
    }),
  };
  #hint = h("p", { class: "filter-hint", role: "status" });
  #form = h("div", {
    id: "filter-form",
    class: "filter-form",
    role: "group",
    "aria-label": t("collection.filter.form"),
    hidden: true,
  },
    ...Object.values(this.#fields).map(({ view }) => view), this.#folders, this.#hint,
    h("button", { class: "button", type: "button", onclick: () => this.#open(false) },
      t("collection.filter.done")));
  view = h("div", { class: "scope" },
    h("div", { class: "scope-line" }, this.#toggle, this.#chips, this.#clear), this.#form);

  constructor() {
    for (const [name, { box }] of Object.entries(this.#fields)) {
      box.addEventListener("change", () => {
        if (box.validity.valid) this.change({ [name]: box.value.trim() });
      });
    }
    this.#fields.folder.box.addEventListener("input", () => this.#suggest());
    this.#form.addEventListener("keydown", (event) => this.#keydown(event));
    this.#show();
  }

  /** @returns {object | null} the `filters` of the next question */
  get value() {
    const { documents, ...texts } = this.#scope;
    const ids = documents.map(({ id }) => id);
    const given = {
      ...(ids.length > 0 ? { documents: ids } : {}),
      ...filled(texts),
    };
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
    keep(this.#scope);
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

  #clearAll() {
    this.change(EVERYTHING);
    this.#toggle.focus();
  }

  #show() {
    const chips = this.#chipViews();
    this.#chips.replaceChildren(...chips);
    this.#chips.hidden = this.#clear.hidden = chips.length === 0;
    const label = chips.length === 0 ? "collection.filter.all" : "collection.filter.only";
    this.#label.textContent = t(label);
    for (const [name, { box }] of Object.entries(this.#fields)) {
      box.value = this.#scope[/** @type {"title"} */ (name)];
    }
    const { since, until } = this.#scope;
    const empty = since !== "" && until !== "" && since > until;
    this.#hint.textContent = empty ? t("collection.filter.empty_range") : "";
  }

  /** @returns {HTMLElement[]} */
  #chipViews() {
    const { documents, folder, title, author, site, language, since, until } = this.#scope;
    /** @type {[string, Partial<Scope>][]} */
    const rest = [];
    if (folder) rest.push([t("collection.filter.in_folder", { folder }), { folder: "" }]);
    if (title) rest.push([t("collection.filter.with_title", { title }), { title: "" }]);
    if (author) rest.push([t("collection.filter.by_author", { author }), { author: "" }]);
    if (site) rest.push([t("collection.filter.of_site", { site }), { site: "" }]);
    if (language) {
      const words = t("collection.filter.in_language", { language: languageName(language) });
      rest.push([words, { language: "" }]);
    }
    if (since) rest.push([t("collection.filter.from_day", { day: day(since) }), { since: "" }]);
    if (until) rest.push([t("collection.filter.until_day", { day: day(until) }), { until: "" }]);
    const chosen = documents.length > SHOWN_ALONE
      ? [this.#chip(t("collection.documents", { n: documents.length }),
        () => this.change({ documents: [] }))]
      : documents.map(
        (document) => this.#chip(document.title || document.id, () => this.toggle(document)));
    const others = rest.map(([words, without]) => this.#chip(words, () => this.change(without)));
    return [...chosen, ...others];
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
      // The button that had the focus is gone.
      const left = this.#chips.children;
      const next = left[Math.min(place, left.length - 1)]?.querySelector("button");
      (next ?? this.#toggle).focus();
    };
    const label = t("collection.filter.remove", { words });
    const view = h("li", { class: "scope-chip" },
      h("bdi", {}, words),
      h("button", { type: "button", "aria-label": label, onclick }, icon("remove")));
    return view;
  }

  #inWords() {
    const words = [...this.#chips.querySelectorAll("bdi")].map((chip) => chip.textContent);
    return words.length === 0
      ? t("collection.filter.asking_all")
      : t("collection.filter.asking_in", { words: words.join(", ") });
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

  /** Suggests the folders below the one that is being typed. */
  async #suggest() {
    const within = folderOf(this.#fields.folder.box.value);
    if (this.#folders.dataset.within === within) return;
    this.#folders.dataset.within = within;
    // If they cannot be listed, the reader can still type a folder.
    const { folders } = await listFolders(within).catch(() => ({ folders: [] }));
    this.#folders.replaceChildren(...folders.map(({ folder, documents }) => {
      const label = `${folder} (${t("collection.documents", { n: documents })})`;
      return h("option", { value: folder, label });
    }));
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
  const id = `filter-${name}`;
  const box = h("input", { id, class: "text-box", ...OUTSIDE_FORM, ...attributes });
  return { box, view: h("p", { class: "filter-field" }, h("label", { for: id }, label), box) };
}

/**
 * @param {Record<string, string>} texts
 * @returns {Record<string, string>} those that are not empty
 */
function filled(texts) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}
