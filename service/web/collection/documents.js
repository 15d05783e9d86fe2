// @ts-check
// The list of documents: searched, by folder, a page at a time. Each can be opened, or chosen for
// the next questions.

import { isAbort } from "../lib/api.js";
import { h, isPlainClick } from "../lib/dom.js";
import { placeOfTarget, placeUrl } from "../lib/links.js";
import { problemView } from "../lib/problem.js";
import { day } from "../lib/language.js";
import { MOST_DOCUMENTS } from "./filters.js";
import { icon } from "./icon.js";
import { listDocuments, listFolders } from "./requests.js";
import { count, folderOf } from "./words.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./requests.js").Folder} Folder */
/** @typedef {import("./requests.js").Page} Page */
/** @typedef {import("./requests.js").Summary} Summary */

const ON_A_PAGE = 50;
const PATIENCE_MS = 180; // after a key, before the search begins
const SLOT = "pincite-documents";
const ORDERS = {
  title: "By title",
  newest: "Newest first",
  oldest: "Oldest first",
  id: "By file name",
};

export class DocumentsView {
  #place;
  #openDocument;
  #askInChosen;
  #filters;
  #listing = remembered();
  /** @type {AbortController | null} */
  #request = null;
  /** @type {number | undefined} */
  #timer;
  #search = h("input", {
    id: "documents-search",
    class: "text-box",
    type: "search",
    maxlength: 200,
    dir: "auto",
    autocomplete: "off",
    placeholder: "Search titles and file names",
  });
  #order = h("select", { id: "documents-order", class: "order-box", "aria-label": "Order" },
    ...Object.entries(ORDERS).map(([value, words]) => h("option", { value }, words)));
  #found = h("p", { class: "documents-found", role: "status" });
  #path = h("nav", { class: "folder-path", "aria-label": "Folder", hidden: true });
  #folders = h("ul", { class: "folder-list", role: "list", "aria-label": "Folders" });
  #list = h("ul", { class: "document-list", role: "list", "aria-label": "Documents" });
  #trouble = h("div", {});
  #pager = h("nav", { class: "pager", "aria-label": "Pages", hidden: true });
  #chosen = h("div", { class: "chosen", hidden: true });

  /**
   * @param {HTMLElement} place
   * @param {object} page
   * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
   * @param {() => void} page.askInChosen leads from the list to the question
   * @param {import("./filters.js").Filters} page.filters
   */
  constructor(place, { openDocument, askInChosen, filters }) {
    this.#place = place;
    this.#openDocument = openDocument;
    this.#askInChosen = askInChosen;
    this.#filters = filters;
    this.#search.value = this.#listing.q;
    this.#order.value = this.#listing.order;
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#search.addEventListener("keydown", (event) => this.#fromSearch(event));
    this.#order.addEventListener("change", () => this.#go({ order: this.#order.value, offset: 0 }));
    this.#list.addEventListener("keydown", (event) => this.#alongList(event));
    filters.onChange(() => this.#showChosen());
    place.append(
      h("h2", { class: "visually-hidden" }, "Documents"),
      h("div", { class: "documents-head" },
        h("label", { class: "visually-hidden", for: "documents-search" }, "Search the documents"),
        this.#search,
        h("div", { class: "documents-bar" }, this.#found, this.#order), this.#path),
      this.#folders, this.#trouble, this.#list, this.#pager, this.#chosen);
    this.#showChosen();
    this.#load();
  }

  /** Loads the same page of the list again, when another generation is served. */
  refresh() {
    this.#load();
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    const search = () => this.#go({ q: this.#search.value.trim(), offset: 0 });
    this.#timer = setTimeout(search, PATIENCE_MS);
  }

  /** @param {Partial<import("./requests.js").Listing>} change */
  #go(change) {
    this.#listing = { ...this.#listing, ...change };
    sessionStorage.setItem(SLOT, JSON.stringify(this.#listing));
    this.#place.scrollTop = 0;
    return this.#load();
  }

  async #load() {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    const { q, folder, offset } = this.#listing;
    try {
      // Awaited together: when the reader goes on, both are aborted, and neither must go unhandled.
      const [page, listed] = await Promise.all([
        listDocuments({ ...this.#listing, limit: ON_A_PAGE }, signal),
        q === "" && offset === 0 ? listFolders(folder, signal) : null,
      ]);
      this.#show(page, listed?.folders ?? []);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      this.#list.replaceChildren();
      this.#trouble.replaceChildren(problemView(error, { retry: () => this.#load() }));
    }
  }

  /**
   * @param {Page} page
   * @param {Folder[]} folders
   */
  #show(page, folders) {
    const { q, folder, offset } = this.#listing;
    // A new generation may have fewer pages.
    if (page.documents.length === 0 && offset > 0) return void this.#go({ offset: 0 });
    const found = page.total === 0 && q
      ? `Nothing found for “${q}”${folder ? " in this folder" : ""}`
      : count(page.total, "document");
    if (this.#found.textContent !== found) this.#found.textContent = found;
    this.#trouble.replaceChildren(...(q && folder ? [this.#everywhereView()] : []));
    this.#showPath(folder);
    this.#folders.hidden = folders.length === 0;
    this.#folders.replaceChildren(...folders.map((child) => this.#folderView(child)));
    const titles = page.documents.map(({ title }) => title);
    this.#list.replaceChildren(...page.documents.map((summary) => {
      const isNamedAlike = titles.indexOf(summary.title) !== titles.lastIndexOf(summary.title);
      return this.#documentView(summary, isNamedAlike);
    }));
    this.#showPager(page);
    this.#showChosen();
  }

  /** @param {string} folder */
  #showPath(folder) {
    this.#path.hidden = folder === "";
    if (folder === "") return this.#path.replaceChildren();
    const parts = folder.split("/");
    const above = parts.slice(0, -1).map(
      (name, n) => this.#pathStep(name, parts.slice(0, n + 1).join("/")));
    const onclick = () => this.#askInFolder(folder);
    this.#path.replaceChildren(
      h("p", { class: "path-steps" },
        this.#pathStep("All", ""), ...above,
        h("bdi", { "aria-current": "true" }, parts.at(-1) ?? "")),
      h("button", { class: "quiet", type: "button", onclick }, "Ask in this folder"));
  }

  /**
   * @param {string} name
   * @param {string} folder
   * @returns {HTMLElement}
   */
  #pathStep(name, folder) {
    const onclick = () => this.#enter(folder);
    return h("span", {},
      h("button", { class: "path-step", type: "button", onclick }, h("bdi", {}, name)), " / ");
  }

  /**
   * @param {Folder} folder
   * @returns {HTMLElement}
   */
  #folderView({ folder, documents }) {
    const onclick = () => this.#enter(folder);
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    const unit = documents === 1 ? " document" : " documents";
    return h("li", {},
      h("button", { class: "side-item folder-item", type: "button", onclick },
        icon("folder"),
        h("span", { class: "folder-name" }, h("bdi", {}, name)),
        h("span", { class: "folder-count" },
          documents.toLocaleString("en"), h("span", { class: "visually-hidden" }, unit))));
  }

  #everywhereView() {
    const onclick = () => {
      this.#search.focus(); // The button is about to disappear.
      this.#go({ folder: "", offset: 0 });
    };
    return h("button", { class: "quiet", type: "button", onclick }, "Search all folders");
  }

  /** @param {string} folder */
  async #enter(folder) {
    clearTimeout(this.#timer);
    this.#search.value = "";
    await this.#go({ folder, q: "", offset: 0 });
    // The button that was pressed is gone.
    const next = this.#path.querySelector("button") ?? this.#folders.querySelector("button");
    (next ?? this.#search).focus();
  }

  /** @param {string} folder */
  #askInFolder(folder) {
    this.#filters.change({ folder });
    this.#askInChosen();
  }

  /**
   * @param {Summary} document
   * @param {boolean} isNamedAlike whether another document on the page has the same title
   * @returns {HTMLElement}
   */
  #documentView({ document_id: id, title, author, site, published, stale }, isNamedAlike) {
    const name = title || id;
    const target = { id, title };
    const onchange = () => this.#choose(box, target);
    const box = h("input",
      { type: "checkbox", "aria-label": `Ask in ${name}`, "data-id": id, onchange });
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.#openDocument(target, link);
    };
    const href = placeUrl(placeOfTarget(target));
    const link = h("a", { class: "document-link", href, onclick }, h("bdi", {}, name));
    const { folder } = this.#listing;
    const file = folder ? id.slice(folder.length + 1) : id;
    const where = isNamedAlike ? file : title ? folderOf(file) : "";
    const facts = [author, site, published ? day(published) : "No date", where];
    const unreadable = "Its file could not be read; this is its last good text.";
    return h("li", { class: "document-item" },
      h("label", { class: "document-choice" }, box),
      h("div", { class: "document-words" }, link,
        h("p", { class: "document-facts" },
          ...facts.filter(Boolean).flatMap((fact, n) => [n > 0 ? " · " : "", h("bdi", {}, fact)])),
        stale ? h("p", { class: "document-stale" }, unreadable) : null));
  }

  /**
   * @param {HTMLInputElement} box
   * @param {import("./filters.js").Chosen} document
   */
  #choose(box, document) {
    if (this.#filters.toggle(document)) return;
    box.checked = false;
    this.#found.textContent =
      `At most ${MOST_DOCUMENTS} documents can be chosen. ` +
      "To ask in more, filter by folder or by title.";
  }

  #showChosen() {
    const chosen = this.#filters.documents;
    const ids = new Set(chosen.map(({ id }) => id));
    for (const box of this.#list.querySelectorAll("input")) {
      box.checked = ids.has(box.dataset.id ?? "");
    }
    this.#chosen.hidden = chosen.length === 0;
    const chooseNone = () => {
      this.#filters.change({ documents: [] });
      this.#search.focus();
    };
    this.#chosen.replaceChildren(
      h("button", { class: "button primary", type: "button", onclick: () => this.#askInChosen() },
        `Ask in ${count(chosen.length, "document")}`),
      h("button", { class: "quiet", type: "button", onclick: chooseNone }, "Choose none"));
  }

  /** @param {Page} page */
  #showPager({ total, documents }) {
    const { offset } = this.#listing;
    this.#pager.hidden = total <= ON_A_PAGE;
    const focused = document.activeElement?.getAttribute("data-step");
    const end = offset + documents.length;
    const [first, last, all] = [offset + 1, end, total].map((n) => n.toLocaleString("en"));
    this.#pager.replaceChildren(
      this.#stepView("previous", "Previous page", offset === 0, offset - ON_A_PAGE),
      h("p", { role: "status" }, `${first}–${last} of ${all}`),
      this.#stepView("next", "Next page", end >= total, offset + ON_A_PAGE));
    if (!focused) return;
    const enabled = [...this.#pager.querySelectorAll("button")].filter((step) => !step.disabled);
    const next = enabled.find((step) => step.dataset.step === focused) ?? enabled[0];
    next?.focus({ preventScroll: true });
  }

  /**
   * @param {"previous" | "next"} step
   * @param {string} words
   * @param {boolean} disabled
   * @param {number} offset
   * @returns {HTMLElement}
   */
  #stepView(step, words, disabled, offset) {
    const onclick = () => this.#go({ offset: Math.max(0, offset) });
    const attributes = { "aria-label": words, "data-step": step, disabled, onclick };
    return h("button", { class: "icon-button", type: "button", ...attributes }, icon(step));
  }

  /** @param {KeyboardEvent} event */
  #fromSearch(event) {
    if (event.key !== "ArrowDown" || event.isComposing) return;
    event.preventDefault();
    this.#list.querySelector("a")?.focus();
  }

  /** @param {KeyboardEvent} event */
  #alongList(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...this.#list.querySelectorAll("a")];
    const place = links.findIndex((link) => link === document.activeElement);
    if (!by || place < 0) return;
    event.preventDefault();
    (links[place + by] ?? (by < 0 ? this.#search : links[place])).focus();
  }
}

/** @returns {import("./requests.js").Listing} what this tab listed before it was reloaded */
function remembered() {
  const first = { q: "", folder: "", order: "title", offset: 0, limit: ON_A_PAGE };
  try {
    return { ...first, ...JSON.parse(sessionStorage.getItem(SLOT) ?? "{}") };
  } catch {
    return first;
  }
}
