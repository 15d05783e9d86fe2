// @ts-check
// The list of kept conversations in the side panel: by day, the pinned ones first, and searched.

import { menuView } from "../controls/menu.js";
import { conversationUrl } from "../lib/address.js";
import { byId, h, isPlainClick } from "../lib/dom.js";
import { NEW_KEY } from "../lib/key.js";
import { day, t } from "../lib/language.js";
import { problemView } from "../lib/problem.js";
import { actionsOf } from "./actions.js";
import { listConversations } from "./requests.js";

/** @typedef {import("./requests.js").Summary} Summary */

/** How many conversations there are before a field to search them is of use. */
const SEARCHED_FROM = 8;
const LONGEST_QUERY = 200; // the server accepts no longer one
const PATIENCE_MS = 200;

export class Conversations {
  #panel = byId("conversations", HTMLElement);
  #list = h("div", { class: "history-list" });
  #more = h("div", { class: "side-more" });
  #box = h("input", {
    class: "text-box history-search",
    type: "search",
    autocomplete: "off",
    dir: "auto",
    maxlength: LONGEST_QUERY,
    hidden: true,
    placeholder: t("history.search"),
    "aria-label": t("history.search"),
    oninput: () => this.#searchSoon(),
  });
  #found = h("p", { class: "visually-hidden", role: "status" });
  #reactions;
  #timer = 0;
  #query = "";
  /** @type {Summary[]} */
  #shown = [];
  /** @type {string | null} */
  #current = null;
  #failed = false;

  /**
   * @param {object} reactions
   * @param {(id: string) => void} reactions.onOpen
   * @param {(id: string, title: string) => void} reactions.onRenamed
   * @param {(id: string) => void} reactions.onDeleted
   */
  constructor(reactions) {
    this.#reactions = reactions;
    addEventListener(NEW_KEY, () => { if (this.#failed) this.refresh(); });
    const heading = h("h2", { class: "visually-hidden" }, t("history.title"));
    this.#panel.append(heading, this.#box, this.#found, this.#list, this.#more);
  }

  /** @param {string | null} id the open conversation */
  set current(id) {
    this.#current = id;
    for (const link of this.#list.querySelectorAll("a")) mark(link, link.dataset.id === id);
  }

  /** @returns {string | undefined} the id of the one that was used last, of those in the list */
  get newest() {
    const latest = (/** @type {Summary} */ a, /** @type {Summary} */ b) =>
      b.updated_at.localeCompare(a.updated_at);
    return [...this.#shown].sort(latest)[0]?.id;
  }

  get isEmpty() {
    return this.#shown.length === 0 && this.#query === "" && !this.#failed;
  }

  /** Shows the first conversations of the list, or why they cannot be shown. */
  async refresh() {
    await this.#load(null);
  }

  /**
   * @param {string} id
   * @param {string} title
   * @returns {HTMLElement} a menu of what can be done with a conversation
   */
  menu(id, title) {
    const kept = () => this.#shown.find((one) => one.id === id) ?? { id, title };
    return menuView(t("history.this"), () => actionsOf(kept(), this.#effects));
  }

  get #effects() {
    const { onRenamed, onDeleted } = this.#reactions;
    return {
      onRenamed: (/** @type {string} */ id, /** @type {string} */ title) => {
        onRenamed(id, title);
        this.refresh();
      },
      onPinned: () => this.refresh(),
      onDeleted: async (/** @type {string} */ id) => {
        onDeleted(id);
        await this.refresh();
        this.#panel.focus({ preventScroll: true });
      },
    };
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#query = this.#box.value.trim();
      this.#load(null);
    }, PATIENCE_MS);
  }

  /** @param {string | null} cursor */
  async #load(cursor) {
    const query = this.#query;
    try {
      const { conversations, next_cursor } = await listConversations(cursor, query);
      if (query !== this.#query) return; // The reader has typed on.
      this.#failed = false;
      this.#shown = cursor === null ? conversations : [...this.#shown, ...conversations];
      this.#show(next_cursor);
    } catch (error) {
      this.#failed = true;
      this.#more.replaceChildren(problemView(error, { retry: () => this.#load(cursor) }));
    }
  }

  /** @param {string | null} next */
  #show(next) {
    const isSearched = this.#query !== "";
    this.#box.hidden = !isSearched && next === null && this.#shown.length < SEARCHED_FROM;
    this.#found.textContent = isSearched ? t("history.found", { n: this.#shown.length }) : "";
    const none = t(isSearched ? "history.nothing_found" : "history.empty");
    this.#list.replaceChildren(...(this.#shown.length === 0
      ? [h("p", { class: "side-empty" }, none)]
      : this.#groups()));
    const onclick = () => this.#load(next);
    this.#more.replaceChildren(...(next === null ? [] : [
      h("button", { class: "button", type: "button", onclick }, t("history.more"))]));
  }

  /** @returns {HTMLElement[]} */
  #groups() {
    /** @type {Map<string, Summary[]>} */
    const groups = new Map();
    for (const summary of this.#shown) {
      const name = summary.pinned
        ? t("history.pinned_group")
        : dayOf(new Date(summary.updated_at));
      groups.set(name, [...(groups.get(name) ?? []), summary]);
    }
    return [...groups].map(([name, summaries]) => h("section", { class: "day" },
      h("h3", {}, name),
      h("ul", { role: "list" }, ...summaries.map((summary) => this.#itemView(summary)))));
  }

  /**
   * @param {Summary} summary
   * @returns {HTMLElement}
   */
  #itemView(summary) {
    const { id, title } = summary;
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.#reactions.onOpen(id);
    };
    const attributes = { href: conversationUrl(id), "data-id": id, dir: "auto", title };
    const link = h("a", { class: "side-item", ...attributes, onclick }, title);
    mark(link, id === this.#current);
    const menu = menuView(t("history.of", { name: title }), () => actionsOf(summary, this.#effects));
    return h("li", { class: "side-row" }, link, menu);
  }
}

/**
 * @param {HTMLElement} link
 * @param {boolean} current
 */
function mark(link, current) {
  if (current) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

/**
 * @param {Date} date
 * @returns {string}
 */
function dayOf(date) {
  const days = Math.round((beginning(new Date()) - beginning(date)) / 86_400_000);
  if (days <= 0) return t("history.today");
  if (days === 1) return t("history.yesterday");
  return day(new Date(beginning(date)).toISOString());
}

/**
 * @param {Date} date
 * @returns {number} the beginning, in UTC, of the day that it is here
 */
function beginning(date) {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
