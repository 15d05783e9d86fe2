// @ts-check
// One turn: a question, how it was understood, and its answer or what went wrong.

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
 * @property {(question: string, standalone: string | null) => boolean} onAsk returns whether the
 *   question could be asked now
 */

export class Turn {
  asked;
  /** Whether the turn has its answer. */
  isSettled = false;
  /** The answer, as a screen reader announces it. */
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
    this.element = h("article", { class: "turn", tabindex: "-1" },
      this.#question, this.#understood, this.#reply);
    this.#showQuestion();
  }

  wait() {
    // A focused button in the reply is about to disappear.
    if (this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.#reply.replaceChildren(h("p", { class: "pending" }, "Looking through the documents…"));
    this.#reply.ariaBusy = "true";
  }

  /** @param {ChatAnswer} draft the answer so far */
  draft(draft) {
    this.#showUnderstood(draft.standalone_question);
    if (draft.citations.length === 0) return;
    const answer = /** @type {ChatAnswer} */ ({ ...draft, status: "answered" });
    this.#reply.replaceChildren(answerView(answer, this.#reactions.open, false));
  }

  /** @param {ChatAnswer | PastTurn} answer the complete answer */
  settle(answer) {
    this.isSettled = true;
    this.#showUnderstood(answer.standalone_question);
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(
      answerView(answer, this.#reactions.open, true), ...actionsView(answer));
    this.spoken = spokenAnswer(answer);
  }

  /** @param {string} words */
  stopped(words) {
    const onclick = this.#reactions.onRetry;
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(h("div", { class: "problem stopped" },
      h("p", {}, words),
      h("button", { class: "button", type: "button", onclick }, "Ask again")));
  }

  /** @param {unknown} error */
  fail(error) {
    this.#reply.ariaBusy = null;
    const ways = { retry: this.#reactions.onRetry, fresh: this.#reactions.onNew };
    this.#reply.replaceChildren(problemView(error, ways));
  }

  /** @param {string} classes besides its own */
  #heading(classes) {
    return h("h2", { class: `question ${classes}`, dir: "auto" },
      h("span", { class: "visually-hidden" }, "You asked: "), h("bdi", {}, this.asked.question));
  }

  #showQuestion() {
    const onclick = () => this.#editQuestion();
    const edit = h("button", { class: "quiet", type: "button", onclick }, "Edit",
      h("span", { class: "visually-hidden" }, " the question"));
    this.#question.replaceChildren(this.#heading(""), edit);
    return edit;
  }

  #editQuestion() {
    const rewording = rewordingView("Edit the question", this.asked.question, {
      onAsk: (words) => {
        if (this.#reactions.onAsk(words, null)) this.#showQuestion();
      },
      onCancel: () => this.#showQuestion().focus(),
    });
    this.#question.replaceChildren(this.#heading("visually-hidden"), ...rewording);
    this.#question.querySelector("textarea")?.focus();
  }

  /**
   * @param {string} standalone
   * @returns {HTMLElement} the button to change it
   */
  #showUnderstood(standalone) {
    this.#understood.hidden = standalone === this.asked.question;
    const onclick = () => this.#changeUnderstood(standalone);
    const change = h("button", { class: "quiet", type: "button", onclick }, "Change",
      h("span", { class: "visually-hidden" }, " how the question is understood"));
    const understanding = h("bdi", { class: "understanding" }, standalone);
    this.#understood.replaceChildren(h("p", {}, "Understood as ", understanding), change);
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
function spokenAnswer({ mode, status, answer, citations, confidence }) {
  if (mode !== "quoted") return answer;
  if (status !== "answered") return `No answer found. ${answer}`;
  const sources = `${citations.length} ${citations.length === 1 ? "citation" : "citations"}`;
  return `Answer: ${answer} ${sources}. ${confidenceOf(confidence).words}.`;
}
