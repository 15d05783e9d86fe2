// @ts-check
// What the rest of the page can do with the collection: show it, filter by it, and get questions to
// begin with.

import { Adding } from "../adding/adding.js";
import { byId, h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { Status } from "../state/status.js";
import { Watch } from "../state/watch.js";
import { Filters } from "./filters.js";
import { exampleQuestions, listFolders } from "./requests.js";

/** @typedef {import("../lib/links.js").Target} Target */
/** @typedef {import("../state/requests.js").Held} Held */
/** @typedef {import("./requests.js").Folder} Folder */
/** @typedef {import("./requests.js").Example} Example */
/**
 * What there is to ask about, for the empty page.
 *
 * @typedef {object} Overview
 * @property {number} documents
 * @property {Folder[]} folders the topmost, with how many documents each holds
 * @property {boolean} mayAdd whether files can be added from here
 */

/**
 * What the rest of the page can ask the collection.
 *
 * @typedef {object} Collection
 * @property {() => object | null} getFilter the `filters` of the next question; null for all
 * @property {(part: Partial<import("./scope.js").Scope>) => void} askIn changes the filters
 * @property {() => Promise<Example[]>} examples questions that the documents are known to answer
 * @property {() => Promise<Overview | null>} overview null if it cannot be read
 * @property {() => void} chooseFiles lets the reader choose files to add
 * @property {Promise<void>} begun once it is known what the server holds, or that it does not say
 * @property {(generation: number) => void} onGeneration called with the generation of every answer
 */

const EXAMPLES_AFTER_MS = [0, 300, 700, 1500, 3000];

/**
 * Shows the collection in `#index-status`, `#documents` and `#filters`. To be called once.
 *
 * @param {object} page
 * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
 * @param {() => void} page.askInChosen leads from the list to the question
 * @param {(held: Held) => void} page.onHeld called with what the server holds, whenever it was read
 * @returns {Collection}
 */
export function mountCollection({ openDocument, askInChosen, onHeld }) {
  const filters = new Filters();
  // Screen readers announce only what appears in a region that was there before.
  const notice = h("div", { class: "index-notice", role: "status" });
  byId("filters", HTMLElement).append(notice, filters.view);
  const look = () => watch.look();
  const adding = new Adding({ openDocument, look });
  const status = new Status(byId("index-status", HTMLElement), { look, adding });
  const place = byId("documents", HTMLElement);
  const documents = whenShown(place, async () => {
    const { DocumentsView } = await import("./documents.js");
    return new DocumentsView(place, { openDocument, askInChosen, look, adding, filters });
  });
  const watch = new Watch(async (known, before) => {
    status.show(known);
    if (known.held) onHeld(known.held);
    if (known.held && !known.error) adding.readRules();
    if (!before || !known.held || before.generation === known.held.generation) return;
    documents()?.refresh();
    const { noticeView } = await import("../state/notice.js");
    notice.replaceChildren(noticeView(before, known.held));
  });
  const begun = watch.begin();
  return {
    getFilter: () => filters.value,
    askIn: (part) => filters.change(part),
    begun,
    examples,
    overview: async () => {
      await begun;
      await adding.readRules();
      return overviewOf(watch.known.held, adding);
    },
    chooseFiles: () => adding.choose(),
    onGeneration: (generation) => {
      // The next answer, of which the notice tells, is this one.
      if (generation === watch.known.held?.generation) notice.replaceChildren();
      watch.heardOf(generation);
      adding.leave();
    },
  };
}

/**
 * @param {Held | null} held
 * @param {Adding} adding
 * @returns {Promise<Overview | null>}
 */
async function overviewOf(held, adding) {
  if (!held) return null;
  const { folders } = await listFolders("").catch(() => ({ folders: [] }));
  return { documents: held.documents, folders, mayAdd: adding.rules?.may_add ?? false };
}

/** @returns {Promise<Example[]>} empty if there are none, or if they cannot be fetched */
async function examples() {
  for (const ms of EXAMPLES_AFTER_MS) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const none = () => ({ complete: true, questions: [] });
    const { complete, questions } = await exampleQuestions().catch(none);
    if (complete) return questions;
  }
  return [];
}

/**
 * Makes the contents of a part of the page when that part is first seen.
 *
 * @template Made
 * @param {HTMLElement} place
 * @param {() => Promise<Made>} make
 * @returns {() => Made | null} returns what was made; null until then
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
      place.replaceChildren(
        h("p", { class: "side-empty" }, t("collection.list_failed")));
    }
  });
  observer.observe(place);
  return () => made;
}
