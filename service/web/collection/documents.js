// @ts-check
// The list of documents: searched, by folder, a page at a time; each can be opened, and chosen to be asked.

import { isAbort } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { placeOfTarget, placeUrl } from "../lib/links.js";
import { problemView } from "../lib/problem.js";
import { MOST_DOCUMENTS } from "./filters.js";
import { icon } from "./icon.js";
import { listDocuments, listFolders } from "./requests.js";
import { count, day, folderOf } from "./words.js";

/** @typedef {import("./requests.js").Folder} Folder */
/** @typedef {import("./requests.js").Page} Page */
/** @typedef {import("./requests.js").Summary} Summary */

const ON_A_PAGE = 50;
const PATIENCE_MS = 180; // after a key, before it is searched for
const SLOT = "pincite-documents";
const ORDERS = { title: "By title", newest: "Newest first", oldest: "Oldest first", id: "By file name" };

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
  #search = h("input", { id: "documents-search", class: "text-box", type: "search", maxlength: 200, dir: "auto", autocomplete: "off", placeholder: "Search titles and file names" });
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
   * @param {(target: import("../lib/links.js").Target, opener: HTMLElement) => void} page.openDocument
   * @param {() => void} page.askInChosen goes from the list to the question
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
        h("label", { class: "visually-hidden", for: "documents-search" }, "Search the documents"), this.#search,
        h("div", { class: "documents-bar" }, this.#found, this.#order), this.#path),
      this.#folders, this.#trouble, this.#list, this.#pager, this.#chosen);
    this.#showChosen();
    this.#load();
  }

  /** Lists anew, the same page, when another generation is served. */
  refresh() {
    this.#load();
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#go({ q: this.#search.value.trim(), offset: 0 }), PATIENCE_MS);
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
      const folders = q === "" && offset === 0 ? listFolders(folder, signal) : null;
      const page = await listDocuments({ ...this.#listing, limit: ON_A_PAGE }, signal);
      this.#show(page, (await folders)?.folders ?? []);
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
    if (page.documents.length === 0 && offset > 0) return void this.#go({ offset: 0 }); // a later generation has fewer
    const found = page.total === 0 && q ? `Nothing found for “${q}”${folder ? " in this folder" : ""}` : count(page.total, "document");
    if (this.#found.textContent !== found) this.#found.textContent = found;
    this.#trouble.replaceChildren(...(q && folder ? [this.#everywhereView()] : []));
    this.#showPath(folder);
    this.#folders.hidden = folders.length === 0;
    this.#folders.replaceChildren(...folders.map((one) => this.#folderView(one)));
    const titles = page.documents.map(({ title }) => title);
    const views = page.documents.map((one, n) => this.#documentView(one, titles.some((title, other) => other !== n && title === one.title)));
    this.#list.replaceChildren(...views);
    this.#showPager(page);
    this.#showChosen();
  }

  /** @param {string} folder */
  #showPath(folder) {
    this.#path.hidden = folder === "";
    if (folder === "") return this.#path.replaceChildren();
    const parts = folder.split("/");
    const above = parts.slice(0, -1).map((name, n) => this.#pathStep(name, parts.slice(0, n + 1).join("/")));
    this.#path.replaceChildren(
      h("p", { class: "path-steps" }, this.#pathStep("All", ""), ...above, h("bdi", { "aria-current": "true" }, parts.at(-1) ?? "")),
      h("button", { class: "quiet", type: "button", onclick: () => this.#askInFolder(folder) }, "Ask in this folder"));
  }

  /**
   * @param {string} name
   * @param {string} folder
   * @returns {HTMLElement}
   */
  #pathStep(name, folder) {
    return h("span", {}, h("button", { class: "path-step", type: "button", onclick: () => this.#enter(folder) }, h("bdi", {}, name)), " / ");
  }

  /**
   * @param {Folder} folder
   * @returns {HTMLElement}
   */
  #folderView({ folder, documents }) {
    return h("li", {}, h("button", { class: "side-item folder-item", type: "button", onclick: () => this.#enter(folder) },
      icon("folder"), h("span", { class: "folder-name" }, h("bdi", {}, folder.slice(folder.lastIndexOf("/") + 1))),
      h("span", { class: "folder-count" }, documents.toLocaleString("en"), h("span", { class: "visually-hidden" }, documents === 1 ? " document" : " documents"))));
  }

  #everywhereView() {
    const onclick = () => {
      this.#search.focus(); // The button goes away.
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
    const next = this.#path.querySelector("button") ?? this.#folders.querySelector("button") ?? this.#search;
    next.focus();
  }

  /** @param {string} folder */
  #askInFolder(folder) {
    this.#filters.change({ folder });
    this.#askInChosen();
  }

  /**
   * @param {Summary} document
   * @param {boolean} isNamedAlike whether another on the page has its title too
   * @returns {HTMLElement}
   */
  #documentView({ document_id: id, title, published, stale }, isNamedAlike) {
    const name = title || id;
    const box = h("input", { type: "checkbox", "aria-label": `Ask in ${name}`, "data-id": id, onchange: () => this.#choose(box, { id, title }) });
    const target = { id, title };
    const link = h("a", { class: "document-link", href: placeUrl(placeOfTarget(target)), onclick: (/** @type {MouseEvent} */ event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.#openDocument(target, link);
    } }, h("bdi", {}, name));
    const { folder } = this.#listing;
    const file = folder ? id.slice(folder.length + 1) : id;
    const where = isNamedAlike ? file : title ? folderOf(file) : "";
    const facts = [published ? day(published) : "No date", where];
    return h("li", { class: "document-item" },
      h("label", { class: "document-choice" }, box),
      h("div", { class: "document-words" }, link,
        h("p", { class: "document-facts" },
          ...facts.filter(Boolean).flatMap((fact, n) => [n > 0 ? " · " : "", h("bdi", {}, fact)])),
        stale ? h("p", { class: "document-stale" }, "Its file could not be read; this is its last good text.") : null));
  }

  /**
   * @param {HTMLInputElement} box
   * @param {import("./filters.js").Chosen} document
   */
  #choose(box, document) {
    if (this.#filters.toggle(document)) return;
    box.checked = false;
    this.#found.textContent = `At most ${MOST_DOCUMENTS} documents can be chosen; a folder or a part of the title has no such limit.`;
  }

  #showChosen() {
    const chosen = this.#filters.documents;
    const ids = new Set(chosen.map(({ id }) => id));
    for (const box of this.#list.querySelectorAll("input")) box.checked = ids.has(box.dataset.id ?? "");
    this.#chosen.hidden = chosen.length === 0;
    this.#chosen.replaceChildren(
      h("button", { class: "button primary", type: "button", onclick: () => this.#askInChosen() }, `Ask in ${count(chosen.length, "document")}`),
      h("button", { class: "quiet", type: "button", onclick: () => { this.#filters.change({ documents: [] }); this.#search.focus(); } }, "Choose none"));
  }

  /** @param {Page} page */
  #showPager({ total, documents }) {
    const { offset } = this.#listing;
    this.#pager.hidden = total <= ON_A_PAGE;
    const focused = document.activeElement?.getAttribute("data-step");
    const range = `${(offset + 1).toLocaleString("en")}–${(offset + documents.length).toLocaleString("en")} of ${total.toLocaleString("en")}`;
    this.#pager.replaceChildren(
      this.#stepView("previous", "Previous page", offset === 0, offset - ON_A_PAGE),
      h("p", { role: "status" }, range),
      this.#stepView("next", "Next page", offset + documents.length >= total, offset + ON_A_PAGE));
    const buttons = [...this.#pager.querySelectorAll("button")].filter((button) => !button.disabled);
    if (focused) (buttons.find((button) => button.dataset.step === focused) ?? buttons[0])?.focus({ preventScroll: true });
  }

  /**
   * @param {"previous" | "next"} step
   * @param {string} words
   * @param {boolean} disabled
   * @param {number} offset
   * @returns {HTMLElement}
   */
  #stepView(step, words, disabled, offset) {
    return h("button", { class: "icon-button", type: "button", "aria-label": words, "data-step": step, disabled, onclick: () => this.#go({ offset: Math.max(0, offset) }) }, icon(step));
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
