// @ts-check
// Says what went wrong and what to do about it, with a button to do that.

import { ApiError } from "./api.js";
import { h } from "./dom.js";
import { askAgain } from "./key.js";
import { t } from "./language.js";

/** @typedef {import("../words/en.js").Key} Key */

/**
 * What to do, if the server's message does not say so.
 *
 * @type {Record<string, Key>}
 */
const ADVICE = {
  network: "lib.advice_network",
  interrupted: "lib.advice_interrupted",
  key_needed: "lib.advice_key_needed",
  key_unknown: "lib.advice_key_unknown",
  key_expired: "lib.advice_key_expired",
  conversation_not_found: "lib.advice_conversation_not_found",
  conversation_full: "lib.advice_conversation_full",
};
/** What goes wrong in the page itself, and is told in its language. The server speaks English. */
const OWN = new Set(["network", "interrupted", "bad_reply"]);
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
  const problem = error instanceof ApiError ? error : new ApiError("bad_reply", t("lib.unreadable"));
  const { code, message, retryAfter } = problem;
  return h("div", { class: "problem", role: "alert" },
    h("p", {},
      h("strong", {}, t("lib.failed")), " ",
      h("span", { dir: "auto", lang: OWN.has(code) ? null : "en" }, sentence(message)),
      ADVICE[code] ? ` ${t(ADVICE[code])}` : ""),
    FOR_GOOD.has(code) && fresh
      ? h("button", { class: "button", type: "button", onclick: fresh }, t("lib.new_conversation"))
      : retryButton(retry, retryAfter ?? 0));
}

/**
 * @param {() => void} retry
 * @param {number} seconds to wait before the server may be asked again
 * @returns {HTMLElement}
 */
function retryButton(retry, seconds) {
  const onclick = () => { askAgain(); retry(); };
  const button = h("button", { class: "button", type: "button", onclick }, t("lib.retry"));
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
