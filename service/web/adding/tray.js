// @ts-check
// What is being added and what came of it: a small window that stays beside what the reader does.

import { announce } from "../lib/announce.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { showShare, stageInWords } from "./indexing.js";
import { needsLook } from "./item.js";
import { ItemView } from "./item_view.js";
import { Queue } from "./queue.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("./item.js").Item} Item */
/** @typedef {import("./requests.js").Rules} Rules */

const MOST_SHOWN = 60; // of those with which all is well

export class Tray {
  #queue;
  #openDocument;
  /** @type {Map<Item, ItemView>} */
  #views = new Map();
  #said = "";
  #title = h("h2", { id: "tray-title", class: "tray-title" });
  #progress = h("progress", { class: "tray-progress", max: 1, "aria-labelledby": "tray-title" });
  #words = h("p", { class: "tray-words" });
  #note = h("p", { class: "tray-note", hidden: true });
  #list = h("ul", { class: "tray-list", role: "list" });
  #more = h("p", { class: "tray-more", hidden: true });
  #stop = h("button", { class: "quiet", type: "button", onclick: () => this.#queue.stop() },
    t("adding.stop"));
  #fold = h("button", {
    class: "quiet",
    type: "button",
    "aria-expanded": "true",
    "aria-controls": "tray-body",
    onclick: () => this.#toggle(),
  }, t("adding.fold"));
  #close = h("button", { class: "quiet", type: "button", onclick: () => this.#dismiss() },
    t("adding.close"));
  #body = h("div", { id: "tray-body", class: "tray-body" }, this.#note, this.#list, this.#more);
  #view = h("section", { class: "tray", "aria-labelledby": "tray-title", hidden: true },
    h("div", { class: "tray-head" }, this.#title, this.#stop, this.#fold, this.#close),
    this.#words, this.#progress, this.#body);

  /**
   * @param {object} page
   * @param {() => Rules | null} page.rules
   * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
   * @param {() => void} page.look reads the state of the server at once
   */
  constructor({ rules, openDocument, look }) {
    this.#openDocument = openDocument;
    this.#queue = new Queue({ rules, look, changed: () => this.#show() });
    this.#view.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#dismiss();
    });
    document.body.append(this.#view);
    addEventListener("beforeunload", (event) => {
      if (this.#queue.isSending) event.preventDefault(); // what is not sent yet would be lost
    });
  }

  /** @param {File[]} files */
  add(files) {
    this.#open();
    this.#queue.add(files);
  }

  /** @param {string} name of something that cannot be read */
  refuse(name) {
    this.#open();
    this.#queue.refuse(name);
  }

  /** @param {string} path of a folder that the server has begun to index */
  follow(path) {
    this.#open();
    this.#queue.follow(path);
  }

  /** @param {string} words */
  say(words) {
    this.#view.hidden = false;
    this.#note.textContent = words;
    this.#note.hidden = false;
    this.#show();
    announce(words);
  }

  /** Goes, unless there is something to wait for, to look at or to do. */
  leave() {
    const { items } = this.#queue;
    const isDone = items.every((item) => item.stage === "ended" && !needsLook(item));
    if (isDone && this.#note.hidden && !this.#view.contains(document.activeElement)) this.#hide();
  }

  #open() {
    this.#view.hidden = false;
    this.#note.hidden = true;
  }

  #hide() {
    this.#view.hidden = true;
    this.#note.hidden = true;
    this.#queue.clear();
  }

  /** Goes as the reader wishes, unless there is something to wait for. */
  #dismiss() {
    if (this.#close.hidden) return;
    this.#hide();
    document.getElementById("question")?.focus(); // What had the focus is gone.
  }

  #toggle() {
    this.#body.hidden = !this.#body.hidden;
    this.#fold.setAttribute("aria-expanded", String(!this.#body.hidden));
  }

  #show() {
    const { items, indexing, isSending, share } = this.#queue;
    const runs = items.some(({ stage }) => stage !== "ended");
    this.#title.textContent = this.#summary();
    this.#stop.hidden = !isSending;
    this.#fold.hidden = items.length === 0;
    this.#close.hidden = runs;
    this.#progress.hidden = this.#words.hidden = !runs;
    if (isSending) {
      this.#words.textContent = t("adding.sending", { percent: Math.floor(share * 100) });
      showShare(this.#progress, { done: share, total: 1 });
    } else {
      this.#words.textContent = indexing ? stageInWords(indexing) : t("adding.stage.begin");
      showShare(this.#progress, indexing ?? { done: 0, total: 0 });
    }
    this.#showItems();
    this.#announceOnce(this.#title.textContent);
  }

  /** @returns {string} */
  #summary() {
    const { items } = this.#queue;
    if (items.length === 0) return t("adding.nothing");
    const left = items.filter(({ stage }) => stage !== "ended").length;
    if (left > 0) return t("adding.adding", { n: left });
    const failed = items.filter(needsLook).length;
    const [good, bad] = [items.length - failed, failed].map(
      (n, place) => (n > 0 ? t(place === 0 ? "adding.added" : "adding.not_added", { n }) : ""));
    return [good, bad].filter(Boolean).join(", ");
  }

  #showItems() {
    const { items } = this.#queue;
    const shown = items.filter((item, n) => n < MOST_SHOWN || needsLook(item));
    for (const item of shown) {
      const known = this.#views.get(item);
      const view = known ?? new ItemView(item, {
        onOpen: this.#openDocument,
        onPassword: (password) => this.#queue.again(item, { password }),
        onOcr: () => this.#queue.again(item, { ocr: true }),
        onRetry: () => this.#queue.again(item),
      });
      if (!known) this.#views.set(item, view);
      view.show();
    }
    for (const [item, { view }] of this.#views) {
      if (items.includes(item)) continue;
      view.remove();
      this.#views.delete(item);
    }
    const views = shown.map((item) => /** @type {ItemView} */ (this.#views.get(item)).view);
    // An element that is moved loses the focus, so those that stand right are left alone.
    views.forEach((view, n) => {
      if (this.#list.children[n] !== view) this.#list.insertBefore(view, this.#list.children[n]);
    });
    this.#more.hidden = items.length === shown.length;
    this.#more.textContent = t("adding.more", { n: items.length - shown.length });
  }

  /** @param {string} words */
  #announceOnce(words) {
    if (words === this.#said || this.#view.hidden) return;
    this.#said = words;
    announce(words);
  }
}
