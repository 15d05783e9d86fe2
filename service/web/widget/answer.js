// @ts-check
// Draws an answer: its sentences, numbered, each with the document and the place that it stands in.
// Whatever comes from documents becomes text nodes.

import { h } from "../lib/dom.js";
import { placeUrl } from "../lib/links.js";
import { codePointLength, sliceCodePoints } from "../lib/offsets.js";
import { onServer } from "./ask.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {import("../lib/api.js").Citation & { more: number }} Citation */
/** @typedef {import("../lib/api.js").Conflict} Conflict */
/** @typedef {import("../lib/api.js").Passage} Passage */
/**
 * @typedef {import("../lib/api.js").Source & { url: string | null, language: string | null }}
 *   Source
 */
/** @typedef {import("./texts.js").Texts} Texts */
/**
 * @typedef {object} Means
 * @property {Texts} texts
 * @property {boolean} linked whether titles open the document on Pincite's page
 */

const MOST_NAMED = 3;
const MOST_SHOWN = 240; // code points of a passage that is near

/**
 * @param {Answer} answer
 * @param {Means} means
 * @returns {Node[]}
 */
export function answerView(answer, means) {
  const { t } = means.texts;
  if (answer.mode === "quoted" && answer.status === "unsupported") {
    return [h("p", { class: "said" }, t("unsupported")), ...nearest(answer.passages, means)];
  }
  const quotes = answer.citations
    .map((citation) => quoteView(/** @type {Citation} */ (citation), answer, means));
  // What is said of the collection has words of its own between the quotes.
  const said = answer.mode === "quoted"
    ? []
    : [h("p", { class: "said", dir: "auto", lang: "en" }, answer.answer)];
  const list = h("ol", { class: "quotes", "aria-label": t("quotes") }, ...quotes);
  const cited = quotes.length > 0 ? [list] : [];
  return [...said, ...cited, ...unanswered(answer, means), ...answer.conflicts.map(disagreement(means))];
}

/**
 * @param {Citation} citation
 * @param {Answer} answer
 * @param {Means} means
 * @returns {HTMLElement}
 */
function quoteView(citation, answer, means) {
  const { t } = means.texts;
  const { answer: place, highlight, quote, marker, more } = citation;
  const short = highlight && {
    start: highlight.start - place.start,
    end: highlight.end - place.start,
  };
  const source = /** @type {Source} */ (citation.source);
  const passage = answer.passages.find(({ passage_id }) => passage_id === source.passage_id);
  return h("li", { value: marker },
    h("blockquote", { dir: "auto", lang: source.language ?? "" },
      ...marked(quote, short), more > 0 ? ` (${t("more", more)})` : ""),
    h("p", { class: "source" }, ...sourceView(source, means)),
    alsoView(citation, t),
    passage ? inPassage(passage, source, t) : null);
}

/**
 * @param {Source} source
 * @param {Means} means
 * @returns {(Node | string)[]}
 */
function sourceView(source, { texts: { t }, linked }) {
  const { title, document_id, sha256, start, end, headings, places, published, url } = source;
  const span = { start, end };
  const place = { documentId: document_id, version: sha256, span, quote: null, title };
  const name = title || document_id;
  const where = [
    ...headings.filter((heading) => heading !== title),
    ...places.map((one) => told(one, t)),
    ...(published ? [published.slice(0, 10)] : []),
  ];
  return [
    linked ? outside(onServer(placeUrl(place)), name, t) : h("cite", { dir: "auto" }, name),
    ...where.flatMap((words) => [" · ", h("span", { dir: "auto" }, words)]),
    ...(url && /^https?:/i.test(url) ? [" · ", outside(url, t("original"), t)] : []),
  ];
}

/**
 * @param {string} href
 * @param {string} words
 * @param {Texts["t"]} t
 * @returns {HTMLElement}
 */
function outside(href, words, t) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" },
    h("span", { dir: "auto" }, words), h("span", { class: "unseen" }, ` (${t("new_tab")})`));
}

/**
 * @param {{ kind?: string, value?: string | number, label: string }} place
 * @param {Texts["t"]} t
 * @returns {string}
 */
function told({ kind, value, label }, t) {
  // Another label is the document's own, such as the name of a chapter.
  if (label !== `${kind} ${value}`) return label;
  switch (kind) {
    case "page": case "slide": case "sheet": case "row": case "message": return t(kind, value);
    default: return label;
  }
}

/**
 * @param {Citation} citation
 * @param {Texts["t"]} t
 * @returns {Node | null}
 */
function alsoView({ also }, t) {
  if (also.length === 0) return null;
  const names = also.slice(0, MOST_NAMED).map(({ source }) => source.title || source.document_id);
  const rest = also.length - names.length;
  return h("p", { class: "source" }, `${t("also")} `,
    ...names.flatMap((name, n) => [n > 0 ? ", " : "", h("cite", { dir: "auto" }, name)]),
    rest > 0 ? ` ${t("more", rest)}` : "");
}

/**
 * @param {Passage} passage
 * @param {Source} source
 * @param {Texts["t"]} t
 * @returns {Node | null} null where the passage holds no more than the quote
 */
function inPassage({ text, start }, source, t) {
  const quote = { start: source.start - start, end: source.end - start };
  if (quote.end - quote.start >= codePointLength(text)) return null;
  return h("details", {},
    h("summary", {}, t("context")),
    h("p", { class: "passage", dir: "auto", lang: source.language ?? "" }, ...marked(text, quote)));
}

/**
 * @param {Passage[]} passages
 * @param {Means} means
 * @returns {Node[]}
 */
function nearest(passages, { texts: { t }, linked }) {
  if (passages.length === 0) return [];
  const isFirst = (/** @type {Passage} */ { document_id }, /** @type {number} */ n) =>
    passages.findIndex((other) => other.document_id === document_id) === n;
  const items = passages.filter(isFirst).slice(0, MOST_NAMED).map((passage) => {
    const { document_id, sha256, start, end, title, text } = passage;
    const version = sha256 ?? null;
    const place = { documentId: document_id, version, span: { start, end }, quote: null, title };
    const name = title || document_id;
    return h("li", {},
      h("p", { class: "source" },
        linked ? outside(onServer(placeUrl(place)), name, t) : h("cite", { dir: "auto" }, name)),
      h("p", { class: "passage", dir: "auto", lang: "" }, clipped(text)));
  });
  return [h("h3", {}, t("nearest")), h("ul", {}, ...items)];
}

/**
 * @param {string} text
 * @returns {string}
 */
function clipped(text) {
  const shown = sliceCodePoints(text, 0, MOST_SHOWN);
  return shown.length < text.length ? `${shown.replace(/\s+\S*$/, "")} …` : text;
}

/**
 * @param {Answer} answer
 * @param {Means} means
 * @returns {Node[]} a note of what is left unanswered of several questions in one
 */
function unanswered({ unanswered: questions = [] }, { texts: { t } }) {
  if (questions.length === 0) return [];
  const named = questions.flatMap((question, n) => [n > 0 ? " · " : "", h("q", {}, question)]);
  return [h("p", { class: "conflict" }, `${t("unanswered")} `, ...named)];
}

/**
 * @param {Means} means
 * @returns {(conflict: Conflict) => Node}
 */
function disagreement({ texts: { t } }) {
  return ({ values }) => h("p", { class: "conflict" }, `${t("disagree")} `,
    ...values.flatMap(({ text, marker, older }, n) => [
      n > 0 ? " · " : "",
      h("b", { dir: "auto" }, text),
      ` [${marker}]${older ? ` (${t("older")})` : ""}`,
    ]));
}

/**
 * @param {string} text
 * @param {{ start: number, end: number } | null} span code points
 * @returns {(Node | string)[]}
 */
function marked(text, span) {
  if (span === null || span.start < 0 || span.start >= span.end) return [text];
  return [
    sliceCodePoints(text, 0, span.start),
    h("mark", {}, sliceCodePoints(text, span.start, span.end)),
    sliceCodePoints(text, span.end, Infinity),
  ];
}
