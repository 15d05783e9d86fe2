// @ts-check
// Whether a document is open beside the conversation. What shows it is no part of the first paint.

import { ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { problemView } from "../lib/problem.js";

/** @typedef {import("../lib/links.js").Place} Place */
/** @typedef {import("./viewer.js").Viewer} Viewer */

export class Reader {
  #panel;
  #reactions;
  /** @type {Promise<Viewer> | null} */
  #viewer = null;

  /**
   * @param {HTMLElement} panel
   * @param {{ onClose: () => void, onStep: (place: Place) => void }} reactions those of the Viewer
   */
  constructor(panel, reactions) {
    this.#panel = panel;
    this.#reactions = reactions;
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  get hasFocus() {
    return this.#panel.contains(document.activeElement);
  }

  /**
   * @param {Place} place
   * @param {Place[]} trail the places to go through, this one among them
   */
  async show(place, trail) {
    this.#panel.hidden = false;
    const viewer = await this.prepare();
    if (!this.isOpen) return;
    if (viewer) return viewer.show(place, trail);
    this.#panel.replaceChildren(
      problemView(new ApiError("network", "The document cannot be opened, for the server cannot be reached."), { retry: () => this.show(place, trail) }),
      h("button", { class: "button", type: "button", onclick: this.#reactions.onClose }, "Close"));
  }

  /** @returns {Promise<Viewer | null>} null where it cannot be fetched */
  async prepare() {
    this.#viewer ??= import("./viewer.js").then(({ Viewer }) => new Viewer(this.#panel, this.#reactions));
    return this.#viewer.catch(() => (this.#viewer = null));
  }

  async hide() {
    this.#panel.hidden = true;
    (await this.#viewer?.catch(() => null))?.clear();
  }
}
