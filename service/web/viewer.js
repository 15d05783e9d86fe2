// @ts-check
// The panel that shows a document with the cited words highlighted.

import { ApiError, getDocument, isAbort } from "./api.js";
import { h } from "./dom.js";
import { locate } from "./locate.js";
import { problemView } from "./problem.js";

/** @typedef {import("./api.js").Document} Document */
/** @typedef {import("./links.js").Place} Place */

export class Viewer {
  #panel;
  #onClose;
  #onAsk;
  /** @type {AbortController | null} */
  #request = null;
  #title = h("h2", { id: "viewer-title", class: "viewer-title", tabindex: "-1", dir: "auto" });
  #facts = h("p", { class: "viewer-facts" });
  #body = h("div", { class: "viewer-body", tabindex: "0", role: "group", "aria-labelledby": "viewer-title" });

  /**
   * @param {HTMLElement} panel
   * @param {object} reactions
   * @param {() => void} reactions.onClose
   * @param {() => void} reactions.onAsk
   */
  constructor(panel, { onClose, onAsk }) {
    this.#panel = panel;
    this.#onClose = onClose;
    this.#onAsk = onAsk;
    panel.append(this.#head(), this.#body, this.#foot());
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  get hasFocus() {
    return this.#panel.contains(document.activeElement);
  }

  hide() {
    this.#request?.abort();
    this.#panel.hidden = true;
    this.#body.replaceChildren();
  }

  /** @param {Place} place */
  async show(place) {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#entitle(place.title ?? place.documentId, place.documentId, null);
    this.#body.replaceChildren(h("p", { class: "pending" }, "Opening the document…"));
    this.#panel.hidden = false;
    try {
      const { current, changed } = await fetchCurrent(place, request.signal);
      if (!request.signal.aborted) this.#render(current, place, changed);
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return;
      this.#body.replaceChildren(problemView(error, () => this.show(place)));
      this.#title.focus();
    }
  }

  /**
   * @param {Document} current
   * @param {Place} place
   * @param {boolean} changed
   */
  #render(current, place, changed) {
    const { range, note } = locate(current.text, place, changed);
    const mark = range && h("mark", { tabindex: "-1" }, current.text.slice(range.start, range.end));
    this.#entitle(current.title || current.document_id, current.document_id, current.published);
    this.#body.replaceChildren(
      ...notices(note, current.stale),
      h("div", { class: "document-text", dir: "auto" },
        ...(range && mark ? [current.text.slice(0, range.start), mark, current.text.slice(range.end)] : [current.text])));
    if (mark) this.#reveal(mark);
    else this.#toTop();
  }

  /** @param {HTMLElement} mark */
  #reveal(mark) {
    const fits = mark.getBoundingClientRect().height < this.#body.clientHeight * 0.8;
    mark.scrollIntoView({ block: fits ? "center" : "start" });
    mark.focus({ preventScroll: true });
  }

  #toTop() {
    this.#body.scrollTop = 0;
    this.#title.focus();
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

  #head() {
    return h("header", { class: "viewer-head" },
      h("div", { class: "viewer-names" }, this.#title, this.#facts),
      h("button", { class: "button close", type: "button", onclick: this.#onClose }, "Close"));
  }

  #foot() {
    return h("footer", { class: "viewer-foot" },
      h("button", { class: "button primary", type: "button", onclick: this.#onAsk }, "Ask a question"));
  }
}

/**
 * The current text of a place's document, and whether it is another one than was cited.
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
  const kept = stale ? "The file could not be read when the documents were last indexed. This is its last good text." : null;
  return [note, kept].flatMap((words) => (words ? [h("p", { class: "notice", role: "note" }, words)] : []));
}
