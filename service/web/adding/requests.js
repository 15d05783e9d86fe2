// @ts-check
// The requests about files and folders: who may add them, what came of each, how far the indexing
// is.

import { ApiError, fail, post, request } from "../lib/api.js";
import { currentKey } from "../lib/key.js";
import { encodeId } from "../lib/links.js";

/**
 * What this page may do, and the limits of an upload.
 *
 * @typedef {object} Rules
 * @property {boolean} may_add
 * @property {boolean} may_name_folders
 * @property {boolean} keys whether there is an API key
 * @property {number} file_bytes
 * @property {number} request_bytes
 * @property {number} request_files
 */
/**
 * @typedef {"indexed" | "stale" | "encrypted" | "scan" | "broken" | "too_large" | "unsupported" |
 *   "empty"} FileStatus
 */
/** @typedef {{ path: string, status: FileStatus, reason: string, hint: string }} FileReport */
/** @typedef {FileReport & { added: boolean }} ListedFile */
/**
 * @typedef {object} FileList
 * @property {number} generation
 * @property {Partial<Record<FileStatus, number>>} counts over all pages
 * @property {Record<string, number>} left_out
 * @property {ListedFile[]} files
 * @property {boolean} more
 */
/** @typedef {{ roots: string[], files: number[] }} Roots the files are how many of each root */
/** @typedef {{ stage: string | null, done: number, total: number, seconds: number }} Progress */
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
 * @property {string | null} stage
 * @property {number} done
 * @property {number} total
 * @property {number} seconds
 * @property {Report | null} report
 * @property {string | null} failure
 */
/** @typedef {{ document_id: string, known: boolean }} TakenFile */
/** @typedef {{ name: string, reason: string, hint: string }} RefusedFile */
/** @typedef {{ taken: TakenFile[], refused: RefusedFile[] }} Taken */

/** The folder of the ids of files that were added. */
export const ADDED = "uploads/";
const MOST_PAGES = 40;

/**
 * Reads a part of the server's state without asking the reader for a key, because the reader did
 * not ask for it.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function glance(path) {
  const key = currentKey();
  /** @type {Record<string, string>} */
  const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
  const reply = await fetch(path, { headers }).catch(fail);
  const body = await reply.json().catch(fail);
  if (reply.ok) return body;
  throw new ApiError(body?.error?.code ?? "bad_reply", body?.error?.message ?? "");
}

/** @returns {Promise<Rules>} */
export function readRules() {
  return glance("/v1/files/rules");
}

/**
 * @param {{ status?: FileStatus, after?: string, limit?: number }} page
 * @returns {Promise<FileList>}
 */
export function listFiles({ status, after = "", limit = 100 }) {
  const query = new URLSearchParams({ after, limit: String(limit), ...(status ? { status } : {}) });
  return request(`/v1/files?${query}`);
}

/** @returns {Promise<ListedFile[]>} the files that were added, and parts of them, by path */
export async function listAdded() {
  /** @type {ListedFile[]} */
  const found = [];
  for (let n = 0, after = ADDED; n < MOST_PAGES; n += 1) {
    const { files, more } = await listFiles({ after, limit: 500 });
    const added = files.filter(({ path }) => path.startsWith(ADDED));
    found.push(...added);
    if (!more || added.length < files.length) break;
    after = files[files.length - 1].path;
  }
  return found;
}

/**
 * @param {string} documentId
 * @returns {Promise<Indexing>}
 */
export function removeAdded(documentId) {
  return request(`/v1/documents/${encodeId(documentId)}`, { method: "DELETE" });
}

/** @returns {Promise<Roots>} */
export function listRoots() {
  return request("/v1/admin/roots");
}

/**
 * @param {{ add: string } | { remove: string }} change
 * @returns {Promise<Indexing>}
 */
export function changeRoots(change) {
  return post("/v1/admin/roots", change);
}

/** @returns {Promise<Indexing>} */
export function startIndexing() {
  return post("/v1/admin/index", undefined);
}

/** @returns {Promise<Indexing>} */
export function readIndexing() {
  return request("/v1/admin/index");
}
