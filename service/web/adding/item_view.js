// @ts-check
// One file in the tray: its name, how far it is, what came of it, and what the reader can do.

import { h, isPlainClick } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { placeOfTarget, placeUrl } from "../lib/links.js";
import { sentence } from "../lib/problem.js";
import { needsLook } from "./item.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./item.js").Item} Item */
/**
 * @typedef {object} Reactions
 * @property {(target: Target, opener: HTMLElement) => void} onOpen
 * @property {(password: string) => void} onPassword
 * @property {() => void} onOcr has its pictures of text read
 * @property {() => void} onRetry
 */

let forms = 0;

export class ItemView {
  view = h("li", { class: "tray-item" });
  #item;
  #reactions;
  #shown = "";

  /**
   * @param {Item} item
   * @param {Reactions} reactions
   */
  constructor(item, reactions) {
    this.#item = item;
    this.#reactions = reactions;
  }

  /** Shows the item as it is now. A form that is being filled in is left alone. */
  show() {
    const { stage, outcome, reason } = this.#item;
    const state = [stage, outcome, reason].join("\n");
    if (state === this.#shown) return;
    this.#shown = state;
    this.view.className = `tray-item ${outcome === null ? stage : toneOf(this.#item)}`;
    this.view.replaceChildren(...[this.#nameView(), ...this.#stateViews()]);
  }

  #nameView() {
    const { name, outcome, documentId, parts } = this.#item;
    if (outcome !== "indexed" || !documentId || parts > 0) {
      return h("p", { class: "tray-name" }, h("bdi", {}, name));
    }
    const target = { id: documentId, title: name };
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.#reactions.onOpen(target, link);
    };
    const link = h("a", { href: placeUrl(placeOfTarget(target)), onclick }, h("bdi", {}, name));
    return h("p", { class: "tray-name" }, link);
  }

  /** @returns {HTMLElement[]} */
  #stateViews() {
    const item = this.#item;
    /** @type {HTMLElement[]} */
    const words = [h("p", { class: "tray-state" }, inWords(item))];
    // Where this page says what to do in the reader's language, it need not be said again.
    const opens = opensWithPassword(item);
    const isPicture = isOfPictures(item);
    const reason = [item.reason, opens || isPicture ? "" : item.hint]
      .filter(Boolean).map(sentence).join(" ");
    if (reason) words.push(h("p", { class: "tray-reason", lang: "en", dir: "auto" }, reason));
    if (isPicture) words.push(h("p", { class: "tray-reason" }, t("adding.scan_hint")));
    if (isPicture && item.file && !item.ocr) {
      words.push(this.#button(t("adding.ocr"), this.#reactions.onOcr));
    }
    if (item.parts > 0) {
      words.push(h("p", { class: "tray-reason" }, t("adding.parts", { n: item.parts })));
    }
    if (opens && item.file) words.push(this.#passwordForm());
    if ((item.outcome === "failed" || item.outcome === "stopped") && item.file) {
      words.push(this.#button(t("lib.retry"), this.#reactions.onRetry));
    }
    return words;
  }

  /**
   * @param {string} words
   * @param {() => void} onclick
   * @returns {HTMLElement}
   */
  #button(words, onclick) {
    return h("p", {}, h("button", { class: "button small", type: "button", onclick }, words));
  }

  #passwordForm() {
    forms += 1;
    const id = `password-${forms}`;
    const box = h("input", {
      id, class: "text-box", type: "password", autocomplete: "off", required: true, maxlength: 500,
    });
    const onsubmit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      this.#reactions.onPassword(box.value);
    };
    return h("form", { class: "tray-form", onsubmit },
      h("label", { for: id }, t("adding.password")),
      h("div", { class: "tray-fields" }, box,
        h("button", { class: "button small", type: "submit" }, t("adding.unlock"))));
  }
}

/**
 * Whether Pincite can open the file with a password. The server's hint tells: of the formats that
 * it cannot open so, it asks for a copy without one.
 *
 * @param {Item} item
 * @returns {boolean}
 */
function opensWithPassword({ outcome, hint }) {
  return outcome === "encrypted" && hint.includes("--password");
}

/**
 * Whether the file is of pictures, whose text may be read. The server's hint tells.
 *
 * @param {Item} item
 * @returns {boolean}
 */
function isOfPictures({ hint }) {
  return hint.includes("--ocr");
}

/**
 * @param {Item} item
 * @returns {string}
 */
function inWords({ stage, outcome, known, password, ocr }) {
  if (outcome === null) return t(`adding.stage_of.${/** @type {"waiting"} */ (stage)}`);
  const isNew = !known || password !== null || ocr; // what was sent again to be read was known
  if (outcome === "indexed" && !isNew) return t("adding.known");
  if (outcome === "encrypted" && password !== null) return t("adding.wrong_password");
  return t(`adding.outcome.${outcome}`);
}

/**
 * @param {Item} item
 * @returns {"good" | "passed" | "bad"}
 */
function toneOf(item) {
  if (!needsLook(item)) return "good";
  const passed = ["unsupported", "empty", "stopped"];
  return passed.includes(item.outcome ?? "") ? "passed" : "bad";
}
