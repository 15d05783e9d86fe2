// @ts-check
// Why an answer may be trusted: how often such answers were right, who agrees, where it looked.

import { request } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { atMoment, t } from "../lib/language.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {"confidence" | "measured" | "citations" | "conflicts" | "generation"} Names */
/** @typedef {Pick<Answer, Names>} Trusted */
/** @typedef {{ right: number, answers: number }} Measured */

/** The lowest confidence for each wording, best first. */
const CONFIDENCE = /** @type {const} */ ([
  [0.8, "strong", "conversation.strong"],
  [0.6, "fair", "conversation.fair"],
  [-Infinity, "weak", "conversation.weak"],
]);

/**
 * @param {number} confidence
 * @returns {{ level: string, words: string }}
 */
export function confidenceOf(confidence) {
  const [, level, key] = CONFIDENCE.find(([least]) => confidence >= least) ?? CONFIDENCE[2];
  return { level, words: t(key) };
}

/**
 * @param {Trusted} answer
 * @param {(Node | string)[]} scope where it was looked, if not in all documents
 * @param {() => HTMLElement} nearest makes the nearest passages, when they are wanted
 * @returns {HTMLElement}
 */
export function whyView(answer, scope, nearest) {
  const { level, words } = confidenceOf(answer.confidence);
  const looked = h("dd", {}, ...(scope.length > 0 ? scope : [t("conversation.in_all")]));
  const passages = h("dd", {});
  const short = answer.measured ? inTen(answer.measured) : null;
  const details = h("details", { class: "why" },
    h("summary", {},
      h("span", { class: "why-title" }, t("conversation.why")),
      h("span", { class: "confidence", "data-level": level }, words, short ? ` · ${short}` : "")),
    h("dl", {},
      row("conversation.certainty", h("dd", {}, certainty(words, answer.measured ?? null))),
      row("conversation.agreement", h("dd", {}, agreement(answer))),
      row("conversation.looked_in", looked),
      row("conversation.nearest", passages)));
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    passages.append(nearest());
    looked.append(await indexState(answer.generation));
  }, { once: true });
  return details;
}

/**
 * @param {Measured} measured
 * @returns {string} such as "9 in 10 were right"
 */
function inTen({ right }) {
  const tenths = Math.round(right * 10);
  if (tenths === 10 && right < 1) return t("conversation.more_than_nine");
  return tenths === 0 ? t("conversation.fewer_than_one") : t("conversation.in_ten", { tenths });
}

/**
 * @param {string} words
 * @param {Measured | null} measured
 * @returns {string}
 */
function certainty(words, measured) {
  if (!measured) return `${words}.`;
  const told = t("conversation.measured", { share: inTen(measured), n: measured.answers });
  return `${words}: ${told}`;
}

/**
 * @param {Trusted} answer
 * @returns {string}
 */
function agreement({ citations, conflicts }) {
  const agreeing = new Set(citations.flatMap(({ also }) => also.filter(({ copy }) => !copy))
    .map(({ source }) => source.document_id));
  const markers = new Set(conflicts.flatMap(({ values }) => values.map(({ marker }) => marker)));
  const disagreeing = new Set(citations.filter(({ marker }) => markers.has(marker))
    .map(({ source }) => source.document_id));
  const same = agreeing.size === 0
    ? t("conversation.none_agrees")
    : t("conversation.agree", { n: agreeing.size });
  const other = disagreeing.size === 0
    ? t("conversation.none_disagrees")
    : t("conversation.disagree", { n: disagreeing.size });
  return `${same} ${other}`;
}

/**
 * @param {number} generation in which the answer was found
 * @returns {Promise<string>} the state of the documents then; nothing if it cannot be told
 */
async function indexState(generation) {
  try {
    const known = await request("/v1/collection");
    if (known.generation !== generation) return ` ${t("conversation.index_before")}`;
    const when = atMoment(known.indexed_at);
    return ` ${t("conversation.index_state", { n: known.documents, when })}`;
  } catch {
    return "";
  }
}

/**
 * @param {import("../lib/language.js").Key} key
 * @param {HTMLElement} told
 */
function row(key, told) {
  return h("div", { class: "why-row" }, h("dt", {}, t(key)), told);
}
