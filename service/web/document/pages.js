// @ts-check
// A PDF's page as a picture, with the quotes of the answer marked on it.

import { ApiError, isAbort, open, request } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { encodeId } from "../lib/links.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../lib/api.js").Span} Span */
/** @typedef {[number, number, number, number]} Shares left, top, right, bottom, from 0 to 1 */
/** @typedef {{ page: number, rectangles: Shares[] }} MarkedPage */

export class PageView {
  #document;
  #quotes;
  #onFailure;
  /** @type {Map<Span, Promise<MarkedPage[]>>} */
  #marked = new Map();
  #request = new AbortController();
  #last;
  #current = -1;
  page = 1;
  #field = h("input", {
    class: "page-box", type: "number", min: 1, inputmode: "numeric",
    "aria-label": t("document.page_number"), onchange: () => this.#choose(),
  });
  #of = h("span", {});
  #previous = turnButton(t("document.page_previous"), "‹", () => this.#turn(-1));
  #next = turnButton(t("document.page_next"), "›", () => this.#turn(1));
  #enlarge = h("button", {
    class: "quiet", type: "button", "aria-pressed": "false", onclick: () => this.#resize(),
  }, t("document.page_enlarge"));
  #picture = h("div", { class: "page-picture" });
  #frame = h("div", { class: "page-frame" }, this.#picture);
  view = h("div", { class: "page-view" },
    h("div", { class: "page-bar", role: "group", "aria-label": t("document.pages") },
      this.#previous, this.#field, this.#of, this.#next, this.#enlarge),
    this.#frame);

  /**
   * @param {Document} document
   * @param {object} options
   * @param {Span[]} options.quotes
   * @param {(error: unknown) => void} options.onFailure called when a page cannot be shown
   */
  constructor(document, { quotes, onFailure }) {
    this.#document = document;
    this.#quotes = quotes;
    this.#onFailure = onFailure;
    this.#last = Math.max(...pagesOf(document).map(({ value }) => Number(value)));
    this.#field.max = String(this.#last);
    this.#of.textContent = t("document.page_of", { total: this.#last });
  }

  close() {
    this.#request.abort();
  }

  /**
   * @param {number} page
   * @param {number} quote which of the quotes the reader is at
   */
  async show(page, quote) {
    this.#request.abort();
    const { signal } = (this.#request = new AbortController());
    this.page = Math.min(Math.max(1, page), this.#last);
    this.#current = quote;
    this.#field.value = String(this.page);
    this.#previous.ariaDisabled = String(this.page <= 1);
    this.#next.ariaDisabled = String(this.page >= this.#last);
    this.#picture.ariaBusy = "true";
    try {
      const [source, marks] = await Promise.all([this.#draw(signal), this.#marksHere()]);
      if (signal.aborted) return;
      const name = this.#document.title || this.#document.document_id;
      const alt = t("document.page_alt", { page: String(this.page), name });
      const image = h("img", { src: source, alt });
      await image.decode();
      if (signal.aborted) return;
      this.#picture.replaceChildren(image, ...marks);
      const current = this.#picture.querySelector(".current");
      current?.scrollIntoView({ block: "center", inline: "center" });
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      this.#onFailure(error);
    } finally {
      if (!signal.aborted) this.#picture.ariaBusy = "false";
    }
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<string>} the page as a data: address, as a picture of its own needs no key
   */
  async #draw(signal) {
    const { document_id, sha256 } = this.#document;
    const path = `/v1/documents/${encodeId(document_id)}/pages/${this.page}.png?v=${sha256}`;
    const picture = await (await open(path, { signal })).blob();
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(new ApiError("network", t("document.page_failed")));
      reader.readAsDataURL(picture);
    });
  }

  /** @returns {Promise<HTMLElement[]>} the marks on this page */
  async #marksHere() {
    const found = await Promise.all(this.#quotes.map((quote) => this.#rectangles(quote)));
    return found.flatMap((pages, n) =>
      pages.filter(({ page }) => page === this.page).flatMap(({ rectangles }) =>
        rectangles.map((shares) => markView(shares, n === this.#current))));
  }

  /**
   * @param {Span} quote
   * @returns {Promise<MarkedPage[]>} nothing if the server cannot tell where it stands
   */
  #rectangles(quote) {
    const known = this.#marked.get(quote);
    if (known) return known;
    const { document_id, sha256 } = this.#document;
    const path = `/v1/documents/${encodeId(document_id)}/rectangles`;
    const asked = request(`${path}?start=${quote.start}&end=${quote.end}&v=${sha256}`)
      .then(({ pages }) => pages, () => []);
    this.#marked.set(quote, asked);
    return asked;
  }

  /** @param {number} by */
  #turn(by) {
    const page = this.page + by;
    if (page >= 1 && page <= this.#last) this.show(page, this.#current);
  }

  #resize() {
    this.#enlarge.ariaPressed = String(this.#frame.classList.toggle("enlarged"));
  }

  #choose() {
    const page = Number.parseInt(this.#field.value, 10);
    this.show(Number.isNaN(page) ? this.page : page, this.#current);
  }
}

/**
 * Returns the places of a document that are pages of a PDF which the server can draw: it does not
 * draw those of a file in an archive.
 *
 * @param {Document} document
 */
export function pagesOf({ document_id, places }) {
  if (document_id.includes("!/")) return [];
  return places.filter(({ kind, value }) => kind === "page" && typeof value === "number");
}

/**
 * @param {Shares} shares
 * @param {boolean} isCurrent
 * @returns {HTMLElement}
 */
function markView([left, top, right, bottom], isCurrent) {
  const mark = h("span", { class: isCurrent ? "page-mark current" : "page-mark" });
  const sides = { left, top, width: right - left, height: bottom - top };
  for (const [side, share] of Object.entries(sides)) mark.style.setProperty(side, `${share * 100}%`);
  return mark;
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function turnButton(label, sign, onclick) {
  return h("button",
    { class: "icon-button", type: "button", "aria-label": label, title: label, onclick }, sign);
}
