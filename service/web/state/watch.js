// @ts-check
// Watches what the server holds: seldom, more often while it is indexing, and only while the page
// is visible.

import { ApiError } from "../lib/api.js";
import { NEW_KEY } from "../lib/key.js";
import { glanceAtCollection, readCollection } from "./requests.js";

/** @typedef {import("./requests.js").Held} Held */
/**
 * What the index held when it was last read, and why a later read failed.
 *
 * @typedef {{ held: Held | null, error: ApiError | null }} Known
 */

const EVERY_MS = 20_000;
const EVERY_MS_WHILE_INDEXING = 1_000;

export class Watch {
  /** @type {Known} */
  known = { held: null, error: null };
  #onKnown;
  /** @type {number | undefined} */
  #timer;
  #looking = false;

  /** @param {(known: Known, before: Held | null) => void} onKnown */
  constructor(onKnown) {
    this.#onKnown = onKnown;
  }

  /** Looks for the first time, and asks the reader for a key if the server needs one. */
  async begin() {
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.look());
    addEventListener(NEW_KEY, () => this.look());
    await this.#look(readCollection);
  }

  /** Looks now, unless the page is hidden. */
  look() {
    return this.#look(glanceAtCollection);
  }

  /** @param {number} generation of an answer that has arrived */
  heardOf(generation) {
    if (generation !== this.known.held?.generation) this.look();
  }

  /** @param {() => Promise<Held>} read */
  async #look(read) {
    clearTimeout(this.#timer);
    if (this.#looking || document.hidden) return;
    this.#looking = true;
    const before = this.known.held;
    try {
      this.known = { held: await read(), error: null };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.known = { held: before, error };
    } finally {
      this.#looking = false;
    }
    clearTimeout(this.#timer);
    // While there is no good key, looking again would change nothing.
    if (!this.known.error?.code.startsWith("key_")) {
      const ms = this.known.held?.indexing ? EVERY_MS_WHILE_INDEXING : EVERY_MS;
      this.#timer = setTimeout(() => this.look(), ms);
    }
    this.#onKnown(this.known, before);
  }
}
