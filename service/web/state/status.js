// @ts-check
// The state of the index in the header, in a few words. Its button opens the panel about the index.

import { showShare } from "../adding/indexing.js";
import { h } from "../lib/dom.js";
import { ago, t } from "../lib/language.js";

/** @typedef {import("../adding/adding.js").Adding} Adding */
/** @typedef {import("../adding/requests.js").Progress} Progress */
/** @typedef {import("./watch.js").Known} Known */

export class Status {
  #place;
  #look;
  #adding;
  #words = h("span", { class: "index-words" }, "…");
  #age = h("span", { class: "index-age" });
  #bar = h("progress", { class: "index-bar", max: 1, "aria-hidden": "true", hidden: true });
  #button = h("button", { class: "index-button", type: "button", "aria-haspopup": "dialog" },
    this.#words, this.#age, this.#bar);
  /** @type {import("./panel.js").IndexPanel | null} null until it is first opened */
  #panel = null;
  /** @type {Known} */
  #known = { held: null, error: null };

  /**
   * @param {HTMLElement} place
   * @param {object} page
   * @param {() => void} page.look reads the state of the server at once
   * @param {Adding} page.adding
   */
  constructor(place, { look, adding }) {
    this.#place = place;
    this.#look = look;
    this.#adding = adding;
    place.append(this.#button);
    this.#button.addEventListener("click", () => this.#openFirst(), { once: true });
  }

  /** @param {Known} known */
  show(known) {
    const { held, error } = (this.#known = known);
    this.#button.classList.toggle("in-trouble", error !== null);
    this.#bar.hidden = true;
    if (error) this.#say(trouble(error.code, error.message), "");
    else if (held?.indexing) this.#sayHowFar(held.indexing);
    else if (held) {
      const documents = t("collection.documents", { n: held.documents });
      this.#say(documents, t("state.indexed", { ago: ago(held.indexed_at) }));
    }
    this.#panel?.show(known);
  }

  /** @param {Progress} progress */
  #sayHowFar(progress) {
    const share = showShare(this.#bar, progress);
    this.#bar.hidden = false;
    const percent = Math.floor((share ?? 0) * 100);
    this.#say(t(share === null ? "state.indexing" : "state.indexing_far", { percent }), "");
  }

  /**
   * @param {string} words
   * @param {string} age
   */
  #say(words, age) {
    this.#words.textContent = words;
    this.#age.textContent = age;
  }

  async #openFirst() {
    const { IndexPanel } = await import("./panel.js");
    this.#panel = new IndexPanel(this.#button, { look: this.#look, adding: this.#adding });
    this.#place.append(this.#panel.view);
    this.#panel.show(this.#known);
    this.#panel.open();
    // From now on, the browser opens and closes it.
    this.#button.popoverTargetElement = this.#panel.view;
  }
}

/**
 * @param {string} code
 * @param {string} message
 * @returns {string}
 */
function trouble(code, message) {
  if (code === "network") return t("state.not_connected");
  if (code === "index_missing") return t("state.nothing_yet");
  return code.startsWith("key_") ? t("state.key_needed") : t("state.unreadable", { message });
}
