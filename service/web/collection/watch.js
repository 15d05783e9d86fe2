// @ts-check
// Keeps an eye on what the server holds: seldom, only while the page is looked at, and closely while it is indexing.

import { ApiError } from "../lib/api.js";
import { NEW_KEY } from "../lib/key.js";
import { glanceAtCollection, readCollection } from "./requests.js";

/** @typedef {import("./requests.js").Held} Held */
/** What is known now: what the index holds, as last heard, and why no more was heard.
 * @typedef {{ held: Held | null, error: ApiError | null }} Known */

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

  /** Looks for the first time, and asks the reader for a key where the server wants one. */
  async begin() {
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.look());
    addEventListener(NEW_KEY, () => this.look());
    await this.#look(readCollection);
  }

  /** Looks now, unless nobody looks at the page. */
  look() {
    return this.#look(glanceAtCollection);
  }

  /** @param {number} generation of an answer that has come */
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
    // Without a good key nothing changes until there is one.
    if (!this.known.error?.code.startsWith("key_")) {
      this.#timer = setTimeout(() => this.look(), this.known.held?.indexing ? EVERY_MS_WHILE_INDEXING : EVERY_MS);
    }
    this.#onKnown(this.known, before);
  }
}
