// @ts-check
// The open document: its text or its pages, with the quotes of the answer marked, and what moves
// with it, which are the outline, the search and the rail.

import { h } from "../lib/dom.js";
import { codePointOffset } from "../lib/offsets.js";
import { stretch } from "../drawing/parts.js";
import { DocumentText } from "../drawing/text.js";
import { Find } from "./find.js";
import { marksOf } from "./locate.js";
import { Outline } from "./outline.js";
import { PageView, pagesOf } from "./pages.js";
import { entriesOf, placeLabel, placesAt, rulesOf } from "./places.js";
import { Rail } from "./rail.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../drawing/parts.js").Stretch} Stretch */
/** @typedef {import("./head.js").Look} Look */
/** @typedef {import("./locate.js").Quote} Quote */
/** @typedef {{ document: Document, text: DocumentText, pages: PageView | null, quotes: Quote[] }} Shown */

/** How far down on the screen the text stands that is being read, from 0 to 1. */
const READING_LINE = 0.3;

export class Stage {
  /** @type {Shown | null} */
  #shown = null;
  #quote = -1;
  /** @type {number | null} where the reader was led to, until they scroll on by themselves */
  #led = null;
  #isDue = false;
  #panel;
  #reactions;
  #rail = new Rail((place) => this.#shown?.text.reveal(place, "center"));
  #notices = h("div", { class: "viewer-notices" });
  #sheet = h("div", { class: "viewer-sheet" });
  #body = h("div", {
    class: "viewer-body",
    tabindex: "0",
    role: "group",
    "aria-labelledby": "viewer-title",
    onscroll: () => this.#scrolled(),
    onwheel: () => { this.#led = null; },
    ontouchmove: () => { this.#led = null; },
    onpointerdown: () => { this.#led = null; },
    onkeydown: () => { this.#led = null; },
  }, this.#notices, this.#sheet);
  /** @type {Look} */
  #look = "text";
  find = new Find({
    onFound: (hits) => { this.#rail.hits = hits; },
    onGo: () => this.#reactions.onSought(),
  });
  outline = new Outline((entry) => this.#goTo(entry));
  view = h("div", { class: "viewer-main" }, this.outline.view, this.#body, this.#rail.view);

  /**
   * @param {HTMLElement} panel
   * @param {object} reactions
   * @param {() => void} reactions.onChosen called when an entry of the outline was chosen
   * @param {() => void} reactions.onSought called before the text scrolls to a match of the search
   * @param {(error: unknown) => void} reactions.onPageFailure called when a page cannot be shown
   */
  constructor(panel, reactions) {
    this.#panel = panel;
    this.#reactions = reactions;
  }

  get look() {
    return this.#look;
  }

  get hasPages() {
    return !!this.#shown?.pages;
  }

  /** @returns {string} where in the original the quote stands, in words */
  get place() {
    const quote = this.#shown?.quotes[this.#quote];
    if (!quote) return "";
    return placesAt(quote.span.start, this.#shown?.document.places).map(placeLabel).join(", ");
  }

  /** @returns {HTMLElement | null} the mark that the reader is at */
  get mark() {
    // What separates two cells is marked too, but cannot be seen.
    return this.#sheet.querySelector(":not(.separator) > mark.current");
  }

  /** @param {HTMLElement[]} notices what the reader must know of the document */
  note(notices) {
    this.#notices.replaceChildren(...notices);
    this.#scroller.scrollTop = 0;
  }

  /**
   * Shows something in the place of a document.
   *
   * @param {HTMLElement[]} views
   */
  close(...views) {
    this.#shown?.text.close();
    this.#shown?.pages?.close();
    this.#shown = null;
    this.#quote = -1;
    this.find.search(null);
    this.#rail.show(null, []);
    this.outline.show([]);
    this.#notices.replaceChildren();
    this.#sheet.replaceChildren(...views);
  }

  /**
   * @param {Document} current
   * @param {Quote[]} quotes
   */
  open(current, quotes) {
    const text = new DocumentText(current, {
      marks: marksOf(quotes),
      rules: rulesOf(current),
      scroller: () => this.#scroller,
      onDraw: (chunk) => {
        this.find.paint(chunk);
        this.#rail.draw();
        this.#markIn(chunk.element);
      },
    });
    const pages = pagesOf(current).length === 0 ? null : new PageView(current, {
      quotes: quotes.map(({ span }) => span),
      onFailure: (error) => this.#reactions.onPageFailure(error),
    });
    this.#shown = { document: current, text, pages, quotes };
    this.#lookLike(pages ? this.#look : "text");
    this.outline.show(entriesOf(current));
    this.#rail.show(text, quotes.map(({ range }) => range));
    this.find.search(text);
    this.#sheet.replaceChildren(this.#look === "page" && pages ? pages.view : text.view);
  }

  /** @param {number} quote which one to go to; -1 for the beginning */
  select(quote) {
    if (!this.#shown) return;
    const { text, quotes } = this.#shown;
    this.#quote = quotes[quote] ? quote : -1;
    this.#rail.current = this.#quote;
    const chosen = quotes[quote];
    if (this.#look === "page") this.#showPage(chosen?.span.start ?? 0);
    else if (chosen) text.reveal(chosen.range, "center");
    else this.#scroller.scrollTop = 0;
    this.#markIn(text.view);
    this.outline.follow(this.#look === "text" ? text.top : chosen?.range.start ?? 0);
  }

  /**
   * Shows the document's text, or its pages, from where the reader is.
   *
   * @param {Look} look
   */
  show(look) {
    if (!this.#shown?.pages || look === this.#look) return;
    const { document: current, text, pages } = this.#shown;
    const top = this.#look === "text" ? codePointOffset(current.text, text.top) : 0;
    this.#lookLike(look);
    this.#sheet.replaceChildren(look === "page" ? pages.view : text.view);
    this.#rail.draw();
    if (look === "page") return this.#showPage(this.#shown.quotes[this.#quote]?.span.start ?? top);
    const page = pagesOf(current).find(({ value }) => value === pages.page);
    if (page) text.reveal(stretch(current.text, page.start, page.end), "start");
  }

  /** @param {Look} look */
  #lookLike(look) {
    this.#look = look;
    this.#panel.classList.toggle("as-pages", look === "page");
  }

  /** @param {number} offset in code points; the page is shown on which the text stands */
  #showPage(offset) {
    const [page] = placesAt(offset, this.#shown && pagesOf(this.#shown.document));
    this.#scroller.scrollTop = 0;
    this.#shown?.pages?.show(Number(page?.value ?? 1), this.#quote);
  }

  /**
   * Shows which of the marks is the one that the reader is at.
   *
   * @param {HTMLElement} view
   */
  #markIn(view) {
    for (const mark of view.querySelectorAll("mark.quote")) {
      const quotes = mark.getAttribute("data-quote")?.split(" ") ?? [];
      mark.classList.toggle("current", quotes.includes(String(this.#quote)));
    }
  }

  /** @param {Stretch} entry */
  #goTo(entry) {
    if (!this.#shown) return;
    this.#reactions.onChosen();
    const { text, document: current } = this.#shown;
    if (this.#look === "page") return this.#showPage(codePointOffset(current.text, entry.start));
    text.reveal(entry, "start");
    this.#leadTo(entry.start);
    this.#body.focus({ preventScroll: true });
  }

  #scrolled() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      if (!this.#shown || this.look === "page") return;
      this.outline.follow(this.#led ?? this.#shown.text.offsetAt(READING_LINE));
    });
  }

  /** @param {number} offset in UTF-16 units */
  #leadTo(offset) {
    this.#led = offset;
    this.outline.follow(offset);
  }

  /** Where there is little height, the whole panel scrolls. */
  get #scroller() {
    return getComputedStyle(this.#body).overflowY === "visible" ? this.#panel : this.#body;
  }
}
