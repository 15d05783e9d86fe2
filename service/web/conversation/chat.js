// @ts-check
// Conversations on the server: asks in one and streams the answer; reads one again.

import { ApiError, isAbort, open, posting, request } from "../lib/api.js";
import { t } from "../lib/language.js";
import { EventParser } from "../lib/sse.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/**
 * @typedef {object} Question
 * @property {string} question
 * @property {string | null} conversation_id
 * @property {string | null} standalone_question
 * @property {object | null} filters
 * @property {"quoted" | "worded"} mode
 */
/**
 * What a question was understood as. Turns that were kept before have no `readings` and `within`.
 *
 * @typedef {object} Understanding
 * @property {string} standalone_question
 * @property {string[]} [readings] what else it may have meant, the likeliest first
 * @property {boolean} [within] whether the words as typed were asked within the documents that the
 *   conversation had quoted
 */
/** @typedef {Understanding & { turn: number }} InConversation */
/** @typedef {Answer & InConversation & { conversation_id: string }} ChatAnswer */
/** @typedef {{ marker: number, document_id: string }} Removed */
/**
 * A turn as the server keeps it.
 *
 * @typedef {Omit<Answer, "passages"> & InConversation & Kept} PastTurn
 */
/** @typedef {{ asked_at: string, removed: Removed[], filters?: object | null }} Kept */
/** @typedef {{ id: string, title: string, turns: PastTurn[] }} StoredConversation */

/** The pauses before each look for an answer whose stream broke off, in ms. */
const RECOVERY_MS = [300, 1500, 4000];

/**
 * Asks a question, and calls `show` with the answer so far whenever more of it arrives.
 *
 * @param {Question} question
 * @param {number} known the number of the conversation's last turn before this question
 * @param {AbortSignal} signal
 * @param {(draft: ChatAnswer) => void} show
 * @returns {Promise<ChatAnswer | PastTurn>} a PastTurn if the stream broke off and the server had
 *   kept the answer
 */
export async function askInConversation(question, known, signal, show) {
  const given = Object.entries({ ...question, top_k: 5 }).filter(([, value]) => value !== null);
  const headers = { Accept: "text/event-stream" };
  const reply = await open("/v1/chat", posting(Object.fromEntries(given), { headers, signal }));
  /** @type {ChatAnswer | null} */
  let draft = null;
  try {
    for await (const { event, data } of eventsOf(reply)) {
      if (event === "error") throw new ApiError(data.error.code, data.error.message);
      draft = grown(draft, event, data);
      if (draft && event === "done") return draft;
      if (draft) show(draft);
    }
  } catch (error) {
    if (error instanceof ApiError || isAbort(error)) throw error;
  }
  return recover(question, known, draft, signal);
}

/**
 * @param {Response} reply
 * @returns {AsyncGenerator<{ event: string, data: any }>}
 */
async function* eventsOf(reply) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (reply.body).getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const { event, data } of parser.push(value)) yield { event, data: JSON.parse(data) };
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Returns the draft with what an event adds to it.
 *
 * @param {ChatAnswer | null} draft
 * @param {string} event
 * @param {any} data
 * @returns {ChatAnswer | null}
 */
function grown(draft, event, data) {
  if (event === "sources") {
    return { ...data, answer: "", citations: [], conflicts: [], sentences: [] };
  }
  if (draft === null) return null;
  if (event === "done") return { ...draft, ...data };
  if (event !== "sentence") return draft;
  const citations = [...draft.citations, ...data.citations];
  const sentences = [...draft.sentences, ...data.sentences];
  return { ...draft, answer: draft.answer + data.text, citations, sentences };
}

/**
 * Looks for the answer on the server, which may have kept it although its stream broke off.
 *
 * @param {Question} question
 * @param {number} known
 * @param {ChatAnswer | null} draft
 * @param {AbortSignal} signal
 * @returns {Promise<ChatAnswer | PastTurn>}
 */
async function recover(question, known, draft, signal) {
  const id = draft?.conversation_id ?? question.conversation_id;
  for (const wait of id ? RECOVERY_MS : []) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    signal.throwIfAborted();
    const { turns } = await readConversation(/** @type {string} */ (id), signal).catch(nothingYet);
    const kept = turns.find((turn) => turn.turn > known && turn.question === question.question);
    if (kept) return draft ? { ...draft, ...kept } : kept;
  }
  throw new ApiError("interrupted", t("conversation.lost"));
}

/**
 * @param {unknown} error
 * @returns {{ turns: PastTurn[] }}
 */
function nothingYet(error) {
  if (isAbort(error)) throw error;
  return { turns: [] };
}

/**
 * @param {string} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<StoredConversation>}
 */
export function readConversation(id, signal) {
  return request(`/v1/conversations/${id}`, { signal });
}
