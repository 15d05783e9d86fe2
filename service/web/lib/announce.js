// @ts-check
// Tells users of screen readers what has happened.

import { byId } from "./dom.js";

/** @param {string} words */
export function announce(words) {
  byId("announcer", HTMLElement).textContent = words;
}
