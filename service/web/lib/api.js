// @ts-check
// Every request to the server, and every way one can fail.

import { askForKey, currentKey } from "./key.js";
import { encodeId } from "./links.js";

/** @typedef {{ start: number, end: number }} Span code points, the end exclusive */
/** @typedef {{ document_id: string, title: string, sha256: string, passage_id: string, start: number, end: number, published: string | null }} Source */
/** @typedef {{ marker: number, answer: Span, source: Source, quote: string, score: number, also: FurtherSource[] }} Citation */
/** @typedef {{ source: Source, quote: string }} FurtherSource the quote as that document words it */
/** @typedef {{ kind: "number" | "date", values: { marker: number, text: string, answer: Span }[] }} Conflict */
/** @typedef {{ passage_id: string, document_id: string, title: string, start: number, end: number, text: string, score: number, sha256?: string }} Passage */
/** @typedef {{ documents: number, undated: number }} Filtered */
/** @typedef {{ id: string, question: string, status: "answered" | "unsupported", answer: string, confidence: number, generation: number, citations: Citation[], conflicts: Conflict[], passages: Passage[], filtered?: Filtered }} Answer */
/** @typedef {{ document_id: string, title: string, text: string, sha256: string, published: string | null, stale: boolean }} Document */
/** @typedef {{ generation: number, documents: { document_id: string, title: string }[] }} Listing */
/** @typedef {{ generation: number, documents: number, passages: number, sentences: number }} Readiness */

/** A request that failed, with a message meant for the reader. */
export class ApiError extends Error {
  /**
   * @param {string} code the server's code, or "network", "interrupted" and "bad_reply", which are this page's own
   * @param {string} message
   * @param {number | null} retryAfter in how many seconds the server wants to be asked again
   */
  constructor(code, message, retryAfter = null) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** @returns {Promise<Listing>} */
export function listDocuments() {
  return request("/v1/documents");
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

/** @returns {Promise<Readiness>} */
export function readiness() {
  return request("/readyz");
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>} the JSON of the reply; null where it has no body
 * @throws {ApiError} and lets an abort pass as it is
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
 * @param {unknown} body
 * @param {{ headers?: Record<string, string>, signal?: AbortSignal }} [options]
 * @returns {RequestInit}
 */
export function posting(body, options = {}) {
  return { ...options, method: "POST", headers: { ...options.headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Response>} one whose status is good, its body still to be read
 * @throws {ApiError} and lets an abort pass as it is
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
 * @param {unknown} error
 * @returns {never}
 */
export function fail(error) {
  if (error instanceof ApiError || isAbort(error)) throw error;
  throw new ApiError("network", "The server cannot be reached.");
}

/**
 * @param {Response} reply
 * @returns {ApiError}
 */
function unreadable(reply) {
  return new ApiError("bad_reply", `The server sent a reply that this page cannot read (${reply.status}).`);
}

/**
 * Sends this tab's key, and asks for another as long as the server wants one and the reader gives one.
 *
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
async function fetchWithKey(path, options) {
  for (;;) {
    const key = currentKey();
    const headers = new Headers(options.headers);
    if (key !== null) headers.set("Authorization", `Bearer ${key}`);
    const reply = await fetch(path, { ...options, headers });
    if (reply.status !== 401) return reply;
    const { message } = parse(await reply.clone().text())?.error ?? {};
    // Meanwhile another request may have been given one.
    if (key === currentKey() && !(await askForKey(message ?? "the server wants one"))) return reply;
  }
}

/**
 * @param {string} text
 * @returns {any} null where it is not JSON
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
