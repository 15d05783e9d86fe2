// @ts-check
// The state of the index in the header, in a few words. Its button opens the panel about the index.

import { h } from "../lib/dom.js";
import { ago } from "../lib/language.js";
import { showShare } from "./progress.js";
import { count } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Progress} Progress */
/** @typedef {import("./watch.js").Known} Known */

export class Status {
  #place;
  #look;
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
   * @param {() => void} look reads the state of the server at once
   */
  constructor(place, look) {
    this.#place = place;
    this.#look = look;
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
    else if (held) this.#say(count(held.documents, "document"), `indexed ${ago(held.indexed_at)}`);
    this.#panel?.show(known);
  }

  /** @param {Progress} progress */
  #sayHowFar(progress) {
    const share = showShare(this.#bar, progress);
    this.#bar.hidden = false;
    this.#say(share === null ? "Indexing…" : `Indexing… ${Math.floor(share * 100)} %`, "");
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
    this.#panel = new IndexPanel(this.#button, this.#look);
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
  if (code === "network") return "Not connected";
  if (code === "index_missing") return "Nothing is indexed yet: run pincite index";
  return code.startsWith("key_") ? "A key is needed" : `The index cannot be read: ${message}`;
}
