// @ts-check
// Shows a document with every quote of the answer marked, and steps from one quote to the next.

import { ApiError, getDocument, isAbort } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { copy } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { placeUrl } from "../lib/links.js";
import { problemView, sentence } from "../lib/problem.js";
import { Head, saveOriginal } from "./head.js";
import { quotesIn } from "./locate.js";
import { noticesOf } from "./places.js";
import { Stage } from "./stage.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../lib/links.js").Place} Place */
/** @typedef {import("./locate.js").Quote} Quote */

export class Viewer {
  #reactions;
  #panel;
  /** @type {Place[]} */
  #trail = [];
  /** @type {Place | null} */
  #place = null;
  /** @type {{ document: Document, quotes: Quote[], notices: HTMLElement[] } | null} */
  #shown = null;
  /** @type {AbortController | null} */
  #request = null;
  #stage;
  #head;

  /**
   * @param {HTMLElement} panel
   * @param {object} reactions
   * @param {() => void} reactions.onClose
   * @param {(place: Place) => void} reactions.onStep called to show another place of the trail
   */
  constructor(panel, reactions) {
    this.#panel = panel;
    this.#reactions = reactions;
    this.#stage = new Stage(panel, {
      onChosen: () => this.#toggleOutline(false),
      onSought: () => this.#showAs("text"),
      onPageFailure: (error) => this.#showTextInstead(error),
    });
    this.#head = new Head(this.#stage.find.view, {
      onClose: reactions.onClose,
      onStep: (by) => this.step(by),
      onLink: () => this.#copyLink(),
      onLook: (look) => this.#showAs(look),
      onOutline: () => this.#toggleOutline(!panel.classList.contains("outline-open")),
      onFind: () => this.#toggleFind(),
      onOriginal: () => this.#saveOriginal(),
    });
    panel.replaceChildren(this.#head.view, this.#stage.view);
    panel.addEventListener("keydown", (event) => this.#press(event));
    panel.addEventListener("click", (event) => this.#click(event));
  }

  clear() {
    this.#request?.abort();
    this.#shown = null;
    this.#stage.close();
  }

  /**
   * Goes to the next or the previous place of the trail.
   *
   * @param {number} by
   */
  step(by) {
    const place = this.#trail[this.#at + by];
    if (place) this.#reactions.onStep(place);
  }

  /**
   * @param {Place} place
   * @param {Place[]} trail the places that the reader can step through, this one among them
   */
  async show(place, trail) {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    const isStep = this.#head.steps.contains(document.activeElement);
    const isShown = this.#holds(place, trail);
    [this.#place, this.#trail] = [place, trail];
    this.#head.count(this.#at, trail.length);
    if (isShown) return this.#select(isStep);
    this.#shown = null;
    this.#toggleOutline(false);
    this.#head.open(place.title ?? place.documentId);
    this.#stage.close(h("p", { class: "pending" }, t("document.opening")));
    try {
      const current = await fetchCurrent(place, signal);
      if (!signal.aborted) this.#render(current, isStep);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      this.#stage.close(problemView(error, { retry: () => this.show(place, trail) }));
      if (!isStep) this.#head.title.focus();
    }
  }

  /** @returns {number} which place of the trail is shown; -1 if it is none of them */
  get #at() {
    const url = this.#place && placeUrl(this.#place);
    return this.#trail.findIndex((step) => placeUrl(step) === url);
  }

  /** @returns {number} which of the marked quotes is shown; -1 for none */
  get #quote() {
    const url = this.#place && placeUrl(this.#place);
    return this.#shown?.quotes.findIndex((quote) => placeUrl(quote.place) === url) ?? -1;
  }

  /**
   * @param {Place} place
   * @param {Place[]} trail
   * @returns {boolean} whether the place is marked already, as one of the same trail
   */
  #holds(place, trail) {
    const url = placeUrl(place);
    const isSameTrail = trail.length === this.#trail.length &&
      trail.every((step, n) => placeUrl(step) === placeUrl(this.#trail[n]));
    return isSameTrail && !!this.#shown?.quotes.some((quote) => placeUrl(quote.place) === url);
  }

  /**
   * @param {Document} current
   * @param {boolean} isStep
   */
  #render(current, isStep) {
    const place = /** @type {Place} */ (this.#place);
    const places = this.#at < 0 ? [...this.#trail, place] : this.#trail;
    const { quotes, note } = quotesIn(current, places, place);
    const notices = noticesOf(current, note);
    this.#shown = { document: current, quotes, notices };
    this.#stage.open(current, quotes);
    this.#stage.note(notices);
    const hasOutline = !this.#stage.outline.isEmpty;
    this.#panel.classList.toggle("has-outline", hasOutline);
    this.#head.show(current, { hasPages: this.#stage.hasPages, hasOutline });
    this.#select(isStep);
  }

  /**
   * Goes to the quote that is to be shown, or to the beginning.
   *
   * @param {boolean} isStep whether the reader steps through the citations; the focus then stays
   */
  #select(isStep) {
    const quote = this.#shown?.quotes[this.#quote];
    this.#stage.select(this.#quote);
    this.#head.look = this.#stage.look;
    this.#head.link.ariaLabel = t(quote ? "document.link_quote" : "document.link");
    this.#head.place = this.#stage.place;
    if (isStep) {
      const count = this.#head.count(this.#at, this.#trail.length);
      return announce(`${count}: ${this.#head.title.textContent}. ${quote?.place.quote ?? ""}`);
    }
    const target = this.#stage.mark ?? this.#head.title;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** @param {import("./head.js").Look} look */
  #showAs(look) {
    this.#stage.show(look);
    this.#head.look = this.#stage.look;
  }

  #copyLink() {
    if (!this.#shown || !this.#place) return;
    const span = this.#shown.quotes[this.#quote]?.span ?? null;
    const place = { ...this.#place, version: this.#shown.document.sha256, span };
    copy(location.origin + placeUrl(place), this.#head.link);
  }

  async #saveOriginal() {
    if (!this.#shown) return;
    const { original } = this.#head;
    original.ariaBusy = "true";
    try {
      await saveOriginal(this.#shown.document.document_id);
    } catch (error) {
      this.#tell(error, t("document.original_failed"));
    }
    original.ariaBusy = null;
  }

  /** @param {unknown} error */
  #showTextInstead(error) {
    this.#showAs("text");
    this.#tell(error, t("document.page_failed"));
  }

  /**
   * @param {unknown} error
   * @param {string} meaning
   */
  #tell(error, meaning) {
    const why = error instanceof ApiError ? ` ${sentence(error.message)}` : "";
    const trouble = h("p", { class: "notice", role: "alert" }, meaning + why);
    this.#stage.note([trouble, ...(this.#shown?.notices ?? [])]);
  }

  /** @param {boolean} isOpen where the outline is a menu, for want of room */
  #toggleOutline(isOpen) {
    this.#panel.classList.toggle("outline-open", isOpen);
    this.#head.outline.ariaExpanded = String(isOpen);
    if (isOpen) this.#stage.outline.focus();
  }

  #toggleFind() {
    const isOpen = this.#panel.classList.toggle("find-open");
    this.#head.find.ariaExpanded = String(isOpen);
    if (isOpen) this.#stage.find.focus();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (!this.#panel.classList.contains("outline-open")) return;
    event.preventDefault(); // Or else the document would close.
    this.#toggleOutline(false);
    this.#head.outline.focus();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const inside = event.target instanceof Element && event.target.closest(".outline, .viewer-head");
    if (!inside) this.#toggleOutline(false);
  }
}

/**
 * Fetches a place's document: the version that was cited, or else, if it has changed since, the
 * current one.
 *
 * @param {Place} place
 * @param {AbortSignal} signal
 * @returns {Promise<Document>}
 */
async function fetchCurrent({ documentId, version }, signal) {
  try {
    return await getDocument(documentId, version, signal);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "document_changed")) throw error;
    return getDocument(documentId, null, signal);
  }
}
