// @ts-check
// The list of kept conversations in the side panel, and ways to delete, download and link to one.

import { conversationUrl } from "../lib/address.js";
import { announce } from "../lib/announce.js";
import { deleteConversation, exportConversation, listConversations } from "./chat.js";
import { copy } from "../lib/copy.js";
import { confirm } from "../lib/dialog.js";
import { byId, h, isPlainClick } from "../lib/dom.js";
import { NEW_KEY } from "../lib/key.js";
import { problemView } from "../lib/problem.js";

/** @typedef {import("./chat.js").Summary} Summary */

export class Conversations {
  #panel = byId("conversations", HTMLElement);
  #list = h("div", { class: "conversation-list" });
  #more = h("div", { class: "side-more" });
  #reactions;
  /** @type {Summary[]} */
  #shown = [];
  /** @type {string | null} */
  #current = null;
  #failed = false;

  /**
   * @param {object} reactions
   * @param {(id: string) => void} reactions.onOpen
   * @param {(id: string) => void} reactions.onDeleted
   */
  constructor(reactions) {
    this.#reactions = reactions;
    addEventListener(NEW_KEY, () => { if (this.#failed) this.refresh(); });
    const heading = h("h2", { class: "visually-hidden" }, "Conversations");
    this.#panel.append(heading, this.#list, this.#more);
  }

  /** @param {string | null} id the open conversation */
  set current(id) {
    this.#current = id;
    for (const link of this.#list.querySelectorAll("a")) mark(link, link.dataset.id === id);
  }

  /** @returns {string | undefined} the id of the first in the list */
  get newest() {
    return this.#shown[0]?.id;
  }

  /** Shows the newest conversations, or why they cannot be shown. */
  async refresh() {
    this.#shown = [];
    await this.#load(null);
  }

  /** @param {string | null} cursor */
  async #load(cursor) {
    this.#failed = false;
    try {
      const { conversations, next_cursor } = await listConversations(cursor);
      this.#shown = cursor === null ? conversations : [...this.#shown, ...conversations];
      this.#list.replaceChildren(...this.#groups());
      this.#more.replaceChildren(...(next_cursor === null ? [] : [this.#moreButton(next_cursor)]));
    } catch (error) {
      this.#failed = true;
      this.#more.replaceChildren(problemView(error, { retry: () => this.#load(cursor) }));
    }
  }

  /** @returns {HTMLElement[]} */
  #groups() {
    if (this.#shown.length === 0) {
      return [h("p", { class: "side-empty" }, "Your conversations will be listed here.")];
    }
    /** @type {Map<string, Summary[]>} */
    const days = new Map();
    for (const summary of this.#shown) {
      const day = dayOf(new Date(summary.updated_at));
      days.set(day, [...(days.get(day) ?? []), summary]);
    }
    return [...days].map(([day, summaries]) => h("section", { class: "day" },
      h("h3", {}, day),
      h("ul", { role: "list" }, ...summaries.map((summary) => this.#itemView(summary)))));
  }

  /**
   * @param {Summary} summary
   * @returns {HTMLElement}
   */
  #itemView({ id, title }) {
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.#reactions.onOpen(id);
    };
    const attributes = { href: conversationUrl(id), "data-id": id, dir: "auto" };
    const link = h("a", { class: "side-item", ...attributes, onclick }, title);
    mark(link, id === this.#current);
    return h("li", { class: "side-row" }, link,
      h("button", { class: "icon-button", type: "button", onclick: () => this.delete(id, title) },
        h("span", { "aria-hidden": "true" }, "×"),
        h("span", { class: "visually-hidden" }, `Delete “${title}”`)));
  }

  /**
   * @param {string} cursor
   * @returns {HTMLElement}
   */
  #moreButton(cursor) {
    const onclick = () => this.#load(cursor);
    return h("button", { class: "button", type: "button", onclick }, "Show more");
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  async delete(id, title) {
    const words = ["“", h("bdi", {}, title), "” and its answers will be removed for good."];
    if (!(await confirm("Delete this conversation?", words, "Delete"))) return;
    try {
      await deleteConversation(id);
    } catch (error) {
      const problem = problemView(error, { retry: () => this.delete(id, title) });
      return this.#more.replaceChildren(problem);
    }
    announce("The conversation was deleted.");
    this.#reactions.onDeleted(id);
    await this.refresh();
    this.#panel.focus({ preventScroll: true });
  }
}

/**
 * @param {string} id
 * @param {HTMLElement} button
 */
export function copyConversationLink(id, button) {
  copy(location.origin + conversationUrl(id), button);
}

/**
 * @param {string} id
 * @param {"markdown" | "json"} format
 */
export async function download(id, format) {
  const reply = await exportConversation(id, format);
  const disposition = reply.headers.get("Content-Disposition") ?? "";
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? "conversation";
  const url = URL.createObjectURL(await reply.blob());
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
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
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.toLocaleDateString("en", { year: "numeric", month: "long", day: "numeric" });
}

/**
 * @param {Date} date
 * @returns {number}
 */
function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
