// @ts-check
// The open conversation: its turns, the question under way, and how a reload restores both.

import { isAbort } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { askInConversation, readConversation } from "./chat.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { slot } from "../lib/links.js";
import { problemView } from "../lib/problem.js";
import { Turn } from "./turn.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/**
 * What was asked, in which of its readings, and in which documents.
 *
 * @typedef {{ question: string, standalone: string | null, filters: object | null }} Asked
 */

const PENDING = slot("pincite-asked");

export class Conversation {
  /** @type {string | null} null until the first answer */
  id = null;
  /** @type {string | null} the first question */
  title = null;
  #log;
  #reactions;
  #known = 0;
  /** @type {AbortController | null} the request under way; there is never more than one */
  #request = null;

  /**
   * @param {HTMLElement} log
   * @param {object} reactions
   * @param {import("../evidence/places.js").Open} reactions.open
   * @param {() => object | null} reactions.filter
   * @param {() => Promise<"quoted" | "worded">} reactions.mode
   * @param {(waiting: boolean) => void} reactions.onWaiting
   * @param {() => void} reactions.onBegun called when the conversation gets its id
   * @param {(answer: ChatAnswer | PastTurn) => void} reactions.onAnswer
   * @param {() => void} reactions.onNew called to start a new conversation
   */
  constructor(log, reactions) {
    this.#log = log;
    this.#reactions = reactions;
  }

  get isEmpty() {
    return this.#log.childElementCount === 0;
  }

  /** Starts a new conversation, and forgets a question that has no answer yet. */
  begin() {
    forget();
    return this.show(null);
  }

  /** @param {string | null} id null for a new conversation */
  async show(id) {
    this.stop();
    this.#request = null;
    this.#reactions.onWaiting(false);
    this.id = id;
    this.title = null;
    this.#known = 0;
    this.#log.replaceChildren();
    if (id !== null && !(await this.#load(id))) return;
    this.#showUnanswered();
  }

  /**
   * Asks a question in the documents that the filters allow now.
   *
   * @param {string} question
   * @returns {HTMLElement | null} the new turn; null while a request is under way
   */
  ask(question) {
    return this.#ask({ question, standalone: null, filters: this.#reactions.filter() });
  }

  /**
   * @param {Asked} asked
   * @returns {HTMLElement | null}
   */
  #ask(asked) {
    if (this.#request) return null;
    const turn = this.#turn(asked);
    this.#answer(turn);
    return turn.element;
  }

  /**
   * Moves the focus to the next or the previous cited sentence; its card is then shown.
   *
   * @param {1 | -1} by
   */
  step(by) {
    const handles = [...this.#log.querySelectorAll(".answer-text .handle")];
    const last = this.#log.lastElementChild?.querySelector(".answer-text .handle");
    const at = handles.indexOf(document.activeElement ?? document.body);
    const next = at < 0 ? last : handles[at + by];
    if (!(next instanceof HTMLElement)) return;
    next.focus(/** @type {FocusOptions} */ ({ focusVisible: true, preventScroll: true }));
    next.scrollIntoView({ block: "nearest" });
  }

  stop() {
    this.#request?.abort();
  }

  /**
   * @param {string} id
   * @returns {Promise<boolean>} whether it was loaded, and is still the one to show
   */
  async #load(id) {
    const request = (this.#request = new AbortController());
    this.#log.replaceChildren(h("p", { class: "pending" }, t("conversation.opening")));
    try {
      const { title, turns } = await readConversation(id, request.signal);
      if (request.signal.aborted) return false;
      this.title = title;
      this.#known = turns.at(-1)?.turn ?? 0;
      this.#log.replaceChildren();
      this.#settleAll(turns);
      this.#reactions.onBegun();
      this.#log.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });
      return true;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return false;
      const ways = { retry: () => this.show(id), fresh: this.#reactions.onNew };
      this.#log.replaceChildren(problemView(error, ways));
      return false;
    } finally {
      if (this.#request === request) this.#request = null;
    }
  }

  /** @param {PastTurn[]} turns */
  #settleAll(turns) {
    for (const [n, past] of turns.entries()) {
      const { question, filters = null } = past;
      const turn = this.#turn({ question, standalone: null, filters });
      turn.settle(past);
      if (n === turns.length - 1) turn.suggest(past);
    }
  }

  /** Offers to ask a question again that a reload or a lost connection left without an answer. */
  #showUnanswered() {
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
    if (!pending || pending.conversation !== this.id) return;
    const last = this.#log.lastElementChild?.querySelector(".question bdi");
    if (last?.textContent === pending.question) forget();
    else this.#turn({ filters: null, ...pending }).stopped(t("conversation.unanswered"));
  }

  /**
   * @param {Asked} asked
   * @returns {Turn}
   */
  #turn(asked) {
    /** @type {Turn} */
    const turn = new Turn(asked, {
      open: this.#reactions.open,
      conversation: () => this.id,
      onRetry: () => { if (!this.#request) this.#answer(turn); },
      onNew: this.#reactions.onNew,
      onAsk: (asked) => this.#askInstead(turn, asked),
    });
    this.#log.append(turn.element);
    return turn;
  }

  /**
   * Asks the question in other words. A turn with an answer stays; one without is replaced.
   *
   * @param {Turn} turn
   * @param {Asked} asked
   * @returns {boolean} whether it could be asked now
   */
  #askInstead(turn, asked) {
    if (this.#request) return false;
    if (!turn.isSettled) turn.element.remove();
    this.#ask(asked)?.focus({ preventScroll: true });
    return true;
  }

  /** @param {Turn} turn */
  async #answer(turn) {
    const request = (this.#request = new AbortController());
    this.#reactions.onWaiting(true);
    this.#remember(turn);
    turn.wait();
    toTheTop(turn);
    await this.#outcome(turn, request.signal);
    if (this.#request !== request) return;
    this.#request = null;
    this.#reactions.onWaiting(false);
  }

  /** @param {Turn} turn */
  #remember(turn) {
    sessionStorage.setItem(PENDING, JSON.stringify({ conversation: this.id, ...turn.asked }));
  }

  /**
   * @param {Turn} turn
   * @param {AbortSignal} signal
   */
  async #outcome(turn, signal) {
    const { question, standalone, filters } = turn.asked;
    const show = (/** @type {ChatAnswer} */ draft) => this.#draft(turn, draft);
    try {
      const mode = await this.#reactions.mode();
      signal.throwIfAborted();
      const place = { conversation_id: this.id, standalone_question: standalone };
      const sent = { question, ...place, filters, mode };
      const answer = await askInConversation(sent, this.#known, signal, show);
      this.#known = answer.turn;
      if ("conversation_id" in answer) this.#begun(turn, answer);
      turn.settle(answer);
      this.#log.querySelector(".suggestions")?.remove();
      turn.suggest(answer);
      toTheTop(turn);
      announce(turn.spoken);
      this.#reactions.onAnswer(answer);
      forget();
    } catch (error) {
      if (!turn.element.isConnected) return;
      if (!isAbort(error) && !signal.aborted) return turn.fail(error);
      forget();
      turn.stopped(t("conversation.stopped"));
    }
  }

  /**
   * @param {Turn} turn
   * @param {ChatAnswer} draft
   */
  #draft(turn, draft) {
    turn.draft(draft);
    // Of what an LLM is wording the server tells at the end to which conversation it belongs.
    if ("conversation_id" in draft) this.#begun(turn, draft);
  }

  /**
   * @param {Turn} turn
   * @param {ChatAnswer} answer the answer so far
   */
  #begun(turn, answer) {
    if (this.id !== null) return;
    this.id = answer.conversation_id;
    this.title = answer.question;
    this.#remember(turn);
    this.#reactions.onBegun();
  }
}

/**
 * Scrolls to a turn at once, and again when the turns above it have their real heights.
 *
 * @param {Turn} turn
 */
function toTheTop({ element }) {
  element.scrollIntoView({ block: "start" });
  const scroll = () => element.scrollIntoView({ block: "start" });
  requestAnimationFrame(() => requestAnimationFrame(scroll));
}

function forget() {
  sessionStorage.removeItem(PENDING);
}
