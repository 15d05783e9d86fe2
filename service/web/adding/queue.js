// @ts-check
// What is being added, one request after the other, and what comes of each file.

import { ApiError, isAbort } from "../lib/api.js";
import { t } from "../lib/language.js";
import { end, newItem, nextBatch, settle, sizeOf } from "./item.js";
import { listAdded, readIndexing } from "./requests.js";
import { isReadable, upload } from "./upload.js";

/** @typedef {import("./item.js").Item} Item */
/** @typedef {import("./requests.js").Indexing} Indexing */
/** @typedef {import("./requests.js").ListedFile} ListedFile */
/** @typedef {import("./requests.js").Rules} Rules */

const LOOK_MS = 700;
const MOST_TRIES = 20; // in which the server may be out of reach, or busy
const MEBIBYTE = 2 ** 20;

export class Queue {
  /** @type {Item[]} */
  items = [];
  /** How far the indexing is that the items wait for, if it runs. @type {Indexing | null} */
  indexing = null;
  #rules;
  #changed;
  #look;
  #stop = new AbortController();
  #isSending = false;
  #isFollowing = false;
  #sent = 0; // bytes of the requests that are done
  #under = 0; // bytes of the request that is under way

  /**
   * @param {object} page
   * @param {() => Rules | null} page.rules null while they are not known
   * @param {() => void} page.changed
   * @param {() => void} page.look reads the state of the server at once
   */
  constructor({ rules, changed, look }) {
    this.#rules = rules;
    this.#changed = changed;
    this.#look = look;
  }

  get isSending() {
    return this.#isSending;
  }

  /** @returns {number} the share of the bytes that has been sent, 0 to 1 */
  get share() {
    const waits = this.items.filter(({ stage }) => stage === "waiting" || stage === "sending");
    const left = waits.reduce((sum, item) => sum + sizeOf(item), 0);
    return Math.min(1, (this.#sent + this.#under) / Math.max(1, this.#sent + left));
  }

  /** @param {File[]} files */
  add(files) {
    const rules = this.#rules();
    for (const file of files) {
      const item = newItem(file.name, file);
      this.items.push(item);
      if (rules && file.size > rules.file_bytes) {
        const reason = t("adding.larger", { mib: Math.floor(rules.file_bytes / MEBIBYTE) });
        end(item, "too_large", reason, t("adding.larger_hint"));
      }
    }
    this.#changed();
    this.#send();
  }

  /** @param {string} name of something that cannot be read */
  refuse(name) {
    const item = newItem(name, null);
    end(item, "refused", t("adding.unreadable"));
    this.items.push(item);
    this.#changed();
  }

  /** @param {string} path of a folder that the server has begun to index */
  follow(path) {
    this.items.push(newItem(path, null));
    this.#changed();
    this.#follow();
  }

  /**
   * Sends a file again.
   *
   * @param {Item} item
   * @param {{ password?: string, ocr?: boolean }} [how] it is to be read
   */
  again(item, how = {}) {
    Object.assign(item, { stage: "waiting", outcome: null, reason: "", hint: "", ...how });
    this.#changed();
    this.#send();
  }

  /** Ends the sending. What the server has taken stays. */
  stop() {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#endAll("waiting", "stopped");
    this.#changed();
  }

  /** Forgets what has ended. */
  clear() {
    this.items = this.items.filter(({ stage }) => stage !== "ended");
    this.#changed();
  }

  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let batch; (batch = nextBatch(this.items, this.#rules())).length > 0; ) {
      await this.#sendBatch(batch);
    }
    this.#isSending = false;
    this.#sent = 0;
    this.#changed();
  }

  /** @param {Item[]} batch */
  async #sendBatch(batch) {
    for (const item of batch) item.stage = "sending";
    for (const item of batch) {
      const isThere = item.file !== null && (await isReadable(item.file));
      if (!isThere) end(item, "refused", t("adding.unreadable"));
    }
    const sent = batch.filter(({ stage }) => stage === "sending");
    this.#changed();
    if (sent.length === 0) return;
    try {
      settle(sent, await this.#upload(sent));
      this.#sent += sent.reduce((sum, item) => sum + sizeOf(item), 0);
      this.#follow();
    } catch (error) {
      this.#fail(sent, error);
    }
    this.#under = 0;
    this.#changed();
  }

  /**
   * @param {Item[]} sent
   * @returns {Promise<import("./requests.js").Taken>}
   */
  async #upload(sent) {
    const files = sent.flatMap(({ file }) => file ?? []);
    const onSent = (/** @type {number} */ bytes) => {
      this.#under = bytes;
      this.#changed();
    };
    const { signal } = this.#stop;
    for (let tries = 1; ; tries += 1) {
      try {
        return await upload(files, sent[0], onSent, signal);
      } catch (error) {
        const wait = error instanceof ApiError ? error.retryAfter : null;
        if (wait === null || tries === MOST_TRIES) throw error;
        await pause(wait * 1000);
        if (signal.aborted) throw new DOMException("stopped", "AbortError");
      }
    }
  }

  /**
   * @param {Item[]} sent
   * @param {unknown} error
   */
  #fail(sent, error) {
    if (!isAbort(error) && !(error instanceof ApiError)) throw error;
    const { code, message } = error instanceof ApiError ? error : { code: "", message: "" };
    const outcome = isAbort(error) ? "stopped" : code === "invalid_request" ? "refused" : "failed";
    for (const item of sent) end(item, outcome, message);
    // Whatever else waits would meet the same door.
    if (/^(key_|scope_|network|cross_site)/.test(code)) this.#endAll("waiting", "failed", message);
  }

  /**
   * @param {import("./item.js").Stage} stage
   * @param {import("./item.js").Outcome} outcome
   * @param {string} [reason]
   */
  #endAll(stage, outcome, reason) {
    for (const item of this.items) if (item.stage === stage) end(item, outcome, reason);
  }

  /** Waits until what was sent is indexed, and finds out what came of it. */
  async #follow() {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#look();
    for (let failures = 0; ; ) {
      const waiting = this.items.filter(({ stage }) => stage === "indexing");
      if (waiting.length === 0) break;
      try {
        await this.#tell(waiting);
        failures = 0;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failures = error.code === "network" ? failures + 1 : MOST_TRIES;
        if (failures === MOST_TRIES) this.#endAll("indexing", "failed", error.message);
      }
      this.#changed();
      await pause(LOOK_MS);
    }
    this.#isFollowing = false;
    this.indexing = null;
    this.#changed();
    this.#look();
  }

  /** @param {Item[]} waiting whose outcome is told if the indexing has ended */
  async #tell(waiting) {
    const indexing = await readIndexing();
    this.indexing = indexing.status === "running" ? indexing : null;
    if (this.indexing) return;
    const reports = indexing.status === "failed" ? [] : await listAdded();
    for (const item of waiting) {
      if (indexing.status === "failed") end(item, "failed", indexing.failure ?? "");
      else if (!item.file) end(item, "folder");
      else tellOf(item, reports);
    }
  }
}

/**
 * @param {Item} item
 * @param {ListedFile[]} reports
 */
function tellOf(item, reports) {
  const id = item.documentId;
  const report = reports.find(({ path }) => path === id);
  const parts = reports.filter(
    ({ path, status }) => path.startsWith(`${id}/`) && status !== "indexed");
  const locked = parts.find(({ hint }) => hint.includes("--password"));
  item.parts = parts.length;
  if (report?.status === "indexed" && locked) end(item, "encrypted", locked.reason, locked.hint);
  else if (report) end(item, report.status, report.reason, report.hint);
  else end(item, "failed", t("adding.missing"));
}

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
function pause(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
