// @ts-check
// What the page asks the server about the collection.

import { ApiError, fail, post, request } from "../lib/api.js";
import { currentKey } from "../lib/key.js";

/** @typedef {{ stage: string | null, done: number, total: number, seconds: number }} Progress */
/** @typedef {{ generation: number, indexed_at: string, documents: number, passages: number, sentences: number, earliest: string | null, latest: string | null, undated: number, stale: number, indexing: Progress | null }} Held */
/** @typedef {{ document_id: string, title: string, published: string | null, stale: boolean, characters: number, passages: number }} Summary */
/** @typedef {{ generation: number, total: number, documents: Summary[] }} Page */
/** @typedef {{ folder: string, documents: number }} Folder */
/** @typedef {{ generation: number, total: number, folders: Folder[] }} Folders */
/** @typedef {{ q: string, folder: string, order: string, offset: number, limit: number }} Listing what is listed; of all folders where `folder` is empty */
/** @typedef {{ added: number, changed: number, moved: number, removed: number, failed: { path: string, reason: string }[] }} Report */
/** @typedef {{ status: "never" | "running" | "done" | "failed", report: Report | null, failure: string | null }} Indexing */

/** @returns {Promise<Held>} */
export function readCollection() {
  return request("/v1/collection");
}

/**
 * The same without ever asking the reader for a key: for what nobody clicked on.
 *
 * @returns {Promise<Held>}
 */
export async function glanceAtCollection() {
  const key = currentKey();
  const reply = await fetch("/v1/collection", { headers: key === null ? {} : { Authorization: `Bearer ${key}` } }).catch(fail);
  const body = await reply.json().catch(fail);
  if (reply.ok) return body;
  throw new ApiError(body?.error?.code ?? "bad_reply", body?.error?.message ?? "");
}

/**
 * @param {Listing} listing
 * @param {AbortSignal} signal
 * @returns {Promise<Page>}
 */
export function listDocuments({ q, folder, order, offset, limit }, signal) {
  const query = { q, order, offset: String(offset), limit: String(limit), ...(folder ? { folder } : {}) };
  return request(`/v1/documents?${new URLSearchParams(query)}`, { signal });
}

/**
 * @param {string} folder empty for the topmost
 * @param {AbortSignal} [signal]
 * @returns {Promise<Folders>}
 */
export function listFolders(folder, signal) {
  const query = { limit: "500", ...(folder ? { folder } : {}) };
  return request(`/v1/collection/folders?${new URLSearchParams(query)}`, { signal });
}

/** @returns {Promise<{ complete: boolean, questions: { question: string }[] }>} */
export function exampleQuestions() {
  return request("/v1/collection/questions");
}

/** @returns {Promise<Indexing>} */
export function startIndexing() {
  return post("/v1/admin/index", undefined);
}

/** @returns {Promise<Indexing>} */
export function readIndexing() {
  return request("/v1/admin/index");
}
