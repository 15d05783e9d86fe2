// @ts-check
// The list of documents: searched, by folder, a page at a time. Each can be opened, or chosen for
// the next questions.

import { isAbort } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { problemView } from "../lib/problem.js";
import { AddedFiles } from "../sources/added.js";
import { Sources } from "../sources/sources.js";
import { besides, documentRow } from "./document_row.js";
import { MOST_DOCUMENTS } from "./filters.js";
import { folderView, pathView } from "./folders.js";
import { keep, remembered } from "./listing.js";
import { ON_A_PAGE, pagerViews } from "./pager.js";
import { listDocuments, listFolders } from "./requests.js";

/** @typedef {import("../adding/adding.js").Adding} Adding */
/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./requests.js").Folder} Folder */
/** @typedef {import("./requests.js").Listing} Listing */
/** @typedef {import("./requests.js").Page} Page */

const PATIENCE_MS = 180; // after a key, before the search begins
const ORDERS = /** @type {const} */ (["title", "newest", "oldest", "id"]);

export class DocumentsView {
  #place;
  #openDocument;
  #askInChosen;
  #filters;
  #adding;
  #sources;
  #added = new AddedFiles();
  /** Files whose removal has begun, in the generation that is listed. @type {Set<string>} */
  #leaving = new Set();
  #listing = remembered();
  /** What is listed now. @type {Page | null} */
  #page = null;
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
    placeholder: t("collection.search_placeholder"),
  });
  #order = h("select", {
    id: "documents-order", class: "order-box", "aria-label": t("collection.order"),
  },
    ...ORDERS.map((value) => h("option", { value }, t(`collection.order.${value}`))));
  #found = h("p", { class: "documents-found", role: "status" });
  #path = h("nav", { class: "folder-path", "aria-label": t("collection.folder"), hidden: true });
  #folders = h("ul", {
    class: "folder-list", role: "list", "aria-label": t("collection.folders"),
  });
  #list = h("ul", {
    class: "document-list", role: "list", "aria-label": t("collection.documents_list"),
  });
  #trouble = h("div", {});
  #pager = h("nav", { class: "pager", "aria-label": t("collection.pages"), hidden: true });
  #chosen = h("div", { class: "chosen", hidden: true });

  /**
   * @param {HTMLElement} place
   * @param {object} page
   * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
   * @param {() => void} page.askInChosen leads from the list to the question
   * @param {() => void} page.look reads the state of the server at once
   * @param {Adding} page.adding
   * @param {import("./filters.js").Filters} page.filters
   */
  constructor(place, { openDocument, askInChosen, look, adding, filters }) {
    this.#place = place;
    this.#openDocument = openDocument;
    this.#askInChosen = askInChosen;
    this.#filters = filters;
    this.#adding = adding;
    this.#sources = new Sources(adding, look);
    this.#search.value = this.#listing.q;
    this.#order.value = this.#listing.order;
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#search.addEventListener("keydown", (event) => this.#fromSearch(event));
    this.#order.addEventListener("change", () => this.#go({ order: this.#order.value, offset: 0 }));
    this.#list.addEventListener("keydown", (event) => this.#alongList(event));
    filters.onChange(() => this.#showChosen());
    adding.onRules(() => this.#showRows());
    place.append(
      h("h2", { class: "visually-hidden" }, t("collection.documents_list")),
      this.#sources.view,
      h("div", { class: "documents-head" },
        h("label", { class: "visually-hidden", for: "documents-search" }, t("collection.search")),
        this.#search,
        h("div", { class: "documents-bar" }, this.#found, this.#order), this.#path),
      this.#folders, this.#trouble, this.#list, this.#pager, this.#chosen);
    this.#showChosen();
    this.#load();
  }

  /** Loads the same page of the list again, when another generation is served. */
  refresh() {
    this.#sources.refresh();
    this.#load();
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    const search = () => this.#go({ q: this.#search.value.trim(), offset: 0 });
    this.#timer = setTimeout(search, PATIENCE_MS);
  }

  /** @param {Partial<Listing>} change */
  #go(change) {
    this.#listing = { ...this.#listing, ...change };
    keep(this.#listing);
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
      await this.#added.learn(page.documents.map(({ document_id: id }) => id), page.generation);
      if (!signal.aborted) this.#showRows();
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
    const none = folder ? "collection.nothing_in_folder" : "collection.nothing";
    const found = page.total === 0 && q
      ? t(none, { words: q })
      : t("collection.documents", { n: page.total });
    if (this.#found.textContent !== found) this.#found.textContent = found;
    this.#trouble.replaceChildren(...(q && folder ? [this.#everywhereView()] : []));
    const enter = (/** @type {string} */ within) => this.#enter(within);
    this.#path.hidden = folder === "";
    this.#path.replaceChildren(...pathView(folder, enter, () => this.#askInFolder(folder)));
    this.#folders.hidden = folders.length === 0;
    this.#folders.replaceChildren(...folders.map((child) => folderView(child, enter)));
    if (page.generation !== this.#page?.generation) this.#leaving.clear();
    this.#page = page;
    this.#list.replaceChildren();
    this.#showRows();
    this.#showPager(page);
  }

  /** Shows the documents of the page. One of them may have the focus already, and keeps it. */
  #showRows() {
    const documents = this.#page?.documents ?? [];
    const beside = besides(documents, this.#listing.folder);
    const place = [...this.#list.querySelectorAll("a")].findIndex(
      (link) => link === document.activeElement);
    this.#list.replaceChildren(...documents.map((summary) => documentRow(summary, beside, {
      onOpen: this.#openDocument,
      onChoose: (box, target) => this.#choose(box, target),
      ...this.#removal(summary.document_id),
    })));
    if (place >= 0) this.#list.querySelectorAll("a")[place]?.focus({ preventScroll: true });
    this.#showChosen();
  }

  /**
   * @param {string} id
   * @returns {Pick<import("./document_row.js").Reactions, "onRemove" | "isLeaving">}
   */
  #removal(id) {
    const file = this.#added.fileOf(id);
    const isLeaving = file !== null && this.#leaving.has(file);
    if (file === null || isLeaving || !this.#adding.rules?.may_add) {
      return { onRemove: null, isLeaving };
    }
    const onRemove = async () => {
      if (!(await this.#sources.remove(file, file))) return;
      this.#leaving.add(file);
      this.#showRows();
      this.#search.focus(); // the button that had it is gone
    };
    return { onRemove, isLeaving };
  }

  #everywhereView() {
    const onclick = () => {
      this.#search.focus(); // The button is about to disappear.
      this.#go({ folder: "", offset: 0 });
    };
    return h("button", { class: "quiet", type: "button", onclick }, t("collection.everywhere"));
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
   * @param {HTMLInputElement} box
   * @param {import("./scope.js").Chosen} document
   */
  #choose(box, document) {
    if (this.#filters.toggle(document)) return;
    box.checked = false;
    this.#found.textContent = t("collection.too_many", { n: MOST_DOCUMENTS });
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
        t("collection.ask_in_chosen", { n: chosen.length })),
      h("button", { class: "quiet", type: "button", onclick: chooseNone },
        t("collection.choose_none")));
  }

  /** @param {Page} page */
  #showPager({ total, documents }) {
    const { offset } = this.#listing;
    this.#pager.hidden = total <= ON_A_PAGE;
    const focused = document.activeElement?.getAttribute("data-step");
    const go = (/** @type {number} */ to) => this.#go({ offset: to });
    this.#pager.replaceChildren(...pagerViews({ offset, shown: documents.length, total }, go));
    if (!focused) return;
    const enabled = [...this.#pager.querySelectorAll("button")].filter((step) => !step.disabled);
    const next = enabled.find((step) => step.dataset.step === focused) ?? enabled[0];
    next?.focus({ preventScroll: true });
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
