// @ts-check
// Says plainly what went wrong, with a way to try again.

import { ApiError } from "./api.js";
import { h } from "./dom.js";

const UNREADABLE = "The server’s reply cannot be shown: this page and the server may be of different versions. Reload the page.";

/**
 * @param {unknown} error
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export function problemView(error, retry) {
  if (!(error instanceof ApiError)) console.error(error);
  const message = error instanceof ApiError ? error.message : UNREADABLE;
  return h("div", { class: "problem" },
    h("p", {}, h("strong", {}, "That did not work. "), h("span", { dir: "auto" }, message)),
    h("button", { class: "button", type: "button", onclick: retry }, "Retry"));
}
