// @ts-check
// The page's own address: the conversation that is open, and the document beside it.
//
//   /conversations/{id}?document={id}&v={sha256}&char={start},{end}
//   /documents/{id}?v={sha256}#char={start},{end}
//
// The second is a link to a quote: a document without a conversation.

import { at, HOME, placeOf, placeUrl, spanOf } from "./links.js";

/** @typedef {import("./links.js").Place} Place */
/** @typedef {{ conversation: string | null, place: Place | null }} Address */

const CONVERSATION = /^conversations\/([0-9a-f]{32})$/;

/**
 * @param {{ pathname: string, search: string, hash: string }} location
 * @returns {Address}
 */
export function addressOf(location) {
  const { pathname } = location;
  const own = pathname.startsWith(HOME) ? pathname.slice(HOME.length) : "";
  const conversation = CONVERSATION.exec(own)?.[1] ?? null;
  if (conversation === null) return { conversation, place: placeOf(location) };
  const query = new URLSearchParams(location.search);
  const documentId = query.get("document");
  if (!documentId) return { conversation, place: null };
  const span = spanOf(query.get("char") ?? "");
  const place = { documentId, version: query.get("v"), span, quote: null, title: null };
  return { conversation, place };
}

/**
 * @param {Address} address
 * @returns {string}
 */
export function addressUrl({ conversation, place }) {
  if (conversation === null) return place ? placeUrl(place) : HOME;
  if (place === null) return conversationUrl(conversation);
  const query = new URLSearchParams({ document: place.documentId });
  if (place.version) query.set("v", place.version);
  if (place.span) query.set("char", `${place.span.start},${place.span.end}`);
  return `${conversationUrl(conversation)}?${query}`;
}

/**
 * @param {string} id
 * @returns {string}
 */
export function conversationUrl(id) {
  return at(`/conversations/${id}`);
}
