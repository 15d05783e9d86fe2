// @ts-check
// The line below a list that comes in pages.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { icon } from "./icon.js";

export const ON_A_PAGE = 50;

/**
 * @param {{ offset: number, shown: number, total: number }} page
 * @param {(offset: number) => void} go
 * @returns {HTMLElement[]}
 */
export function pagerViews({ offset, shown, total }, go) {
  const last = offset + shown;
  const step = (/** @type {"previous" | "next"} */ name, /** @type {boolean} */ disabled,
    /** @type {number} */ to) => {
    const onclick = () => go(Math.max(0, to));
    const label = t(`collection.${name}_page`);
    const attributes = { "aria-label": label, "data-step": name, disabled, onclick };
    return h("button", { class: "icon-button", type: "button", ...attributes }, icon(name));
  };
  return [
    step("previous", offset === 0, offset - ON_A_PAGE),
    h("p", { role: "status" }, t("collection.page_of", { first: offset + 1, last, total })),
    step("next", last >= total, offset + ON_A_PAGE),
  ];
}
