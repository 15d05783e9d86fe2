// @ts-check
// The bar over an open conversation: its name, and a menu to copy its link, save it or delete it.

import { copyConversationLink, download } from "../conversation/conversations.js";
import { byId, h } from "../lib/dom.js";
import { problemView } from "../lib/problem.js";

/**
 * @param {string | null} id null while the conversation has no answer yet; the bar is then hidden
 * @param {string | null} title
 * @param {() => void} onDelete
 */
export function showBar(id, title, onDelete) {
  const bar = byId("conversation-bar", HTMLElement);
  bar.hidden = id === null;
  if (id === null) return bar.replaceChildren();
  const trouble = h("div", { class: "bar-trouble" });
  const save = async (/** @type {"markdown" | "json"} */ format) => {
    trouble.replaceChildren();
    try {
      await download(id, format);
    } catch (error) {
      trouble.replaceChildren(problemView(error, { retry: () => save(format) }));
    }
  };
  const link = menuItem("Copy link", () => copyConversationLink(id, link));
  bar.replaceChildren(
    h("p", { class: "bar-title", dir: "auto" }, title ?? ""),
    menu([
      link,
      menuItem("Download as Markdown", () => save("markdown")),
      menuItem("Download as JSON", () => save("json")),
      menuItem("Delete…", onDelete),
    ]),
    trouble);
}

/**
 * @param {string} words
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function menuItem(words, onclick) {
  return h("button", { class: "quiet", type: "button", onclick }, words);
}

/**
 * @param {HTMLElement[]} items
 * @returns {HTMLElement}
 */
function menu(items) {
  const whole = h("details", { class: "menu" },
    h("summary", { class: "icon-button", "aria-label": "This conversation" },
      h("span", { "aria-hidden": "true" }, "⋯")),
    h("div", { class: "menu-items" }, ...items));
  const close = () => { whole.open = false; };
  whole.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !whole.open) return;
    event.stopPropagation();
    close();
    whole.querySelector("summary")?.focus();
  });
  whole.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !whole.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !whole.contains(event.target)) close();
  });
  return whole;
}
