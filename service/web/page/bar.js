// @ts-check
// The bar over an open conversation: its name, its link, and what can be done with it.

import { copyConversationLink, download } from "../conversation/conversations.js";
import { byId, h } from "../lib/dom.js";
import { problemView } from "../lib/problem.js";

/**
 * @param {string | null} id null for a conversation that has not begun
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
    await download(id, format).catch((error) => trouble.replaceChildren(problemView(error, { retry: () => save(format) })));
  };
  const link = h("button", { class: "quiet", type: "button", onclick: () => copyConversationLink(id, link) }, "Copy link");
  bar.replaceChildren(
    h("p", { class: "bar-title", dir: "auto" }, title ?? ""),
    menu([
      link,
      h("button", { class: "quiet", type: "button", onclick: () => save("markdown") }, "Download as Markdown"),
      h("button", { class: "quiet", type: "button", onclick: () => save("json") }, "Download as JSON"),
      h("button", { class: "quiet", type: "button", onclick: onDelete }, "Delete…"),
    ]),
    trouble);
}

/**
 * @param {HTMLElement[]} items
 * @returns {HTMLElement}
 */
function menu(items) {
  const whole = h("details", { class: "menu" },
    h("summary", { class: "icon-button", "aria-label": "This conversation" }, h("span", { "aria-hidden": "true" }, "⋯")),
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
