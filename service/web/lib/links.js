// @ts-check
// Places in documents and their addresses: /documents/{id}?v={sha256}#char={start},{end}

/**
 * A place in a document. What a bare link does not contain is null.
 *
 * @typedef {object} Place
 * @property {string} documentId
 * @property {string | null} version the SHA-256 of the text that was cited
 * @property {{ start: number, end: number } | null} span code points
 * @property {string | null} quote the text that stood there
 * @property {string | null} title
 * @property {number} [marker] its number in the answer
 * @property {{ start: number, end: number } | null} [short] the short answer in the quote, in the
 *   document
 */

/**
 * A place as other rooms name it.
 *
 * @typedef {object} Target
 * @property {string} id
 * @property {string | null} [version]
 * @property {number | null} [start]
 * @property {number | null} [end]
 * @property {string | null} [quote]
 * @property {string | null} [title]
 */

const PREFIX = "/documents/";

/**
 * @param {Target} target
 * @returns {Place}
 */
export function placeOfTarget(target) {
  const { id, version = null, start = null, end = null, quote = null, title = null } = target;
  const span = start === null || end === null ? null : { start, end };
  return { documentId: id, version, span, quote, title };
}

/**
 * @param {string} documentId a relative path; its slashes stay, everything else is encoded
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
 * Returns the place that an address points to; null if it is not the address of a document.
 *
 * @param {{ pathname: string, search: string, hash: string }} address
 * @returns {Place | null}
 */
export function placeOf({ pathname, search, hash }) {
  const documentId = pathname.startsWith(PREFIX) ? decodeId(pathname.slice(PREFIX.length)) : "";
  if (!documentId) return null;
  const version = new URLSearchParams(search).get("v");
  const span = spanOf(hash.replace(/^#char=/, ""));
  return { documentId, version, span, quote: null, title: null };
}

/**
 * @param {string} path
 * @returns {string}
 */
function decodeId(path) {
  try {
    return path.split("/").map(decodeURIComponent).join("/");
  } catch {
    return path; // A stray "%" typed by hand. The server will say that there is no such document.
  }
}

/**
 * @param {string} range such as "255,350"
 * @returns {{ start: number, end: number } | null} null if the range is empty or not a range
 */
export function spanOf(range) {
  const match = /^(\d+),(\d+)$/.exec(range);
  if (!match) return null;
  const span = { start: Number(match[1]), end: Number(match[2]) };
  return span.start < span.end ? span : null;
}
