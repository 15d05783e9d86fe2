// @ts-check
// Shows a document with the cited words highlighted, and steps from one quote to the next.

import { ApiError, getDocument, isAbort } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { copy } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { placeUrl } from "../lib/links.js";
import { locate } from "./locate.js";
import { codePointLength } from "../lib/offsets.js";
import { problemView } from "../lib/problem.js";
import { readingView } from "./reading.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../lib/links.js").Place} Place */

export class Viewer {
  #reactions;
  /** @type {Place[]} */
  #trail = [];
  #at = 0;
  /** @type {Place | null} the place and the version that are shown, to link to */
  #shown = null;
  /** @type {AbortController | null} */
  #request = null;
  #title = h("h2", { id: "viewer-title", class: "viewer-title", tabindex: "-1", dir: "auto" });
  #facts = h("p", { class: "viewer-facts" });
  #body = h("div", {
    class: "viewer-body",
    tabindex: "0",
    role: "group",
    "aria-labelledby": "viewer-title",
  });
  #step = h("span", { class: "viewer-step" });
  #previous = this.#stepButton("Previous citation", "‹", -1);
  #next = this.#stepButton("Next citation", "›", 1);
  #steps = h("div",
    { class: "viewer-steps", role: "group", "aria-label": "Citations of this answer" },
    this.#previous, this.#step, this.#next);
  #link = h("button", { class: "quiet", type: "button", onclick: () => this.#copyLink() });

  /**
   * @param {HTMLElement} panel
   * @param {object} reactions
   * @param {() => void} reactions.onClose
   * @param {(place: Place) => void} reactions.onStep called to show another place of the trail
   */
  constructor(panel, reactions) {
    this.#reactions = reactions;
    panel.replaceChildren(this.#head(), this.#body);
  }

  clear() {
    this.#request?.abort();
    this.#body.replaceChildren();
  }

  /**
   * @param {Place} place
   * @param {Place[]} trail the places that the reader can step through, this one among them
   */
  async show(place, trail) {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    const stepped = this.#steps.contains(document.activeElement);
    this.#showSteps(place, trail);
    this.#entitle(place.title ?? place.documentId, place.documentId, null);
    this.#shown = null;
    this.#link.hidden = true;
    this.#body.replaceChildren(h("p", { class: "pending" }, "Opening the document…"));
    try {
      const { current, changed } = await fetchCurrent(place, request.signal);
      if (!request.signal.aborted) this.#render(current, place, changed, stepped);
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return;
      this.#body.replaceChildren(problemView(error, { retry: () => this.show(place, trail) }));
      if (!stepped) this.#title.focus();
    }
  }

  /**
   * @param {Document} current
   * @param {Place} place
   * @param {boolean} changed
   * @param {boolean} stepped whether the reader steps through the citations; the focus then stays
   */
  #render(current, place, changed, stepped) {
    const { range, note } = locate(current.text, place, changed);
    this.#entitle(current.title || current.document_id, current.document_id, current.published);
    const span = range && spanOf(current.text, range);
    this.#body.replaceChildren(
      ...notices(note, current.stale), readingView(current, span ? [span] : []));
    this.#shown = { ...place, version: current.sha256, span };
    this.#link.hidden = false;
    this.#link.textContent = this.#shown.span ? "Copy link to the quote" : "Copy link";
    // What separates two cells is marked too, but cannot be seen.
    const mark = /** @type {HTMLElement | null} */ (
      this.#body.querySelector(":not(.separator) > mark"));
    if (mark) reveal(mark, this.#body);
    else this.#body.scrollTop = 0;
    if (stepped) {
      const step = `${this.#step.textContent}: ${this.#title.textContent}.`;
      return announce(`${step} ${place.quote ?? ""}`);
    }
    if (mark) mark.tabIndex = -1;
    (mark ?? this.#title).focus({ preventScroll: true });
  }

  /**
   * @param {Place} place
   * @param {Place[]} trail
   */
  #showSteps(place, trail) {
    this.#trail = trail;
    this.#at = trail.findIndex((step) => placeUrl(step) === placeUrl(place));
    this.#steps.hidden = trail.length < 2 || this.#at < 0;
    this.#step.textContent = `${this.#at + 1} of ${trail.length}`;
    // `disabled` would take the focus away from the button.
    this.#previous.ariaDisabled = String(this.#at <= 0);
    this.#next.ariaDisabled = String(this.#at >= trail.length - 1);
  }

  /** @param {number} by */
  #go(by) {
    const place = this.#trail[this.#at + by];
    if (place) this.#reactions.onStep(place);
  }

  #copyLink() {
    if (this.#shown) copy(location.origin + placeUrl(this.#shown), this.#link);
  }

  /**
   * @param {string} title
   * @param {string} documentId
   * @param {string | null} published
   */
  #entitle(title, documentId, published) {
    this.#title.textContent = title;
    this.#facts.replaceChildren(
      title === documentId ? "" : h("bdi", { class: "document-id" }, documentId),
      published ? ` · ${published}` : "");
    document.title = `${title} – Pincite`;
  }

  /**
   * @param {string} label
   * @param {string} sign
   * @param {number} by how many steps it goes
   */
  #stepButton(label, sign, by) {
    const attributes = { type: "button", "aria-label": label, onclick: () => this.#go(by) };
    return h("button", { class: "icon-button", ...attributes }, sign);
  }

  #head() {
    const onclick = this.#reactions.onClose;
    const close = h("button", { class: "button close", type: "button", onclick },
      h("span", { class: "wide-only" }, "Close"), h("span", { class: "narrow-only" }, "Back"));
    return h("div", { class: "viewer-head" },
      h("div", { class: "viewer-names" }, this.#title, this.#facts),
      close,
      h("div", { class: "viewer-tools" }, this.#steps, this.#link));
  }
}

/**
 * @param {string} text
 * @param {{ start: number, end: number }} range in UTF-16 units
 * @returns {{ start: number, end: number }} the range in code points
 */
function spanOf(text, { start, end }) {
  const before = codePointLength(text.slice(0, start));
  return { start: before, end: before + codePointLength(text.slice(start, end)) };
}

/**
 * @param {HTMLElement} mark
 * @param {HTMLElement} body
 */
function reveal(mark, body) {
  const show = () => {
    const fits = mark.getBoundingClientRect().height < body.clientHeight * 0.8;
    mark.scrollIntoView({ block: fits ? "center" : "start" });
  };
  show();
  // Scroll again once the text above is laid out, because its height was an estimate.
  requestAnimationFrame(() => requestAnimationFrame(show));
}

/**
 * Fetches the current text of a place's document, and tells whether it has changed since.
 *
 * @param {Place} place
 * @param {AbortSignal} signal
 * @returns {Promise<{ current: Document, changed: boolean }>}
 */
async function fetchCurrent({ documentId, version }, signal) {
  try {
    return { current: await getDocument(documentId, version, signal), changed: false };
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "document_changed")) throw error;
    return { current: await getDocument(documentId, null, signal), changed: true };
  }
}

/**
 * @param {string | null} note
 * @param {boolean} stale
 * @returns {HTMLElement[]}
 */
function notices(note, stale) {
  const kept = stale
    ? "The file could not be read when the documents were last indexed. This is its last good text."
    : null;
  return [note, kept].flatMap(
    (words) => (words ? [h("p", { class: "notice", role: "note" }, words)] : []));
}
