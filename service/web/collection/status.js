// @ts-check
// The state of the index in the header; in full, with what can be done about it, behind its button.

import { ApiError } from "../api.js";
import { h } from "../dom.js";
import { askForKey } from "../key.js";
import { readIndexing, startIndexing } from "./requests.js";
import { ago, atMoment, count, day, sentence } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Progress} Progress */
/** @typedef {import("./requests.js").Report} Report */
/** @typedef {import("./watch.js").Known} Known */

/** @type {Record<string, string>} */
const STAGES = { read: "Reading files", split: "Splitting documents", encode: "Encoding passages", write: "Writing the index" };

export class Status {
  #look;
  #words = h("span", { class: "index-words" }, "…");
  #age = h("span", { class: "index-age" });
  #bar = h("progress", { class: "index-bar", max: 1, "aria-hidden": "true", hidden: true });
  #button = h("button", { class: "index-button", type: "button", popovertarget: "index-panel" }, this.#words, this.#age, this.#bar);
  #facts = h("dl", { class: "index-facts" });
  #stage = h("p", { id: "index-stage" });
  #progress = h("progress", { "aria-labelledby": "index-stage", max: 1 });
  #running = h("div", { class: "index-running", hidden: true }, this.#stage, this.#progress);
  #again = h("button", { class: "button", type: "button", "aria-describedby": "index-hint", onclick: () => this.#index() }, "Index again");
  #otherKey = h("button", { class: "button", type: "button", hidden: true, onclick: () => this.#indexWithOtherKey() }, "Use another key");
  #outcome = h("p", { class: "index-outcome", role: "status" });
  #panel = h("div", { id: "index-panel", class: "index-panel", popover: "auto", role: "dialog", tabindex: "-1", "aria-labelledby": "index-title" },
    h("h2", { id: "index-title" }, "The index"),
    this.#facts, this.#running, this.#outcome,
    h("div", { class: "index-actions" }, this.#again, this.#otherKey),
    h("p", { id: "index-hint", class: "index-hint" },
      "Reads the folders of the last time again, while the present index goes on answering. Needs an API key of scope admin."));
  #startedHere = false;

  /**
   * @param {HTMLElement} place
   * @param {() => void} look looks at the server at once
   */
  constructor(place, look) {
    this.#look = look;
    place.append(this.#button, this.#panel);
    // Before the page's own: there, Escape closes the document.
    addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
  }

  /**
   * @param {Known} known
   * @param {Held | null} before
   */
  show({ held, error }, before) {
    this.#button.classList.toggle("in-trouble", error !== null);
    if (held) this.#showFacts(held);
    this.#showProgress(error ? null : held?.indexing ?? null);
    if (error) this.#showTrouble(error, held);
    if (this.#startedHere && before?.indexing && !held?.indexing && !error) this.#tellOutcome();
  }

  /** @param {Held} held */
  #showFacts(held) {
    this.#words.textContent = count(held.documents, "document");
    this.#age.textContent = `indexed ${ago(held.indexed_at)}`;
    const dates = held.earliest && held.latest ? `${day(held.earliest)} – ${day(held.latest)}` : "none say one";
    const facts = [
      ["Indexed", atMoment(held.indexed_at)],
      ["Generation", String(held.generation)],
      ["Documents", held.documents.toLocaleString("en")],
      ["Passages", held.passages.toLocaleString("en")],
      ["Sentences", held.sentences.toLocaleString("en")],
      ["Dates", dates],
      ["Without a date", held.undated.toLocaleString("en")],
      ...(held.stale ? [["Last good text", `${count(held.stale, "document")} whose file could not be read`]] : []),
    ];
    this.#facts.replaceChildren(...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  /** @param {Progress | null} progress */
  #showProgress(progress) {
    this.#running.hidden = this.#bar.hidden = progress === null;
    this.#again.disabled = progress !== null;
    if (!progress) return;
    const { stage, done, total, seconds } = progress;
    const share = total > 0 ? Math.min(1, done / total) : null;
    const far = total > 0 ? `, ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : "";
    this.#words.textContent = share === null ? "Indexing…" : `Indexing… ${Math.floor(share * 100)} %`;
    this.#age.textContent = "";
    this.#stage.textContent = `${STAGES[stage ?? ""] ?? "Starting"}${far} (${Math.round(seconds)} s)`;
    for (const bar of [this.#bar, this.#progress]) {
      if (share === null) bar.removeAttribute("value");
      else bar.value = share;
    }
  }

  /**
   * @param {ApiError} error
   * @param {Held | null} held
   */
  #showTrouble({ code, message }, held) {
    this.#age.textContent = "";
    if (code === "network") this.#words.textContent = "Not connected";
    else if (code === "index_missing") this.#words.textContent = "Nothing is indexed yet";
    else if (code.startsWith("key_")) this.#words.textContent = "A key is needed";
    else this.#words.textContent = "The index cannot be read";
    if (!held) this.#facts.replaceChildren(h("div", {}, h("dd", { dir: "auto" }, sentence(message))));
  }

  async #index() {
    this.#otherKey.hidden = true;
    this.#outcome.textContent = "";
    this.#again.disabled = true;
    try {
      await startIndexing();
      this.#startedHere = true;
      this.#outcome.textContent = "Indexing has begun.";
    } catch (error) {
      this.#again.disabled = false;
      this.#sayWhyNot(error);
    }
    this.#open();
    this.#look();
  }

  /** Opens the panel again that being asked for a key has closed. */
  #open() {
    if (this.#panel.matches(":popover-open")) return;
    this.#panel.showPopover();
    this.#panel.focus();
  }

  /** @param {unknown} error */
  #sayWhyNot(error) {
    if (!(error instanceof ApiError)) throw error;
    const may = error.code !== "scope_missing";
    this.#otherKey.hidden = may;
    this.#outcome.textContent = may ? sentence(error.message) : "Your key may ask and read, but not index: that needs a key of scope admin.";
  }

  async #indexWithOtherKey() {
    if (await askForKey("indexing needs a key of scope admin")) await this.#index();
    else this.#open();
  }

  async #tellOutcome() {
    this.#startedHere = false;
    try {
      const { status, report, failure } = await readIndexing();
      this.#outcome.textContent = status === "failed" || !report ? `It failed: ${failure ?? "the server does not say why"}` : inWords(report);
    } catch (error) {
      this.#sayWhyNot(error);
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key !== "Escape" || !this.#panel.matches(":popover-open")) return;
    event.stopImmediatePropagation();
    this.#panel.hidePopover();
    this.#button.focus();
  }
}

/**
 * @param {Report} report
 * @returns {string}
 */
function inWords({ added, changed, moved, removed, failed }) {
  const parts = [[added, "added"], [changed, "changed"], [moved, "moved"], [removed, "removed"]]
    .filter(([documents]) => documents.length > 0)
    .map(([documents, word]) => `${documents.length.toLocaleString("en")} ${word}`);
  const done = parts.length > 0 ? `Done: ${parts.join(", ")}.` : "Done: nothing has changed.";
  const [first] = failed;
  return first ? `${done} ${count(failed.length, "file")} could not be read; the first: ${first.path} (${first.reason}).` : done;
}
