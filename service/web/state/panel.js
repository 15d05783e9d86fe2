// @ts-check
// The panel about the index: what it holds, how far the next one is, a button to start that, and
// who may.

import { reportInWords, showShare, stageInWords } from "../adding/indexing.js";
import { readIndexing, startIndexing } from "../adding/requests.js";
import { ApiError } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { askForKey } from "../lib/key.js";
import { atMoment, day, number, t } from "../lib/language.js";
import { sentence } from "../lib/problem.js";

/** @typedef {import("../adding/adding.js").Adding} Adding */
/** @typedef {import("../adding/requests.js").Progress} Progress */
/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./watch.js").Known} Known */

const FIRST_KEY = "pincite key create NAME --scope admin";

export class IndexPanel {
  #look;
  #button;
  #adding;
  #facts = h("dl", { class: "index-facts" });
  #stage = h("p", { id: "index-stage" });
  #progress = h("progress", { "aria-labelledby": "index-stage", max: 1 });
  #running = h("div", { class: "index-running", hidden: true }, this.#stage, this.#progress);
  #again = h("button", {
    class: "button",
    type: "button",
    "aria-describedby": "index-hint",
    onclick: () => this.#index(),
  }, t("state.index_again"));
  #otherKey = h("button", {
    class: "button",
    type: "button",
    hidden: true,
    onclick: () => this.#indexWithOtherKey(),
  }, t("state.other_key"));
  #outcome = h("p", { class: "index-outcome", role: "status" });
  #who = h("div", { class: "index-who" });
  view = h("div", {
    id: "index-panel",
    class: "index-panel",
    popover: "auto",
    role: "dialog",
    tabindex: "-1",
    "aria-labelledby": "index-title",
  },
    h("h2", { id: "index-title" }, t("state.title")),
    this.#facts, this.#running, this.#outcome,
    h("div", { class: "index-actions" }, this.#again, this.#otherKey),
    h("p", { id: "index-hint", class: "index-hint" }, t("state.again_hint")), this.#who);
  /** Whether an indexing was started here whose outcome has not been shown yet. */
  #startedHere = false;
  #wasRunning = false;

  /**
   * @param {HTMLElement} button that opens the panel
   * @param {object} page
   * @param {() => void} page.look reads the state of the server at once
   * @param {Adding} page.adding
   */
  constructor(button, { look, adding }) {
    this.#button = button;
    this.#look = look;
    this.#adding = adding;
    adding.onRules(() => this.#showWho());
    this.#showWho();
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

  /** Says who may index again, and what the first key changes before anybody makes it. */
  #showWho() {
    const { rules } = this.#adding;
    if (!rules) return this.#who.replaceChildren();
    // Nothing but a first key would help there, and whoever makes one should know what it closes.
    this.#again.hidden = !rules.may_add && !rules.keys;
    const may = rules.keys ? "state.who_key" : "state.who_machine";
    this.#who.replaceChildren(
      h("p", { class: "index-hint" }, t(may)),
      ...(rules.keys ? [] : [
        h("details", { class: "first-key" },
          h("summary", {}, t("state.first_key")),
          h("p", {}, t("state.first_key_closes")),
          h("p", {}, t("state.first_key_how"), " ", h("code", { class: "command" }, FIRST_KEY))),
      ]));
  }

  /** @param {Progress | null} progress */
  #showProgress(progress) {
    this.#running.hidden = progress === null;
    this.#again.disabled = progress !== null;
    if (!progress) return;
    const seconds = Math.round(progress.seconds);
    this.#stage.textContent = t("state.stage", { words: stageInWords(progress), seconds });
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
      this.#outcome.textContent = t("state.begun");
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
    this.#outcome.textContent = lacksScope ? t("state.scope_missing") : sentence(error.message);
  }

  async #indexWithOtherKey() {
    if (await askForKey(t("state.key_reason"))) await this.#index();
    else this.open();
  }

  async #tellOutcome() {
    try {
      const { status, report, failure } = await readIndexing();
      // The state that was shown may be older than the indexing.
      if (status === "running") return void (this.#wasRunning = true);
      this.#startedHere = false;
      this.#outcome.textContent = status === "failed" || !report
        ? t("state.failed", { reason: failure ?? t("state.no_reason") })
        : reportInWords(report);
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
  const { earliest, latest, stale, outdated, undated } = held;
  const days = earliest && latest ? [...new Set([day(earliest), day(latest)])] : [];
  const dates = days.join(" – ") || t("state.no_dates");
  const someAreDated = earliest !== null;
  return [
    [t("state.fact.indexed"), atMoment(held.indexed_at)],
    [t("state.fact.documents"), number(held.documents)],
    [t("state.fact.sentences"), number(held.sentences)],
    [t("state.fact.dates"), dates],
    ...(someAreDated && undated > 0 ? [[t("state.fact.undated"), number(undated)]] : []),
    ...(stale > 0 ? [[t("state.fact.stale"), t("state.fact.stale_words", { n: stale })]] : []),
    ...(outdated ? [[t("state.fact.outdated"), outdated]] : []),
    [t("state.fact.generation"), number(held.generation)],
  ];
}
