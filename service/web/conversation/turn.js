// @ts-check
// One turn: a question, what it was asked in, how it was understood, and its answer or what went
// wrong.

import { confidenceOf } from "../evidence/why.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { problemView } from "../lib/problem.js";
import { wordingInWords } from "../wording/told.js";
import { actionsView } from "./actions.js";
import { answerView, draftView, refusalInWords } from "./answer.js";
import { rewordingView } from "./rewording.js";
import { realFilters, scopeView } from "./scope.js";
import { suggestionsView } from "./suggestions.js";
import { Understood } from "./understood.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/** @typedef {import("./conversation.js").Asked} Asked */

/**
 * @typedef {object} Reactions
 * @property {import("../evidence/places.js").Open} open
 * @property {() => string | null} conversation returns the id of the conversation
 * @property {() => void} onRetry
 * @property {() => void} onNew
 * @property {(asked: Asked) => boolean} onAsk returns whether the question could be asked now
 */

export class Turn {
  asked;
  /** Whether the turn has its answer. */
  isSettled = false;
  /** The answer, as a screen reader announces it. */
  spoken = "";
  #reactions;
  #reply = h("div", { class: "reply" });
  #understood;
  #question = h("div", { class: "question-row" });
  #scope = h("div", { class: "turn-scope" });
  #actions = h("div", { class: "turn-actions" });
  #edit = h("button", { class: "quiet", type: "button", onclick: () => this.#editQuestion() },
    t("conversation.edit"),
    h("span", { class: "visually-hidden" }, ` ${t("conversation.edit_rest")}`));
  element;

  /**
   * @param {Asked} asked
   * @param {Reactions} reactions
   */
  constructor(asked, reactions) {
    this.asked = asked;
    this.#reactions = reactions;
    this.#understood = new Understood(asked, reactions.onAsk);
    this.element = h("article", { class: "turn", tabindex: "-1" },
      this.#question, this.#scope, this.#understood.element, this.#reply, this.#actions);
    this.#showQuestion();
    this.#showScope();
    this.#showActions(null);
  }

  /** @returns {Asked["filters"]} those that the question was asked with */
  get #filters() {
    return realFilters(this.asked.filters);
  }

  wait() {
    // A focused button in the reply is about to disappear.
    if (this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    this.#reply.replaceChildren(h("p", { class: "pending" }, t("conversation.looking")));
    this.#reply.ariaBusy = "true";
  }

  /** @param {ChatAnswer} draft the answer so far */
  draft(draft) {
    if ("standalone_question" in draft) this.#understood.show(draft);
    if (draft.citations.length === 0) {
      if (draft.mode === "worded") {
        this.#reply.replaceChildren(h("p", { class: "pending" }, t("wording.under_way")));
      }
      return;
    }
    const answer = /** @type {ChatAnswer} */ ({ ...draft, status: "answered" });
    this.#reply.replaceChildren(draftView(answer, this.#reactions.open));
  }

  /** @param {ChatAnswer | PastTurn} answer the complete answer */
  settle(answer) {
    this.isSettled = true;
    this.#understood.show(answer);
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(answerView(answer, {
      open: this.#reactions.open,
      filters: this.#filters,
      onAskAll: () => { this.#reactions.onAsk({ ...this.asked, filters: null }); },
    }));
    this.#showActions(answer);
    this.spoken = spokenAnswer(answer);
  }

  /**
   * Offers questions that may follow; only the last answer of a conversation has them.
   *
   * @param {ChatAnswer | PastTurn} answer
   */
  suggest(answer) {
    const conversation = this.#reactions.conversation();
    const isOfDocuments = answer.mode === "quoted" || answer.mode === "worded";
    if (answer.status !== "answered" || !isOfDocuments || conversation === null) return;
    const onAsk = (/** @type {string} */ question) => {
      this.#reactions.onAsk({ question, standalone: null, filters: this.asked.filters });
    };
    this.#actions.before(suggestionsView(conversation, answer.turn, onAsk));
  }

  /** @param {string} words */
  stopped(words) {
    const onclick = this.#reactions.onRetry;
    this.#reply.ariaBusy = null;
    this.#reply.replaceChildren(h("div", { class: "problem stopped" },
      h("p", {}, words),
      h("button", { class: "button", type: "button", onclick }, t("conversation.again"))));
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
      h("span", { class: "visually-hidden" }, `${t("conversation.you_asked")} `),
      h("bdi", {}, this.asked.question));
  }

  #showQuestion() {
    this.#question.replaceChildren(this.#heading(""));
    return this.#edit;
  }

  #showScope() {
    const chips = scopeView(this.#filters, t("conversation.asked_in"));
    const label = h("span", { "aria-hidden": "true" }, t("conversation.asked_in"));
    this.#scope.replaceChildren(...(chips ? [label, chips] : []));
  }

  /** @param {ChatAnswer | PastTurn | null} answer */
  #showActions(answer) {
    this.#actions.replaceChildren(actionsView(answer, this.#reactions.conversation(), this.#edit));
  }

  #editQuestion() {
    const rewording = rewordingView(t("conversation.edit_label"), this.asked.question, {
      onAsk: (words) => {
        const asked = { question: words, standalone: null, filters: this.asked.filters };
        if (this.#reactions.onAsk(asked)) this.#showQuestion();
      },
      onCancel: () => this.#showQuestion().focus(),
    });
    this.#question.replaceChildren(this.#heading("visually-hidden"), ...rewording);
    this.#question.querySelector("textarea")?.focus();
  }
}

/**
 * @param {ChatAnswer | PastTurn} whole
 * @returns {string}
 */
function spokenAnswer(whole) {
  const { mode, status, answer, citations, confidence } = whole;
  if (mode !== "quoted" && mode !== "worded") return answer;
  if (status !== "answered") return `${t("conversation.no_answer")}. ${refusalInWords(whole)}`;
  const sources = t("conversation.citations", { n: citations.length });
  const said = `${t("conversation.answer")} ${answer} ${sources}. ${confidenceOf(confidence).words}.`;
  return whole.wording ? `${said} ${wordingInWords(whole.mode, whole.wording)}` : said;
}
