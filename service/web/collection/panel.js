// @ts-check
// The panel about the index: what it holds, how far the next one is, and a button to start that.

import { ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { askForKey } from "../lib/key.js";
import { sentence } from "../lib/problem.js";
import { atMoment, day } from "../lib/language.js";
import { readIndexing, startIndexing } from "./requests.js";
import { showShare } from "./progress.js";
import { count } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Progress} Progress */
/** @typedef {import("./requests.js").Report} Report */
/** @typedef {import("./watch.js").Known} Known */

/** @type {Record<string, string>} */
const STAGES = {
  read: "Reading files",
  split: "Splitting documents",
  encode: "Encoding passages",
  write: "Writing the index",
};
const HINT =
  "Reads the same folders again, while the present index goes on answering. " +
  "This needs an API key of scope admin.";
const SCOPE_MISSING =
  "Your key allows asking and reading, but not indexing. That needs a key of scope admin.";

export class IndexPanel {
  #look;
  #button;
  #facts = h("dl", { class: "index-facts" });
  #stage = h("p", { id: "index-stage" });
  #progress = h("progress", { "aria-labelledby": "index-stage", max: 1 });
  #running = h("div", { class: "index-running", hidden: true }, this.#stage, this.#progress);
  #again = h("button", {
    class: "button",
    type: "button",
    "aria-describedby": "index-hint",
    onclick: () => this.#index(),
  }, "Index again");
  #otherKey = h("button", {
    class: "button",
    type: "button",
    hidden: true,
    onclick: () => this.#indexWithOtherKey(),
  }, "Use another key");
  #outcome = h("p", { class: "index-outcome", role: "status" });
  view = h("div", {
    id: "index-panel",
    class: "index-panel",
    popover: "auto",
    role: "dialog",
    tabindex: "-1",
    "aria-labelledby": "index-title",
  },
    h("h2", { id: "index-title" }, "The index"),
    this.#facts, this.#running, this.#outcome,
    h("div", { class: "index-actions" }, this.#again, this.#otherKey),
    h("p", { id: "index-hint", class: "index-hint" }, HINT));
  /** Whether an indexing was started here whose outcome has not been shown yet. */
  #startedHere = false;
  #wasRunning = false;

  /**
   * @param {HTMLElement} button that opens the panel
   * @param {() => void} look reads the state of the server at once
   */
  constructor(button, look) {
    this.#button = button;
    this.#look = look;
    // Captured before the page's own listener, which would close the document on Escape.
    addEventListener("keydown", (event) => this.#keydown(event), { capture: true });
  }

  /** @param {Known} known */
  show({ held, error }) {
    if (held) {
      this.#facts.replaceChildren(...factsOf(held).map(
        ([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
    } else if (error) {
      this.#facts.replaceChildren(
        h("div", {}, h("dd", { dir: "auto" }, sentence(error.message))));
    }
    if (error) return this.#showProgress(null);
    const progress = held?.indexing ?? null;
    this.#showProgress(progress);
    const hasEnded = this.#wasRunning && !progress;
    this.#wasRunning = progress !== null;
    if (this.#startedHere && hasEnded) this.#tellOutcome();
  }

  /** @param {Progress | null} progress */
  #showProgress(progress) {
    this.#running.hidden = progress === null;
    this.#again.disabled = progress !== null;
    if (!progress) return;
    const { stage, done, total, seconds } = progress;
    const words = STAGES[stage ?? ""] ?? "Starting";
    const far = total > 0 ? `, ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : "";
    this.#stage.textContent = `${words}${far} (${Math.round(seconds)} s)`;
    showShare(this.#progress, progress);
  }

  open() {
    if (this.view.matches(":popover-open")) return;
    this.view.showPopover();
    this.view.focus();
  }

  async #index() {
    this.#otherKey.hidden = true;
    this.#outcome.textContent = "";
    this.#again.disabled = true;
    try {
      await startIndexing();
      this.#startedHere = this.#wasRunning = true;
      this.#outcome.textContent = "Indexing has begun.";
    } catch (error) {
      this.#again.disabled = false;
      this.#sayWhyNot(error);
    }
    this.open(); // The dialog that asks for a key has closed it.
    this.#look();
  }

  /** @param {unknown} error */
  #sayWhyNot(error) {
    if (!(error instanceof ApiError)) throw error;
    const lacksScope = error.code === "scope_missing";
    this.#otherKey.hidden = !lacksScope;
    this.#outcome.textContent = lacksScope ? SCOPE_MISSING : sentence(error.message);
  }

  async #indexWithOtherKey() {
    if (await askForKey("indexing needs a key of scope admin")) await this.#index();
    else this.open();
  }

  async #tellOutcome() {
    try {
      const { status, report, failure } = await readIndexing();
      // The state that was shown may be older than the indexing.
      if (status === "running") return void (this.#wasRunning = true);
      this.#startedHere = false;
      this.#outcome.textContent = status === "failed" || !report
        ? `Indexing failed: ${failure ?? "the server does not say why"}`
        : inWords(report);
    } catch (error) {
      this.#sayWhyNot(error);
    }
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.key !== "Escape" || !this.view.matches(":popover-open")) return;
    event.stopImmediatePropagation();
    this.view.hidePopover();
    this.#button.focus();
  }
}

/**
 * @param {Held} held
 * @returns {string[][]}
 */
function factsOf(held) {
  const dates = held.earliest && held.latest
    ? `${day(held.earliest)} – ${day(held.latest)}`
    : "none";
  const stale = `${count(held.stale, "document")} whose file could not be read`;
  return [
    ["Indexed", atMoment(held.indexed_at)],
    ["Generation", String(held.generation)],
    ["Documents", held.documents.toLocaleString("en")],
    ["Passages", held.passages.toLocaleString("en")],
    ["Sentences", held.sentences.toLocaleString("en")],
    ["Dates", dates],
    ["Without a date", held.undated.toLocaleString("en")],
    ...(held.stale ? [["Last good text", stale]] : []),
    ...(held.outdated ? [["Made by an older version", held.outdated]] : []),
  ];
}

/** The statuses of files that somebody should look at. */
const FAILURES = new Set(["stale", "encrypted", "scan", "broken", "too_large"]);

/**
 * @param {Report} report
 * @returns {string}
 */
function inWords({ added, changed, moved, removed, files }) {
  const parts = Object.entries({ added, changed, moved, removed })
    .filter(([, documents]) => documents > 0)
    .map(([word, documents]) => `${documents.toLocaleString("en")} ${word}`);
  const done = parts.length > 0 ? `Done: ${parts.join(", ")}.` : "Done: nothing has changed.";
  const failed = files.filter(({ status }) => FAILURES.has(status));
  const [first] = failed;
  if (!first) return done;
  const unreadable = `${count(failed.length, "file")} could not be read`;
  return `${done} ${unreadable}; the first: ${first.path} (${first.reason}).`;
}
