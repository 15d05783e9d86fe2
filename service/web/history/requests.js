// @ts-check
// The requests about kept conversations: list, rename, pin, export and delete them.

import { open, posting, request } from "../lib/api.js";

/**
 * @typedef {object} Summary
 * @property {string} id
 * @property {string} title
 * @property {string} created_at
 * @property {string} updated_at
 * @property {number} turns
 * @property {boolean} [pinned]
 */
/** @typedef {{ conversations: Summary[], next_cursor: string | null }} Summaries */

/**
 * @param {string | null} cursor null for the first of the list
 * @param {string} query words of a title or of a question; empty for all conversations
 * @returns {Promise<Summaries>}
 */
export function listConversations(cursor, query) {
  const given = { ...(cursor === null ? {} : { cursor }), ...(query === "" ? {} : { query }) };
  const search = new URLSearchParams(given).toString();
  return request(`/v1/conversations${search && `?${search}`}`);
}

/**
 * @param {string} id
 * @param {{ title?: string, pinned?: boolean }} change
 * @returns {Promise<Summary>}
 */
export function changeConversation(id, change) {
  return request(`/v1/conversations/${id}`, { ...posting(change), method: "PATCH" });
}

/** @param {string} id */
export function deleteConversation(id) {
  return request(`/v1/conversations/${id}`, { method: "DELETE" });
}

/**
 * @param {string} id
 * @param {"markdown" | "json"} format
 * @returns {Promise<Response>}
 */
export function exportConversation(id, format) {
  return open(`/v1/conversations/${id}/export?format=${format}`, {});
}
