// @ts-check
// Places in documents and their addresses: /documents/{id}?v={sha256}#char={start},{end}

/**
 * A place in a document. What a bare link cannot say is null.
 *
 * @typedef {object} Place
 * @property {string} documentId
 * @property {string | null} version the SHA-256 of the text that was cited
 * @property {{ start: number, end: number } | null} span code points
 * @property {string | null} quote the text that stood there
 * @property {string | null} title
 */

/**
 * A place as the rest of the page names it; all but the id may be left out.
 *
 * @typedef {{ id: string, version?: string | null, start?: number | null, end?: number | null, quote?: string | null, title?: string | null }} Target
 */

const PREFIX = "/documents/";

/**
 * @param {Target} target
 * @returns {Place}
 */
export function placeOfTarget({ id, version = null, start = null, end = null, quote = null, title = null }) {
  const span = start === null || end === null ? null : { start, end };
  return { documentId: id, version, span, quote, title };
}

/**
 * @param {string} documentId a relative path: its slashes stay, everything else is encoded
 * @returns {string}
 */
export function encodeId(documentId) {
  return documentId.split("/").map(encodeURIComponent).join("/");
}

/**
 * @param {Place} place
 * @returns {string}
 */
export function placeUrl({ documentId, version, span }) {
  const query = version ? `?v=${encodeURIComponent(version)}` : "";
  const fragment = span ? `#char=${span.start},${span.end}` : "";
  return PREFIX + encodeId(documentId) + query + fragment;
}

/**
 * The place an address points to; null where it is not a document's address.
 *
 * @param {{ pathname: string, search: string, hash: string }} address
 * @returns {Place | null}
 */
export function placeOf({ pathname, search, hash }) {
  const documentId = pathname.startsWith(PREFIX) ? decodeId(pathname.slice(PREFIX.length)) : "";
  if (!documentId) return null;
  return { documentId, version: new URLSearchParams(search).get("v"), span: spanOf(hash.replace(/^#char=/, "")), quote: null, title: null };
}

/**
 * @param {string} path
 * @returns {string}
 */
function decodeId(path) {
  try {
    return path.split("/").map(decodeURIComponent).join("/");
  } catch {
    return path; // A stray "%" typed by hand: the server then says that no document has this name.
  }
}

/**
 * @param {string} range such as "255,350"
 * @returns {{ start: number, end: number } | null}
 */
export function spanOf(range) {
  const match = /^(\d+),(\d+)$/.exec(range);
  if (!match) return null;
  const span = { start: Number(match[1]), end: Number(match[2]) };
  return span.start < span.end ? span : null;
}
