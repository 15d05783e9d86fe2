// @ts-check
// The choice between quotes and an answer in an LLM's words. It names the server that is asked, and
// says whether text leaves the machine for it. Where the server has no LLM there is no choice.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { remember, remembered } from "../lib/memory.js";

/** @typedef {import("../state/requests.js").Llm} Llm */
/** @typedef {"quoted" | "worded"} AskedMode */

const CHOICE = "pincite.mode";
const OWN_HOST = /^(localhost|[^:]*\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

export class WordingChoice {
  #place;
  /** @type {Llm | null} */
  #llm = null;

  /** @param {HTMLElement} place that it is shown in */
  constructor(place) {
    this.#place = place;
  }

  /** @returns {AskedMode} in which questions are asked; nothing is worded before it is shown */
  get mode() {
    if (this.#llm === null) return "quoted";
    const chosen = remembered(CHOICE);
    return chosen === "quoted" || chosen === "worded" ? chosen : this.#llm.mode;
  }

  /** @param {Llm | null} llm the one that the server asks, if any */
  show(llm) {
    if (JSON.stringify(llm) === JSON.stringify(this.#llm)) return;
    this.#llm = llm;
    this.#place.replaceChildren(...(llm ? this.#views(llm) : []));
  }

  /**
   * @param {Llm} llm
   * @returns {HTMLElement[]}
   */
  #views({ server, model }) {
    const box = h("input", {
      type: "checkbox",
      checked: this.mode === "worded",
      "aria-describedby": "wording-where",
      onchange: () => remember(CHOICE, box.checked ? "worded" : "quoted"),
    });
    const leaves = !OWN_HOST.test(server);
    const where = leaves ? t("wording.leaves", { server }) : t("wording.stays");
    return [
      h("label", { class: "wording-switch" }, box, h("span", {}, t("wording.let", { server, model }))),
      h("span", { id: "wording-where", class: leaves ? "wording-where leaves" : "wording-where" },
        where),
    ];
  }
}
