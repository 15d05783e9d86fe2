// @ts-check
// Says what went wrong and what to do about it, with a button to do that.

import { ApiError } from "./api.js";
import { h } from "./dom.js";
import { t } from "./language.js";

const UNREADABLE =
  "The server’s reply cannot be shown: this page and the server may have different versions. " +
  "Reload the page.";

/**
 * What to do, if the server's message does not say so.
 *
 * @type {Record<string, string>}
 */
const ADVICE = {
  network: "Is Pincite still running, and are you connected to it?",
  interrupted: "The server may have the answer already. Try again in a moment.",
  key_needed: "Try again to be asked for the key.",
  key_unknown: "Try again with another key.",
  key_expired: "Try again with a new key. Whoever runs the server can make one.",
  conversation_not_found: "It was deleted, or begun with another key.",
  conversation_full: "Start a new one.",
};
/** Problems that trying again cannot solve. */
const FOR_GOOD = new Set(["conversation_not_found", "conversation_full"]);

/**
 * @param {unknown} error
 * @param {object} ways
 * @param {() => void} ways.retry
 * @param {() => void} [ways.fresh] starts a new conversation
 * @returns {HTMLElement}
 */
export function problemView(error, { retry, fresh }) {
  if (!(error instanceof ApiError)) console.error(error);
  const problem = error instanceof ApiError ? error : new ApiError("bad_reply", UNREADABLE);
  const { code, message, retryAfter } = problem;
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
 * @param {number} seconds to wait before the server may be asked again
 * @returns {HTMLElement}
 */
function retryButton(retry, seconds) {
  const button = h("button", { class: "button", type: "button", onclick: retry }, t("lib.retry"));
  const wait = (/** @type {number} */ left) => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? t("lib.retry_in", { n: left }) : t("lib.retry");
    if (left > 0) setTimeout(() => wait(left - 1), 1000);
  };
  wait(seconds);
  return button;
}

/**
 * @param {string} message
 * @returns {string} the message with a capital at the beginning and a full stop at the end
 */
export function sentence(message) {
  const stop = /[.!?]$/.test(message) ? "" : ".";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${stop}`;
}
