// @ts-check
// Opens and closes the document beside the conversation. Loads the viewer when it is first needed.

import { ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
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
   * @param {{ onClose: () => void, onStep: (place: Place) => void }} reactions for the Viewer
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
   * @param {Place[]} trail the places that the reader can step through, this one among them
   */
  async show(place, trail) {
    this.#panel.hidden = false;
    const viewer = await this.prepare();
    if (!this.isOpen) return;
    if (viewer) return viewer.show(place, trail);
    const error = new ApiError("network", t("document.unreachable"));
    this.#panel.replaceChildren(
      problemView(error, { retry: () => this.show(place, trail) }),
      h("button", { class: "button", type: "button", onclick: this.#reactions.onClose },
        t("document.close")));
  }

  /**
   * Loads the viewer, unless it is loaded already.
   *
   * @returns {Promise<Viewer | null>} null if it cannot be loaded
   */
  async prepare() {
    this.#viewer ??= Promise.all([import("./viewer.js"), loadStyle("./viewer.css")]).then(
      ([{ Viewer }]) => new Viewer(this.#panel, this.#reactions));
    return this.#viewer.catch(() => (this.#viewer = null));
  }

  /**
   * Goes to the next or the previous of the places that the reader can step through.
   *
   * @param {1 | -1} by
   */
  async step(by) {
    if (this.isOpen) (await this.#viewer?.catch(() => null))?.step(by);
  }

  async hide() {
    this.#panel.hidden = true;
    (await this.#viewer?.catch(() => null))?.clear();
  }
}

/**
 * Loads a style sheet that the page needs only now.
 *
 * @param {string} path beside this file
 * @returns {Promise<void>}
 */
function loadStyle(path) {
  const href = new URL(path, import.meta.url).pathname;
  if (document.head.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = h("link", { rel: "stylesheet", href, onload: () => resolve(), onerror: () => {
      link.remove();
      reject(new Error(`${path} cannot be loaded`));
    } });
    document.head.append(link);
  });
}
