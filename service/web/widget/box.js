// @ts-check
// READ FIRST: the button in a corner of the page, and the dialog that it opens. Both lie in a
// shadow root, so that the page's styles and the widget's do not meet.

import { h } from "../lib/dom.js";
import { answerView } from "./answer.js";
import { ask, AskFailed } from "./ask.js";
import { SHEET } from "./style.js";
import { textsIn } from "./texts.js";

/**
 * What the page says about the widget.
 *
 * @typedef {object} Told
 * @property {string | null} key
 * @property {string | null} title of the button and the dialog
 * @property {string | null} language
 * @property {string} theme "light", "dark" or "auto"
 * @property {string} links "page", or "none" for titles that open nothing
 */

const LONGEST_QUESTION = 2000;

/**
 * Puts the widget at the end of the page.
 *
 * @param {Told} told
 */
export function mount(told) {
  const texts = textsIn([told.language, document.documentElement.lang, ...navigator.languages]);
  const title = told.title ?? texts.t("title");
  const box = new Box(title, told, texts);
  const host = h("aside", { "aria-label": title, lang: texts.language, "data-theme": told.theme });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [SHEET];
  root.append(box.button, box.dialog);
  document.body.append(host);
}

class Box {
  #told;
  #texts;
  #question;
  #status = h("p", { class: "status", role: "status" });
  #reply = h("div", { class: "reply" });
  /** @type {AbortController | null} of the question under way */
  #asking = null;

  /**
   * @param {string} title
   * @param {Told} told
   * @param {import("./texts.js").Texts} texts
   */
  constructor(title, told, texts) {
    const { t } = texts;
    this.#told = told;
    this.#texts = texts;
    this.#question = h("textarea", {
      id: "question",
      rows: 2,
      dir: "auto",
      autofocus: true,
      required: true,
      maxlength: LONGEST_QUESTION,
      enterkeyhint: "send",
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
    });
    this.button = h("button", {
      class: "open",
      type: "button",
      "aria-haspopup": "dialog",
      onclick: () => { this.dialog.showModal(); },
    }, title);
    const form = h("form", { onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      h("label", { for: "question" }, t("question")),
      this.#question,
      h("button", { class: "send", type: "submit" }, t("ask")));
    this.dialog = h("dialog", { "aria-labelledby": "title", onclose: () => this.#asking?.abort() },
      h("div", { class: "head" },
        h("h2", { id: "title" }, title),
        h("button", { class: "close", type: "button", onclick: () => { this.dialog.close(); } },
          t("close"))),
      form,
      this.#status,
      this.#reply);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#question.form?.requestSubmit();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const question = this.#question.value.trim();
    if (!question) return;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    this.#show("asking", []);
    const means = { texts: this.#texts, linked: this.#told.links !== "none" };
    try {
      const answer = await ask(question, this.#told.key, signal);
      if (!signal.aborted) this.#show("answered", answerView(answer, means));
    } catch (error) {
      if (signal.aborted) return this.#showNothing(signal);
      if (!(error instanceof AskFailed)) console.error(error);
      this.#show(null, [this.#problem(error instanceof AskFailed ? error.said : "unready")]);
    }
  }

  /**
   * @param {import("./texts.js").Key | null} status what a screen reader is told
   * @param {Node[]} reply
   */
  #show(status, reply) {
    this.#status.textContent = status && this.#texts.t(status);
    this.#status.classList.toggle("unseen", status === "answered");
    this.#reply.replaceChildren(...reply);
  }

  /** @param {AbortSignal} signal of a question that was given up; a newer one shows its own */
  #showNothing(signal) {
    if (this.#asking?.signal === signal) this.#show(null, []);
  }

  /** @param {import("./texts.js").Key} said */
  #problem(said) {
    const { t } = this.#texts;
    return h("p", { class: "problem", role: "alert" }, h("b", {}, t("failed")), ` ${t(said)}`);
  }
}
