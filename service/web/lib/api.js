// @ts-check
// Sends requests to the server, with the key, and turns every failure into an ApiError.

import { askAgain, askForKey, currentKey, isDeclined } from "./key.js";
import { t } from "./language.js";
import { at, encodeId } from "./links.js";

/** @typedef {{ start: number, end: number }} Span in code points, the end exclusive */
/**
 * @typedef {object} CitedPlace
 * @property {string} kind
 * @property {string} label
 * @property {string | number} [value]
 * @property {string | number} [end_value]
 */
/**
 * @typedef {object} Source
 * @property {string} document_id
 * @property {string} title
 * @property {string} sha256
 * @property {string} passage_id
 * @property {number} start
 * @property {number} end
 * @property {string | null} published
 * @property {string | null} author
 * @property {string | null} site
 * @property {string | null} superseded_by what replaces it; "" if it is out of date without that
 * @property {string[]} headings above the quote, the outermost first
 * @property {CitedPlace[]} places in the original, the outermost first
 */
/**
 * Another document that says the same. copy: whether it is nearly the same as a whole.
 *
 * @typedef {{ source: Source, quote: string, copy?: boolean }} FurtherSource
 */
/**
 * @typedef {object} Citation
 * @property {number} marker
 * @property {Span} answer
 * @property {Source} source
 * @property {string} quote
 * @property {number} score
 * @property {Span | null} highlight the short answer in the sentence
 * @property {FurtherSource[]} also
 */
/**
 * @typedef {object} ConflictingValue
 * @property {number} marker
 * @property {string} text
 * @property {Span} answer
 * @property {string | null} published
 * @property {boolean} older
 */
/** @typedef {{ kind: "number" | "date", values: ConflictingValue[] }} Conflict */
/**
 * @typedef {object} Passage
 * @property {string} passage_id
 * @property {string} document_id
 * @property {string} title
 * @property {number} start
 * @property {number} end
 * @property {string} text
 * @property {number} score
 * @property {string} [sha256]
 * @property {Span | null} [best] its sentence that comes nearest, in the document
 */
/** @typedef {{ documents: number, undated: number }} Filtered */
/**
 * @typedef {object} Support
 * @property {"supported" | "contradicted" | "not_mentioned"} label
 * @property {number} score
 * @property {string} method "verbatim" for a quote
 */
/**
 * A sentence of the answer, and the markers of the citations that it rests on.
 *
 * @typedef {Span & { markers: number[], support: Support }} Sentence
 */
/**
 * What came of asking an LLM to word the answer.
 *
 * @typedef {object} Wording
 * @property {string} server
 * @property {string} model
 * @property {string | null} problem why the quoted answer came instead
 * @property {number} dropped sentences that failed the check and were left out
 * @property {number} replaced sentences that failed it, in whose place stands a quote
 */
/**
 * @typedef {object} Answer
 * @property {string} id
 * @property {string} question
 * @property {"answered" | "unsupported"} status
 * @property {string} answer
 * @property {number} confidence
 * @property {number} generation
 * @property {Citation[]} citations
 * @property {Conflict[]} conflicts
 * @property {Passage[]} passages
 * @property {Filtered | null} [filtered]
 * @property {"quoted" | "worded" | "collection" | "talk"} mode
 * @property {Sentence[]} sentences
 * @property {Wording} [wording] only where an LLM was to word the answer
 * @property {string[]} [unanswered] of several questions in one, those without an answer
 * @property {{ right: number, answers: number } | null} [measured] of the answers that were as
 *   confident when it was measured, the share that was right, and how many there were
 * @property {boolean | null} [right] what the reader says of the answer
 */
/**
 * `text[start:end]` of a document, and what it is.
 *
 * @typedef {object} DocumentBlock
 * @property {"heading" | "paragraph" | "item" | "row" | "code" | "quotation" | "note"} kind
 * @property {number} start
 * @property {number} end
 * @property {number} [level]
 * @property {boolean} [ordered]
 * @property {number} [number]
 * @property {string} [language]
 * @property {boolean} [header]
 * @property {[number, number][]} [cells]
 */
/** @typedef {{ start: number, end: number, href: string }} DocumentLink */
/**
 * Where in the original `text[start:end]` stands, such as page 7.
 *
 * @typedef {{ kind: string, value: number | string, label: string, start: number, end: number }}
 *   DocumentPlace
 */
/**
 * @typedef {object} Document
 * @property {string} document_id
 * @property {string} title
 * @property {string} text
 * @property {string} sha256
 * @property {string | null} published
 * @property {string | null} author
 * @property {string | null} site
 * @property {string | null} language
 * @property {string | null} url
 * @property {string | null} superseded_by
 * @property {string[]} warnings what was guessed, or left out, when it was read
 * @property {boolean} stale
 * @property {DocumentBlock[]} blocks
 * @property {DocumentLink[]} links
 * @property {DocumentPlace[]} places
 */

/** The code points of a question; the server accepts no longer one. */
export const LONGEST_QUESTION = 2000;

/** A request that failed, with a message meant for the reader. */
export class ApiError extends Error {
  /**
   * @param {string} code the server's code, or one of this page's own: "network", "interrupted" and
   *   "bad_reply"
   * @param {string} message
   * @param {number | null} retryAfter the seconds after which the server may be asked again
   */
  constructor(code, message, retryAfter = null) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {string} documentId
 * @param {string | null} version null asks for the current text, whatever its version
 * @param {AbortSignal} signal
 * @returns {Promise<Document>}
 */
export function getDocument(documentId, version, signal) {
  const query = version ? `?v=${encodeURIComponent(version)}` : "";
  return request(`/v1/documents/${encodeId(documentId)}${query}`, { signal });
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>} the JSON of the reply; null if it has no body
 * @throws {ApiError} except for an abort, which is thrown as it is
 */
export async function request(path, options = {}) {
  const reply = await open(path, options);
  const text = await reply.text().catch(fail);
  if (reply.status === 204) return null;
  const body = parse(text);
  if (body === null) throw unreadable(reply);
  return body;
}

/**
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<any>}
 */
export function post(path, body) {
  return request(path, posting(body));
}

/**
 * Returns the options of a request that posts JSON.
 *
 * @param {unknown} body
 * @param {{ headers?: Record<string, string>, signal?: AbortSignal }} [options]
 * @returns {RequestInit}
 */
export function posting(body, options = {}) {
  const headers = { ...options.headers, "Content-Type": "application/json" };
  return { ...options, method: "POST", headers, body: JSON.stringify(body) };
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Response>} a successful response, whose body is still to be read
 * @throws {ApiError} except for an abort, which is thrown as it is
 */
export async function open(path, options) {
  const reply = await fetchWithKey(path, options).catch(fail);
  if (reply.ok) return reply;
  const { code, message } = parse(await reply.text().catch(fail))?.error ?? {};
  if (!message) throw unreadable(reply);
  const seconds = Number.parseInt(reply.headers.get("Retry-After") ?? "", 10);
  throw new ApiError(code ?? "bad_reply", message, Number.isNaN(seconds) ? null : seconds);
}

/**
 * Throws an ApiError for a failed connection; an ApiError or an abort as it is.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  if (error instanceof ApiError || isAbort(error)) throw error;
  throw new ApiError("network", t("lib.unreachable"));
}

/**
 * @param {Response} reply
 * @returns {ApiError}
 */
function unreadable(reply) {
  return new ApiError("bad_reply", t("lib.unreadable_status", { status: reply.status }));
}

/**
 * Sends this tab's key. As long as the server refuses it, asks the reader for another one. What
 * the page only reads does not ask again once the reader has given none.
 *
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
async function fetchWithKey(path, options) {
  if ((options.method ?? "GET") !== "GET") askAgain();
  for (;;) {
    const key = currentKey();
    const headers = new Headers(options.headers);
    if (key !== null) headers.set("Authorization", `Bearer ${key}`);
    const reply = await fetch(at(path), { ...options, headers });
    if (reply.status !== 401) return reply;
    const { message } = parse(await reply.clone().text())?.error ?? {};
    // Another request may have got a new key meanwhile.
    if (key !== currentKey()) continue;
    if (isDeclined() || !(await askForKey(message ?? t("lib.key_wanted")))) return reply;
  }
}

/**
 * @param {string} text
 * @returns {any} null if it is not JSON
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
