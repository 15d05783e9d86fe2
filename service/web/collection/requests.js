// @ts-check
// The requests about the documents: which there are, in which folders, and what to ask of them.

import { request } from "../lib/api.js";

/**
 * @typedef {object} Summary
 * @property {string} document_id
 * @property {string} title
 * @property {string | null} published
 * @property {string | null} author
 * @property {string | null} site
 * @property {string | null} language
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

/**
 * @param {string} id of a document
 * @returns {string} empty if the document lies in no folder
 */
export function folderOf(id) {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}
