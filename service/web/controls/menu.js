// @ts-check
// A button with a short list of actions, which lies over everything else while it is open.

import { h } from "../lib/dom.js";

/**
 * An entry of a menu. `act` gets its button. One that `stays` leaves the menu open.
 *
 * @typedef {{ words: string, act: (button: HTMLElement) => void, stays?: boolean }} Entry
 */

const GAP = 4;
const MARGIN = 8;

/**
 * @param {string} label
 * @param {() => Entry[]} entries asked for whenever the menu opens
 * @returns {HTMLElement}
 */
export function menuView(label, entries) {
  const list = h("div", { class: "menu-items", popover: "auto" });
  const button = h("button", { class: "icon-button menu-button", type: "button", "aria-label": label },
    h("span", { "aria-hidden": "true" }, "⋯"));
  button.popoverTargetElement = list;
  const follow = () => putBelow(list, button);
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return removeEventListener("scroll", follow, true);
    list.replaceChildren(...entries().map((entry) => entryView(entry, list)));
    addEventListener("scroll", follow, true);
  });
  list.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    follow();
    list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => move(event, list));
  return h("div", { class: "menu" }, button, list);
}

/**
 * @param {Entry} entry
 * @param {HTMLElement} list
 * @returns {HTMLElement}
 */
function entryView({ words, act, stays = false }, list) {
  const onclick = () => {
    if (!stays) list.hidePopover();
    act(button);
  };
  const button = h("button", { class: "quiet", type: "button", onclick }, words);
  return button;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 */
function move(event, list) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons.at((at + by) % buttons.length)?.focus();
}

/**
 * Puts a list below its button, or above it where there is no room.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement} button
 */
function putBelow(list, button) {
  const { top, bottom, right } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = bottom + GAP + height <= innerHeight - MARGIN;
  list.style.top = `${below ? bottom + GAP : Math.max(MARGIN, top - GAP - height)}px`;
  list.style.left = `${Math.max(MARGIN, Math.min(right - width, innerWidth - MARGIN - width))}px`;
}
