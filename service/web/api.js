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
/** @typedef {{ id: string, question: string, status: "answered" | "unsupported", answer: string, confidence: number, generation: number, citations: Citation[], conflicts: Conflict[], passages: Passage[] }} Answer */
/** @typedef {{ document_id: string, title: string, text: string, sha256: string, published: string | null, stale: boolean }} Document */
/** @typedef {{ generation: number, documents: { document_id: string, title: string }[] }} Listing */
/** @typedef {{ generation: number, documents: number, passages: number, sentences: number }} Readiness */

/** A request that failed, with a message meant for the reader. */
export class ApiError extends Error {
  /**
   * @param {string} code the server's code, or "network" and "bad_reply", which are this page's own
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }
}

/**
 * @param {string} question
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export function ask(question, signal) {
  return request("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ question, top_k: 5 }),
    signal,
  });
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
 * @returns {Promise<any>} the JSON of the reply
 * @throws {ApiError} and lets an abort pass as it is
 */
async function request(path, options = {}) {
  try {
    return await read(await fetchWithKey(path, options));
  } catch (error) {
    if (error instanceof ApiError || isAbort(error)) throw error;
    throw new ApiError("network", "The server cannot be reached. Is Pincite still running, and are you connected to it?");
  }
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
    const authorization = key === null ? {} : { Authorization: `Bearer ${key}` };
    const reply = await fetch(path, { ...options, headers: { ...options.headers, ...authorization } });
    if (reply.status !== 401) return reply;
    const { message } = parse(await reply.clone().text())?.error ?? {};
    // Meanwhile another request may have been given one.
    if (key === currentKey() && !(await askForKey(message ?? "the server wants one"))) return reply;
  }
}

/**
 * @param {Response} reply
 * @returns {Promise<any>}
 */
async function read(reply) {
  const text = await reply.text();
  const body = parse(text);
  if (reply.ok && body !== null) return body;
  const { code, message } = body?.error ?? {};
  throw new ApiError(code ?? "bad_reply", message ?? `The server sent a reply that this page cannot read (${reply.status}).`);
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
