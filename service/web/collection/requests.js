// @ts-check
// The requests about the collection.

import { ApiError, fail, post, request } from "../lib/api.js";
import { currentKey } from "../lib/key.js";

/** @typedef {{ stage: string | null, done: number, total: number, seconds: number }} Progress */
/**
 * @typedef {object} Held
 * @property {number} generation
 * @property {string} indexed_at
 * @property {number} documents
 * @property {number} passages
 * @property {number} sentences
 * @property {string | null} earliest
 * @property {string | null} latest
 * @property {number} undated
 * @property {number} stale
 * @property {string | null} outdated what the index lacks, made by an older version
 * @property {Progress | null} indexing
 */
/**
 * @typedef {object} Summary
 * @property {string} document_id
 * @property {string} title
 * @property {string | null} published
 * @property {string | null} author
 * @property {string | null} site
 * @property {boolean} stale
 * @property {number} characters
 * @property {number} passages
 */
/** @typedef {{ generation: number, total: number, documents: Summary[] }} Page */
/** @typedef {{ folder: string, documents: number }} Folder */
/** @typedef {{ generation: number, total: number, folders: Folder[] }} Folders */
/** @typedef {{ question: string, document_id: string, title: string }} Example */
/**
 * What to list. An empty `folder` stands for all folders.
 *
 * @typedef {object} Listing
 * @property {string} q
 * @property {string} folder
 * @property {string} order
 * @property {number} offset
 * @property {number} limit
 */
/** @typedef {{ path: string, status: string, reason: string, hint: string }} FileReport */
/**
 * @typedef {object} Report
 * @property {number} added
 * @property {number} changed
 * @property {number} moved
 * @property {number} removed
 * @property {FileReport[]} files those that are not plainly indexed
 */
/**
 * @typedef {object} Indexing
 * @property {"never" | "running" | "done" | "failed"} status
 * @property {Report | null} report
 * @property {string | null} failure
 */

/** @returns {Promise<Held>} */
export function readCollection() {
  return request("/v1/collection");
}

/**
 * Reads the collection without asking the reader for a key, because the reader did not ask for it.
 *
 * @returns {Promise<Held>}
 */
export async function glanceAtCollection() {
  const key = currentKey();
  /** @type {Record<string, string>} */
  const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
  const reply = await fetch("/v1/collection", { headers }).catch(fail);
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
  const query = new URLSearchParams({ q, order, offset: String(offset), limit: String(limit) });
  if (folder) query.set("folder", folder);
  return request(`/v1/documents?${query}`, { signal });
}

/**
 * @param {string} folder empty for the topmost folders
 * @param {AbortSignal} [signal]
 * @returns {Promise<Folders>}
 */
export function listFolders(folder, signal) {
  const query = { limit: "500", ...(folder ? { folder } : {}) };
  return request(`/v1/collection/folders?${new URLSearchParams(query)}`, { signal });
}

/** @returns {Promise<{ complete: boolean, questions: Example[] }>} */
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
