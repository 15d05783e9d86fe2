// @ts-check
// How a question was understood: the reading to change, others to ask, and what it was asked within.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { rewordingView } from "./rewording.js";

/** @typedef {import("./chat.js").Understanding} Understanding */
/** @typedef {import("./conversation.js").Asked} Asked */

export class Understood {
  element = h("div", { class: "understood", hidden: true });
  #asked;
  #onAsk;

  /**
   * @param {Asked} asked
   * @param {(asked: Asked) => boolean} onAsk returns whether the question could be asked now
   */
  constructor(asked, onAsk) {
    this.#asked = asked;
    this.#onAsk = onAsk;
  }

  /** @param {Understanding} understanding */
  show(understanding) {
    const { standalone_question: standalone, readings = [], within = false } = understanding;
    const parts = [
      standalone === this.#asked.question ? null : this.#reading(understanding),
      within ? this.#within() : null,
      readings.length > 0 ? this.#others(readings) : null,
    ].filter((part) => part !== null);
    this.element.hidden = parts.length === 0;
    this.element.replaceChildren(...parts);
  }

  /**
   * @param {string} standalone
   * @returns {boolean} whether it could be asked now
   */
  #ask(standalone) {
    return this.#onAsk({ ...this.#asked, standalone });
  }

  /** @param {Understanding} understanding */
  #reading(understanding) {
    const onclick = () => this.#change(understanding);
    return h("p", {}, t("conversation.understood"), " ",
      h("bdi", { class: "understanding" }, understanding.standalone_question), " ",
      h("button", { class: "quiet change", type: "button", onclick },
        t("conversation.change"),
        h("span", { class: "visually-hidden" }, ` ${t("conversation.change_rest")}`)));
  }

  /** @param {Understanding} understanding */
  #change(understanding) {
    const standalone = understanding.standalone_question;
    this.element.replaceChildren(...rewordingView(t("conversation.meaning"), standalone, {
      onAsk: (words) => { if (this.#ask(words)) this.show(understanding); },
      onCancel: () => {
        this.show(understanding);
        /** @type {HTMLElement | null} */ (this.element.querySelector(".change"))?.focus();
      },
    }));
    this.element.querySelector("textarea")?.focus();
  }

  #within() {
    const onclick = () => { this.#ask(this.#asked.question); };
    return h("p", {}, t("conversation.within"), " ",
      h("button", { class: "quiet", type: "button", onclick },
        t("conversation.not_within")));
  }

  /** @param {string[]} readings */
  #others(readings) {
    const label = t("conversation.readings");
    return h("div", { class: "readings", role: "group", "aria-label": label },
      h("span", { "aria-hidden": "true" }, label),
      ...readings.map((reading) => {
        const onclick = () => { this.#ask(reading); };
        const words = reading === this.#asked.question ? t("conversation.as_typed") : reading;
        return h("button", { class: "other-reading", type: "button", dir: "auto", onclick }, words);
      }));
  }
}
