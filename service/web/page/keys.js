// @ts-check
// The keys of the whole page. Those of one sign can be switched off, as WCAG 2.1.4 asks, because
// who speaks to the computer, or hits a key by chance, would press them unawares.

import { forget, remember, remembered } from "../lib/memory.js";

const OFF = "pincite.keys";

/**
 * @param {object} reactions
 * @param {() => void} reactions.ask leads to the question
 * @param {(by: 1 | -1) => void} reactions.step goes to the next or the previous quote
 * @param {() => void} reactions.help
 * @param {() => void} reactions.close closes what is open
 */
export function listenForKeys({ ask, step, help, close }) {
  /** @type {Record<string, () => void>} */
  const signs = { "/": ask, "[": () => step(-1), "]": () => step(1), "?": help };
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || isSomethingOnTop()) return;
    if (event.key === "Escape") return close();
    const act = Object.hasOwn(signs, event.key) ? signs[event.key] : null;
    if (!act || !areKeysOn() || isCommand(event) || isTyping(event.target)) return;
    event.preventDefault();
    act();
  });
}

export function areKeysOn() {
  return remembered(OFF) === null;
}

/** @param {boolean} on */
export function switchKeys(on) {
  if (on) forget(OFF);
  else remember(OFF, "off");
}

/** Whether a dialog or a menu is open. The browser closes it by itself. */
function isSomethingOnTop() {
  return document.querySelector("dialog[open], :popover-open") !== null;
}

/**
 * Whether a key is pressed as a command of the browser. Many keyboards have "[" on AltGr, which is
 * told as Control and Alt; those of Macs have it on Option.
 *
 * @param {KeyboardEvent} event
 */
function isCommand(event) {
  return event.metaKey || (event.ctrlKey && !event.getModifierState("AltGraph"));
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select"));
}
