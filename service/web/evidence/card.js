// @ts-check
// An evidence card: a document with the passage in which its quotes stand.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { after, excerptView, quoteView, withoutShown } from "./drawing.js";
import { excerptsAround } from "./excerpts.js";
import { Folding } from "./folding.js";
import { factsOf, isSelecting, nameOf, pathOf, placeLink, placesInWords } from "./places.js";

/** @typedef {import("../drawing/layers.js").Mark} Mark */
/** @typedef {import("../lib/links.js").Place} Place */
/** @typedef {import("./excerpts.js").Excerpt} Excerpt */
/** @typedef {import("./places.js").Open} Open */
/**
 * @typedef {object} Quote
 * @property {Place} place
 * @property {number | null} marker
 * @property {boolean} marked whether it is marked; a passage is not
 */
/**
 * What one card shows.
 *
 * @typedef {object} Evidence
 * @property {Pick<import("../lib/api.js").Source, "document_id" | "title">
 *   & Partial<import("../lib/api.js").Source>} source
 * @property {Quote[]} quotes in reading order
 * @property {string} relation in words: that it says the same or disagrees; "" for neither
 * @property {"source" | "same" | "disagrees" | "passage"} kind
 * @property {boolean} twin whether another card's document has the same title
 * @property {{ place: Place, name: string }[]} copies documents that are nearly the same
 * @property {Place[]} trail
 */

/** For the ids of their titles, which sentences are described by. */
let made = 0;

export class Card {
  element;
  /** The id of its title. */
  titleId = `card-${made += 1}`;
  #evidence;
  #open;
  #path = h("span", { class: "card-path" });
  #where = h("span", { class: "card-place" });
  #body = h("div", { class: "card-body" });
  #folding;
  /** @type {Promise<void> | null} */
  #loading = null;
  /** @type {((excerpts: Excerpt[]) => void)[]} */
  #listeners = [];

  /**
   * @param {Evidence} evidence
   * @param {Open} open
   * @param {"li" | "div"} [tag]
   */
  constructor(evidence, open, tag = "li") {
    this.#evidence = evidence;
    this.#open = open;
    this.#folding = new Folding(this.#body);
    const { quotes, kind } = evidence;
    this.element = h(tag, {
      class: "card",
      "data-kind": kind,
      "data-markers": quotes.map(({ marker }) => marker ?? "").join(" "),
      onclick: (/** @type {MouseEvent} */ event) => this.#clicked(event),
    }, this.#head(), this.#facts(), this.#body, this.#folding.button, this.#copies());
    this.#showQuotes();
  }

  /** @returns {Evidence} */
  get evidence() {
    return this.#evidence;
  }

  /** @param {(excerpts: Excerpt[]) => void} listener called with the excerpts once they are there */
  onLoaded(listener) {
    this.#listeners.push(listener);
  }

  /** Fetches the excerpts and shows them. Without them the quotes alone stay. */
  load() {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load() {
    const excerpts = await excerptsAround(this.#evidence.quotes.map(({ place }) => place));
    const found = excerpts.filter((one) => one !== null);
    if (found.length < excerpts.length || found.length === 0) {
      this.#loading = null;
      return;
    }
    const { source } = this.#evidence;
    const marks = this.#marks();
    const views = [];
    let shown = 0;
    for (const excerpt of withoutShown(found, marks)) {
      const rest = after(excerpt, shown);
      if (rest) views.push(excerptView(source.document_id, rest, marks));
      shown = Math.max(shown, excerpt.end);
    }
    this.#entitle(found[0].headings, placesInWords(found.flatMap(({ places }) => places)));
    this.#body.replaceChildren(...views);
    this.#folding.measure();
    for (const listener of this.#listeners) listener(found);
  }

  /** @returns {Mark[]} */
  #marks() {
    const { quotes } = this.#evidence;
    const several = quotes.length > 1;
    return quotes.filter(({ marked }) => marked).flatMap(({ place, marker }) => {
      const span = place.span ?? { start: 0, end: 0 };
      const label = several && marker !== null ? String(marker) : undefined;
      /** @type {Mark[]} */
      const marks = [{ ...span, kind: "quote", ...(label ? { label } : {}) }];
      if (place.short) marks.push({ ...place.short, kind: "short" });
      return marks;
    });
  }

  #showQuotes() {
    const { source, quotes } = this.#evidence;
    this.#entitle(source.headings ?? [], placesInWords(source.places ?? []));
    this.#body.replaceChildren(
      ...quotes.map(({ place, marked }) => quoteView(source.document_id, place.quote ?? "", marked)));
    this.#folding.measure();
  }

  /**
   * @param {string[]} headings
   * @param {string} places
   */
  #entitle(headings, places) {
    const { source, twin } = this.#evidence;
    const path = pathOf({ headings, title: source.title });
    this.#path.replaceChildren(...path.flatMap((one) => [" › ", h("bdi", {}, one)]));
    const file = twin && source.title ? [h("bdi", { class: "card-file" }, source.document_id)] : [];
    const place = places ? [h("bdi", {}, places)] : [];
    this.#where.replaceChildren(...file, ...(file.length && place.length ? [" · "] : []), ...place);
  }

  #head() {
    const { source, quotes, trail } = this.#evidence;
    const [{ place }] = quotes;
    const title = placeLink(place, { class: "title-link" },
      (link) => this.#open(place, link, trail), h("bdi", {}, nameOf(source)));
    const markers = quotes.flatMap(({ marker }) => (marker === null ? [] : [String(marker)]));
    return h("div", { class: "card-head" },
      h("h3", { class: "card-title", id: this.titleId }, title, this.#path),
      h("p", { class: "card-where" }, this.#where,
        markers.length === 0 ? null : h("span", { class: "card-markers" },
          h("span", { class: "visually-hidden" }, t("conversation.quotes", { n: markers.length }), " "),
          ...markers.map((marker) => h("span", { class: "marker" }, marker)))));
  }

  #facts() {
    const { source, relation } = this.#evidence;
    const facts = factsOf(source);
    if (facts.length === 0 && relation === "") return null;
    return h("p", { class: "card-facts" },
      relation === "" ? null : h("strong", { class: "relation" }, relation),
      ...facts.flatMap((fact, n) => [n > 0 || relation ? " · " : "", h("bdi", {}, fact)]));
  }

  #copies() {
    const { copies } = this.#evidence;
    if (copies.length === 0) return null;
    const trail = copies.map(({ place }) => place);
    const links = copies.map(({ place, name }) => placeLink(place, { class: "title-link" },
      (link) => this.#open(place, link, trail), h("bdi", {}, name)));
    return h("p", { class: "card-copies" }, t("conversation.copies", { n: copies.length }), " ",
      ...links.flatMap((link, n) => (n > 0 ? [", ", link] : [link])));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    if (event.target.closest("a, button") || isSelecting(this.element)) return;
    const { quotes, trail } = this.#evidence;
    const label = event.target.closest("mark")?.getAttribute("data-label");
    const quote = quotes.find(({ marker }) => String(marker) === label) ?? quotes[0];
    const link = this.element.querySelector(".title-link");
    if (link instanceof HTMLElement) this.#open(quote.place, link, trail);
  }
}
