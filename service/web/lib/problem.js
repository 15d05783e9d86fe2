// @ts-check
// Says plainly what went wrong, what to do about it, and offers that.

import { ApiError } from "./api.js";
import { h } from "./dom.js";

const UNREADABLE = "The server’s reply cannot be shown: this page and the server may be of different versions. Reload the page.";

/** What to do, where the server's message does not say it. @type {Record<string, string>} */
const ADVICE = {
  network: "Is Pincite still running, and are you connected to it?",
  interrupted: "The server may have the answer already: try again in a moment.",
  key_needed: "Try again to be asked for the key.",
  key_unknown: "Try again with another key.",
  key_expired: "Try again with a new key, which whoever runs the server can make.",
  conversation_not_found: "It was deleted, or begun with another key.",
  conversation_full: "Go on in a new one.",
};
/** What trying again cannot help. */
const FOR_GOOD = new Set(["conversation_not_found", "conversation_full"]);

/**
 * @param {unknown} error
 * @param {object} ways
 * @param {() => void} ways.retry
 * @param {() => void} [ways.fresh] begins a new conversation
 * @returns {HTMLElement}
 */
export function problemView(error, { retry, fresh }) {
  if (!(error instanceof ApiError)) console.error(error);
  const { code, message, retryAfter } = error instanceof ApiError ? error : new ApiError("bad_reply", UNREADABLE);
  return h("div", { class: "problem", role: "alert" },
    h("p", {},
      h("strong", {}, "That did not work. "),
      h("span", { dir: "auto" }, sentence(message)),
      ADVICE[code] ? ` ${ADVICE[code]}` : ""),
    FOR_GOOD.has(code) && fresh
      ? h("button", { class: "button", type: "button", onclick: fresh }, "New conversation")
      : retryButton(retry, retryAfter ?? 0));
}

/**
 * @param {() => void} retry
 * @param {number} seconds after which the server wants to be asked again
 * @returns {HTMLElement}
 */
function retryButton(retry, seconds) {
  const button = h("button", { class: "button", type: "button", onclick: retry }, "Retry");
  const wait = (/** @type {number} */ left) => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Retry in ${left} s` : "Retry";
    if (left > 0) setTimeout(() => wait(left - 1), 1000);
  };
  wait(seconds);
  return button;
}

/**
 * @param {string} words
 * @returns {string}
 */
function sentence(words) {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
