// @ts-check
// The log of turns: a question, then its answer, or what went wrong and a way to try again.

import { answerView } from "./answer.js";
import { ask, isAbort } from "./api.js";
import { h } from "./dom.js";
import { problemView } from "./problem.js";

/** @typedef {import("./api.js").Answer} Answer */

export class Conversation {
  #log;
  #open;
  #onWaiting;
  #onAnswer;
  /** @type {AbortController | null} the request under way; there is never more than one */
  #request = null;

  /**
   * @param {HTMLElement} log
   * @param {object} reactions
   * @param {import("./sources.js").Open} reactions.open
   * @param {(waiting: boolean) => void} reactions.onWaiting
   * @param {(answer: Answer) => void} reactions.onAnswer
   */
  constructor(log, { open, onWaiting, onAnswer }) {
    this.#log = log;
    this.#open = open;
    this.#onWaiting = onWaiting;
    this.#onAnswer = onAnswer;
  }

  /**
   * @param {string} question
   * @returns {HTMLElement | null} the new turn; null while an answer is awaited
   */
  ask(question) {
    if (this.#request) return null;
    const reply = h("div", { class: "reply" });
    const turn = h("article", { class: "turn", tabindex: "-1" },
      h("h2", { class: "question", dir: "auto" }, h("span", { class: "visually-hidden" }, "You asked: "), question),
      reply);
    this.#log.append(turn);
    this.#answer(question, turn, reply);
    return turn;
  }

  stop() {
    this.#request?.abort();
  }

  /**
   * @param {string} question
   * @param {HTMLElement} turn
   * @param {HTMLElement} reply
   */
  async #answer(question, turn, reply) {
    this.#request = new AbortController();
    this.#onWaiting(true);
    reply.replaceChildren(h("p", { class: "pending" }, "Looking through the documents…"));
    turn.scrollIntoView({ block: "start" });
    reply.replaceChildren(await this.#outcome(question, this.#request.signal, () => this.#retry(question, turn, reply)));
    turn.scrollIntoView({ block: "start" });
    this.#request = null;
    this.#onWaiting(false);
  }

  /**
   * @param {string} question
   * @param {AbortSignal} signal
   * @param {() => void} retry
   * @returns {Promise<HTMLElement>}
   */
  async #outcome(question, signal, retry) {
    try {
      const answer = await ask(question, signal);
      const view = answerView(answer, this.#open);
      this.#onAnswer(answer);
      return view;
    } catch (error) {
      return isAbort(error) ? stoppedView(retry) : problemView(error, retry);
    }
  }

  /**
   * @param {string} question
   * @param {HTMLElement} turn
   * @param {HTMLElement} reply
   */
  #retry(question, turn, reply) {
    if (this.#request) return;
    turn.focus({ preventScroll: true }); // The button that had the focus goes away.
    this.#answer(question, turn, reply);
  }
}

/**
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
function stoppedView(retry) {
  return h("div", { class: "problem stopped" },
    h("p", {}, "Stopped before an answer came."),
    h("button", { class: "button", type: "button", onclick: retry }, "Ask again"));
}
