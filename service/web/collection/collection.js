// @ts-check
// What the page knows of the collection: what the index holds, its documents, the filters, and questions to begin with.

import { byId, h } from "../lib/dom.js";
import { Filters } from "./filters.js";
import { exampleQuestions } from "./requests.js";
import { Status } from "./status.js";
import { Watch } from "./watch.js";

/** @typedef {import("../lib/links.js").Target} Target */

/**
 * What the rest of the page asks of the collection.
 *
 * @typedef {object} Collection
 * @property {() => object | null} getFilter the `filters` of the next question; null for all documents
 * @property {() => Promise<string[]>} examples questions that the documents are known to answer
 * @property {(generation: number) => void} onGeneration called with the generation of every answer
 */

const EXAMPLES_AFTER_MS = [0, 300, 700, 1500, 3000];

/**
 * Shows the collection in `#index-status`, `#documents` and `#filters`. Called once.
 *
 * @param {object} page
 * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
 * @param {() => void} page.askInChosen goes from the list to the question
 * @returns {Collection}
 */
export function mountCollection({ openDocument, askInChosen }) {
  const filters = new Filters();
  // There from the beginning, so that what appears in it is read out.
  const notice = h("div", { class: "index-notice", role: "status" });
  byId("filters", HTMLElement).append(notice, filters.view);
  const status = new Status(byId("index-status", HTMLElement), () => watch.look());
  const documents = whenShown(byId("documents", HTMLElement), async () => {
    const { DocumentsView } = await import("./documents.js");
    return new DocumentsView(byId("documents", HTMLElement), { openDocument, askInChosen, filters });
  });
  const watch = new Watch(async (known, before) => {
    status.show(known);
    if (!before || !known.held || before.generation === known.held.generation) return;
    documents()?.refresh();
    const { noticeView } = await import("./notice.js");
    notice.replaceChildren(noticeView(before, known.held));
  });
  watch.begin();
  return { getFilter: () => filters.value, examples, onGeneration: (generation) => watch.heardOf(generation) };
}

/** @returns {Promise<string[]>} none where there are none, or none can be had */
async function examples() {
  for (const ms of EXAMPLES_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const { complete, questions } = await exampleQuestions().catch(() => ({ complete: true, questions: [] }));
    if (complete) return questions.map(({ question }) => question);
  }
  return [];
}

/**
 * Makes what belongs into a part of the page when that is first seen.
 *
 * @template Made
 * @param {HTMLElement} place
 * @param {() => Promise<Made>} make
 * @returns {() => Made | null} what was made; null until then
 */
function whenShown(place, make) {
  /** @type {Made | null} */
  let made = null;
  const observer = new IntersectionObserver(async ([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    try {
      made = await make();
    } catch (error) {
      console.error(error);
      place.replaceChildren(h("p", { class: "side-empty" }, "The list cannot be shown. Reload the page."));
    }
  });
  observer.observe(place);
  return () => made;
}
