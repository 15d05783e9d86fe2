// @ts-check
// READ FIRST: the ways into the collection. Files are dropped anywhere on the page or chosen, sent,
// indexed by the server, and what came of each is told.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { currentKey } from "../lib/key.js";
import { takeDrops } from "./drop.js";
import { readRules } from "./requests.js";
import { filesOf, MOST_FILES } from "./walk.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./requests.js").Rules} Rules */
/** @typedef {import("./tray.js").Tray} Tray */

export class Adding {
  /** What this page may do; null while it is not known. @type {Rules | null} */
  rules = null;
  #page;
  /** The key with which the rules are read, and when they are. */
  #reading = { key: /** @type {string | null | undefined} */ (undefined), done: Promise.resolve() };
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {Promise<Tray> | null} */
  #tray = null;
  #chooser = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });

  /**
   * @param {object} page
   * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
   * @param {() => void} page.look reads the state of the server at once
   */
  constructor(page) {
    this.#page = page;
    this.#chooser.addEventListener("change", () => {
      const files = [...this.#chooser.files ?? []];
      this.#chooser.value = ""; // the same file may be chosen again
      if (files.length > 0) this.#add((tray) => tray.add(files));
    });
    document.body.append(this.#chooser);
    takeDrops({ refusal: () => this.refusal, onFiles: (data) => this.#drop(data) });
  }

  /** @returns {string | null} who may add, if this page may not */
  get refusal() {
    if (!this.rules || this.rules.may_add) return null;
    return t(this.rules.keys ? "adding.needs_scope" : "adding.needs_machine");
  }

  /** @param {() => void} listener called when the rules are known, and known anew */
  onRules(listener) {
    this.#listeners.add(listener);
  }

  /**
   * Reads the rules, unless they were read with the present key. To be called once that is good.
   *
   * @returns {Promise<void>} ends when they are known, if they can be
   */
  readRules() {
    const key = currentKey();
    if (this.#reading.key !== key) this.#reading = { key, done: this.#readRules() };
    return this.#reading.done;
  }

  async #readRules() {
    try {
      this.rules = await readRules();
    } catch {
      this.#reading.key = undefined; // the server will say it where something is tried
    }
    for (const listener of this.#listeners) listener();
  }

  /** Lets the reader choose files. */
  choose() {
    this.#chooser.click();
  }

  /** @param {string} path of a folder that the server has begun to index */
  follow(path) {
    this.#add((tray) => tray.follow(path));
  }

  /** Lets go of what was added well: the reader goes on to ask. */
  async leave() {
    (await this.#tray)?.leave();
  }

  /** @param {DataTransfer} data */
  async #drop(data) {
    const dropped = await filesOf(data);
    if (this.refusal !== null) return this.#add((tray) => tray.say(this.refusal ?? ""));
    this.#add((tray) => {
      tray.add(dropped.files);
      for (const name of dropped.unreadable) tray.refuse(name);
      if (dropped.isCut) tray.say(t("adding.cut", { n: MOST_FILES }));
      else if (dropped.folders > 0 && dropped.files.length === 0) tray.say(t("adding.no_files"));
      else if (dropped.hidden > 0) tray.say(t("adding.hidden", { n: dropped.hidden }));
      else if (dropped.folders > 0) tray.say(t("adding.copied_folder"));
    });
  }

  /** @param {(tray: Tray) => void} act */
  async #add(act) {
    this.#tray ??= this.#makeTray();
    act(await this.#tray);
  }

  async #makeTray() {
    const { Tray } = await import("./tray.js");
    return new Tray({ ...this.#page, rules: () => this.rules });
  }
}
