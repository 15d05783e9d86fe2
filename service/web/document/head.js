// @ts-check
// What stands over a document: its title, what is known of it, and the tools to read it with.

import { open } from "../lib/api.js";
import { h, present } from "../lib/dom.js";
import { day, t } from "../lib/language.js";
import { encodeId } from "../lib/links.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {"text" | "page"} Look */
/**
 * @typedef {object} Reactions
 * @property {() => void} onClose
 * @property {(by: number) => void} onStep
 * @property {() => void} onLink
 * @property {(look: Look) => void} onLook
 * @property {() => void} onOutline
 * @property {() => void} onFind
 * @property {() => void} onOriginal
 */

export class Head {
  #reactions;
  #facts = h("p", { class: "viewer-facts" });
  #step = h("span", { class: "viewer-step" });
  #previous = iconButton(t("document.citation_previous"), "‹", () => this.#reactions.onStep(-1));
  #next = iconButton(t("document.citation_next"), "›", () => this.#reactions.onStep(1));
  #place = h("span", { class: "viewer-place" });
  #text = this.#lookButton("text", t("document.as_text"));
  #page = this.#lookButton("page", t("document.as_page"));
  #looks = h("div", { class: "viewer-looks", role: "group", "aria-label": t("document.view") },
    this.#text, this.#page);
  title = h("h2", { id: "viewer-title", class: "viewer-title", tabindex: "-1", dir: "auto" });
  steps = h("div",
    { class: "viewer-steps", role: "group", "aria-label": t("document.citations") },
    this.#previous, this.#step, this.#next);
  link = quiet(t("document.link"), () => this.#reactions.onLink());
  original = quiet(t("document.original"), () => this.#reactions.onOriginal());
  outline = quiet(t("document.outline"), () => this.#reactions.onOutline());
  find = quiet(t("document.find_short"), () => this.#reactions.onFind());
  view;

  /**
   * @param {HTMLElement} finder the field that searches the document
   * @param {Reactions} reactions
   */
  constructor(finder, reactions) {
    this.#reactions = reactions;
    this.original.title = t("document.original_hint");
    this.outline.classList.add("if-narrow");
    this.outline.setAttribute("aria-controls", "outline");
    this.find.classList.add("find-opener");
    const close = h("button", { class: "button close", type: "button", onclick: reactions.onClose },
      h("span", { class: "wide-only" }, t("document.close")),
      h("span", { class: "narrow-only" }, t("document.back")));
    this.view = h("div", { class: "viewer-head" },
      h("div", { class: "viewer-names" }, this.title, this.#facts),
      close,
      h("div", { class: "viewer-tools" },
        this.steps, this.#place, this.#looks,
        h("span", { class: "viewer-takes" }, this.outline, this.find, this.link, this.original),
        finder));
  }

  /** @param {string} title what is known of the document while it is being opened */
  open(title) {
    this.title.textContent = title;
    this.#facts.replaceChildren();
    this.place = null;
    for (const tool of [this.link, this.original, this.outline, this.find, this.#looks]) {
      tool.hidden = true;
    }
    document.title = `${title} – Pincite`;
  }

  /**
   * @param {Document} shown
   * @param {{ hasPages: boolean, hasOutline: boolean }} has
   */
  show(shown, { hasPages, hasOutline }) {
    this.open(shown.title || shown.document_id);
    for (const tool of [this.link, this.original, this.find]) tool.hidden = false;
    this.outline.hidden = !hasOutline;
    this.#looks.hidden = !hasPages;
    const facts = factViews(shown);
    this.#facts.replaceChildren(...facts.flatMap((fact, n) => (n > 0 ? [" · ", fact] : [fact])));
  }

  /** @param {Look} look */
  set look(look) {
    this.#text.ariaPressed = String(look === "text");
    this.#page.ariaPressed = String(look === "page");
  }

  /** @param {string | null} label where in the original the quote stands */
  set place(label) {
    this.#place.textContent = label ?? "";
    this.#place.hidden = !label;
  }

  /**
   * @param {number} at which of the citations is shown, from 0
   * @param {number} total
   * @returns {string} the same in words
   */
  count(at, total) {
    this.steps.hidden = total < 2 || at < 0;
    this.#step.textContent = t("document.citation_of", { at: at + 1, total });
    // `disabled` would take the focus away from the button.
    this.#previous.ariaDisabled = String(at <= 0);
    this.#next.ariaDisabled = String(at >= total - 1);
    return this.#step.textContent;
  }

  /**
   * @param {Look} look
   * @param {string} words
   * @returns {HTMLElement}
   */
  #lookButton(look, words) {
    return h("button",
      { class: "look", type: "button", onclick: () => this.#reactions.onLook(look) }, words);
  }
}

/**
 * Fetches the original and hands it to the browser to save. A link could not send the key, nor tell
 * why there is no file.
 *
 * @param {string} documentId
 */
export async function saveOriginal(documentId) {
  const reply = await open(`/v1/documents/${encodeId(documentId)}/original`, {});
  const disposition = reply.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1];
  const url = URL.createObjectURL(await reply.blob());
  h("a", { href: url, download: encoded ? decodeURIComponent(encoded) : "original" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * @param {Document} shown
 * @returns {HTMLElement[]} its path, who wrote it, where and when, and in what language
 */
function factViews({ document_id, title, author, site, published, language: tag, url }) {
  const facts = [author, site, published && day(published), tag && languageName(tag)];
  return present([
    title && title !== document_id ? h("bdi", { class: "document-id" }, document_id) : null,
    ...facts.map((fact) => (fact ? h("bdi", {}, fact) : null)),
    url && /^https?:/i.test(url) && URL.canParse(url) ? webView(new URL(url)) : null,
  ]).filter((fact) => fact instanceof HTMLElement);
}

/** @param {URL} url */
function webView(url) {
  const { href, host } = url;
  const attributes = { href, title: href, target: "_blank", rel: "noopener noreferrer" };
  return h("a", { ...attributes, "aria-label": `${t("document.web")}: ${host}` }, host);
}

/**
 * @param {string} tag such as "de"
 * @returns {string} the name of the language in that of the page
 */
function languageName(tag) {
  try {
    return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // The document calls its language something else than a tag.
  }
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {() => void} onclick
 */
function iconButton(label, sign, onclick) {
  return h("button", { class: "icon-button", type: "button", "aria-label": label, onclick }, sign);
}

/**
 * @param {string} words
 * @param {() => void} onclick
 */
function quiet(words, onclick) {
  return h("button", { class: "quiet", type: "button", onclick }, words);
}
