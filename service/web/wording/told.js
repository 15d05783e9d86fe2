// @ts-check
// The line that says who worded an answer and how its check went, or why it was not worded.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {import("../lib/api.js").Wording} Wording */

/**
 * @param {Pick<Answer, "mode" | "wording">} answer
 * @returns {HTMLElement | null} null where no LLM was to word it
 */
export function wordingView({ mode, wording }) {
  if (!wording) return null;
  return h("p", { class: "wording", role: "note" }, wordingInWords(mode, wording));
}

/**
 * @param {Answer["mode"]} mode of the answer as it is shown
 * @param {Wording} wording
 * @returns {string}
 */
export function wordingInWords(mode, wording) {
  const { server, model, problem } = wording;
  if (problem !== null) return t("wording.problem", { problem });
  if (mode !== "worded") return t("wording.kept", { server, model });
  return [t("wording.by", { server, model }), checked(wording)].join(" ");
}

/**
 * @param {Wording} wording
 * @returns {string} how the check of the sentences went
 */
function checked({ dropped, replaced }) {
  if (dropped + replaced === 0) return t("wording.all_passed");
  const replacements = replaced > 0 ? [t("wording.replaced", { n: replaced })] : [];
  const omissions = dropped > 0 ? [t("wording.dropped", { n: dropped })] : [];
  return [...replacements, ...omissions].join(" ");
}
