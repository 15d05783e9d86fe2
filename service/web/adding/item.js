// @ts-check
// A file, or a folder of the server, on its way into the collection.

/** @typedef {import("./requests.js").FileStatus} FileStatus */
/**
 * How far it is. "ended": it has an outcome.
 *
 * @typedef {"waiting" | "sending" | "indexing" | "ended"} Stage
 */
/**
 * What came of it: the status of a file that was read; or "refused" by the server or this page,
 * "failed" with the sending or the indexing, "stopped" by the reader, "folder" for one that is
 * indexed.
 *
 * @typedef {FileStatus | "refused" | "failed" | "stopped" | "folder"} Outcome
 */
/**
 * file: null for a folder, which the server reads by itself. password: that it was last sent with.
 * ocr: whether pictures of text in it are to be read. known: whether the collection had it already.
 * parts: how many parts of it could not be read.
 *
 * @typedef {object} Item
 * @property {string} name
 * @property {File | null} file
 * @property {string | null} password
 * @property {boolean} ocr
 * @property {Stage} stage
 * @property {string | null} documentId
 * @property {boolean} known
 * @property {Outcome | null} outcome
 * @property {string} reason
 * @property {string} hint
 * @property {number} parts
 */

/**
 * @param {string} name
 * @param {File | null} file
 * @returns {Item}
 */
export function newItem(name, file) {
  return {
    name,
    file,
    password: null,
    ocr: false,
    stage: file ? "waiting" : "indexing",
    documentId: null,
    known: false,
    outcome: null,
    reason: "",
    hint: "",
    parts: 0,
  };
}

/**
 * @param {Item} item
 * @param {Outcome} outcome
 * @param {string} [reason]
 * @param {string} [hint]
 */
export function end(item, outcome, reason = "", hint = "") {
  Object.assign(item, { stage: "ended", outcome, reason, hint });
}

/**
 * @param {Item} item
 * @returns {boolean} whether the reader can do something about it
 */
export function needsLook({ outcome }) {
  return outcome !== null && outcome !== "indexed" && outcome !== "folder";
}

/**
 * Returns the first of the waiting items that can go in one request: all to be read in the same
 * way, and within the server's limits.
 *
 * @param {Item[]} items
 * @param {{ request_bytes: number, request_files: number } | null} rules
 * @returns {Item[]}
 */
export function nextBatch(items, rules) {
  const waiting = items.filter(({ stage }) => stage === "waiting");
  const { request_bytes: most, request_files: count } =
    rules ?? { request_bytes: Infinity, request_files: 1 };
  const batch = [];
  let bytes = 0;
  for (const item of waiting) {
    bytes += sizeOf(item);
    const isOver = batch.length === count || bytes > most;
    const isLike = item.password === batch[0]?.password && item.ocr === batch[0]?.ocr;
    if (batch.length > 0 && (isOver || !isLike)) break;
    batch.push(item);
  }
  return batch;
}

const HEAD_OF_PART = 1000; // bytes that the form has beside each file, at most

/**
 * @param {Item} item
 * @returns {number} bytes
 */
export function sizeOf({ file }) {
  return (file?.size ?? 0) + HEAD_OF_PART;
}

/**
 * Gives each item of a batch the server's word on it. The server names those that it took in order,
 * and those that it refused by the names that they came with.
 *
 * @param {Item[]} batch
 * @param {import("./requests.js").Taken} reply
 */
export function settle(batch, { taken, refused }) {
  const [left, came] = [[...refused], [...taken]];
  for (const item of batch) {
    const named = asSent(item.name);
    const n = left.findIndex(({ name }) => name === named);
    if (n >= 0 || came.length === 0) {
      const [{ reason, hint }] = left.splice(Math.max(0, n), 1);
      end(item, "refused", reason, hint);
    } else {
      const { document_id: documentId, known } = /** @type {typeof taken[0]} */ (came.shift());
      Object.assign(item, { stage: "indexing", documentId, known });
    }
  }
}

const MOST_OF_A_NAME = 300; // code points that the server repeats

/**
 * @param {string} name
 * @returns {string} as a browser writes it into a form (HTML standard, "multipart form data"), and
 *   the server repeats it
 */
function asSent(name) {
  const written = name.replace(/\r\n?|\n/g, "%0D%0A").replaceAll("\"", "%22");
  return [...written].slice(0, MOST_OF_A_NAME).join("");
}
