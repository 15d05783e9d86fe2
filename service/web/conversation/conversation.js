// @ts-check
// The open conversation: its turns, the question under way, and how a reload restores both.

import { isAbort } from "../lib/api.js";
import { announce } from "../lib/announce.js";
import { askInConversation, readConversation } from "./chat.js";
import { h } from "../lib/dom.js";
import { problemView } from "../lib/problem.js";
import { Turn } from "./turn.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/** @typedef {{ question: string, standalone: string | null }} Asked */

const PENDING = "pincite-asked";

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
   * @param {import("./sources.js").Open} reactions.open
   * @param {() => object | null} reactions.filter
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
   * @param {string} question
   * @param {string | null} standalone what the question means, if the reader says so
   * @returns {HTMLElement | null} the new turn; null while a request is under way
   */
  ask(question, standalone = null) {
    if (this.#request) return null;
    const turn = this.#turn({ question, standalone });
    this.#answer(turn);
    return turn.element;
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
    this.#log.replaceChildren(h("p", { class: "pending" }, "Opening the conversation…"));
    try {
      const { title, turns } = await readConversation(id, request.signal);
      if (request.signal.aborted) return false;
      this.title = title;
      this.#known = turns.at(-1)?.turn ?? 0;
      this.#log.replaceChildren();
      for (const past of turns) {
        this.#turn({ question: past.question, standalone: null }).settle(past);
      }
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

  /** Offers to ask a question again that a reload or a lost connection left without an answer. */
  #showUnanswered() {
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
    if (!pending || pending.conversation !== this.id) return;
    const last = this.#log.lastElementChild?.querySelector(".question bdi");
    if (last?.textContent === pending.question) forget();
    else this.#turn(pending).stopped("This question has no answer yet.");
  }

  /**
   * @param {Asked} asked
   * @returns {Turn}
   */
  #turn(asked) {
    /** @type {Turn} */
    const turn = new Turn(asked, {
      open: this.#reactions.open,
      onRetry: () => { if (!this.#request) this.#answer(turn); },
      onNew: this.#reactions.onNew,
      onAsk: (question, standalone) => this.#askInstead(turn, question, standalone),
    });
    this.#log.append(turn.element);
    return turn;
  }

  /**
   * Asks the question in other words. A turn with an answer stays; one without is replaced.
   *
   * @param {Turn} turn
   * @param {string} question
   * @param {string | null} standalone
   * @returns {boolean} whether it could be asked now
   */
  #askInstead(turn, question, standalone) {
    if (this.#request) return false;
    if (!turn.isSettled) turn.element.remove();
    this.ask(question, standalone)?.focus({ preventScroll: true });
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
    const { question, standalone } = turn.asked;
    const sent = {
      question,
      conversation_id: this.id,
      standalone_question: standalone,
      filters: this.#reactions.filter(),
    };
    const show = (/** @type {ChatAnswer} */ draft) => this.#draft(turn, draft);
    try {
      const answer = await askInConversation(sent, this.#known, signal, show);
      this.#known = answer.turn;
      turn.settle(answer);
      toTheTop(turn);
      announce(turn.spoken);
      this.#reactions.onAnswer(answer);
      forget();
    } catch (error) {
      if (!turn.element.isConnected) return;
      if (!isAbort(error) && !signal.aborted) return turn.fail(error);
      forget();
      turn.stopped("Stopped before an answer came.");
    }
  }

  /**
   * @param {Turn} turn
   * @param {ChatAnswer} draft
   */
  #draft(turn, draft) {
    turn.draft(draft);
    if (this.id !== null) return;
    this.id = draft.conversation_id;
    this.title = draft.question;
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
