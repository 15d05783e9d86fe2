// @ts-check
// One turn: a question, how it was understood, and its answer, or what went wrong and a way to try again.

import { actionsView, answerView, confidenceOf } from "./answer.js";
import { h } from "../lib/dom.js";
import { problemView } from "../lib/problem.js";
import { rewordingView } from "./rewording.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/** @typedef {import("./conversation.js").Asked} Asked */

/**
 * @typedef {object} Reactions
 * @property {import("./sources.js").Open} open
 * @property {() => void} onRetry
 * @property {() => void} onNew
 * @property {(question: string, standalone: string | null) => boolean} onAsk whether it could be asked now
 */

export class Turn {
  asked;
  /** Whether the server has an answer to it. */
  isSettled = false;
  /** The answer in words for a screen reader. */
  spoken = "";
  #reactions;
  #reply = h("div", { class: "reply" });
  #understood = h("div", { class: "understood", hidden: true });
  #question = h("div", { class: "question-row" });
  element;

  /**
   * @param {Asked} asked
   * @param {Reactions} reactions
   */
  constructor(asked, reactions) {
    this.asked = asked;
    this.#reactions = reactions;
    this.element = h("article", { class: "turn", tabindex: "-1" }, this.#question, this.#understood, this.#reply);
    this.#showQuestion();
  }

  wait() {
    // A button in the reply that had the focus goes away.
    if (this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.#reply.replaceChildren(h("p", { class: "pending" }, "Looking through the documents…"));
    this.#reply.ariaBusy = "true";
  }

  /** @param {ChatAnswer} draft what has come so far */
  draft(draft) {
    this.#showUnderstood(draft.standalone_question);
    if (draft.citations.length > 0) this.#reply.replaceChildren(answerView({ ...draft, status: "answered" }, this.#reactions.open, false));
  }

  /** @param {ChatAnswer | PastTurn} answer all of it */
  settle(answer) {
    this.isSettled = true;
    this.#showUnderstood(answer.standalone_question);
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(answerView(answer, this.#reactions.open, true), ...actionsView(answer));
    this.spoken = spokenAnswer(answer);
  }

  /** @param {string} words */
  stopped(words) {
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(h("div", { class: "problem stopped" },
      h("p", {}, words),
      h("button", { class: "button", type: "button", onclick: this.#reactions.onRetry }, "Ask again")));
  }

  /** @param {unknown} error */
  fail(error) {
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(problemView(error, { retry: this.#reactions.onRetry, fresh: this.#reactions.onNew }));
  }

  /** @param {string} more its classes */
  #heading(more) {
    return h("h2", { class: `question ${more}`, dir: "auto" },
      h("span", { class: "visually-hidden" }, "You asked: "), h("bdi", {}, this.asked.question));
  }

  #showQuestion() {
    const edit = h("button", { class: "quiet", type: "button", onclick: () => this.#editQuestion() }, "Edit",
      h("span", { class: "visually-hidden" }, " the question"));
    this.#question.replaceChildren(this.#heading(""), edit);
    return edit;
  }

  #editQuestion() {
    this.#question.replaceChildren(this.#heading("visually-hidden"), ...rewordingView("Edit the question", this.asked.question, {
      onAsk: (words) => {
        if (this.#reactions.onAsk(words, null)) this.#showQuestion();
      },
      onCancel: () => this.#showQuestion().focus(),
    }));
    this.#question.querySelector("textarea")?.focus();
  }

  /**
   * @param {string} standalone
   * @returns {HTMLElement}
   */
  #showUnderstood(standalone) {
    this.#understood.hidden = standalone === this.asked.question;
    const change = h("button", { class: "quiet", type: "button", onclick: () => this.#changeUnderstood(standalone) }, "Change",
      h("span", { class: "visually-hidden" }, " how the question is understood"));
    this.#understood.replaceChildren(h("p", {}, "Understood as ", h("bdi", { class: "understanding" }, standalone)), change);
    return change;
  }

  /** @param {string} standalone */
  #changeUnderstood(standalone) {
    this.#understood.replaceChildren(...rewordingView("What do you mean?", standalone, {
      onAsk: (words) => {
        if (this.#reactions.onAsk(this.asked.question, words)) this.#showUnderstood(standalone);
      },
      onCancel: () => this.#showUnderstood(standalone).focus(),
    }));
    this.#understood.querySelector("textarea")?.focus();
  }
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
function spokenAnswer({ status, answer, citations, confidence }) {
  if (status !== "answered") return `No answer found. ${answer}`;
  const sources = `${citations.length} ${citations.length === 1 ? "citation" : "citations"}`;
  return `Answer: ${answer} ${sources}. ${confidenceOf(confidence).words}.`;
}
