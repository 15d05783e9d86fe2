// @ts-check
// The empty page: what there is to ask, the folders it lies in, and questions to begin with.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** @typedef {import("../collection/collection.js").Overview} Overview */
/** @typedef {import("../state/requests.js").Held} Held */
/** @typedef {import("../collection/requests.js").Folder} Folder */
/** @typedef {{ question: string, document_id: string, title: string }} Example */
/**
 * @typedef {object} Reactions
 * @property {(question: string) => void} onQuestion
 * @property {(folder: string) => void} onFolder
 * @property {() => void} onAdd leads to where documents are added
 */

const MOST_FOLDERS = 8;
const MOST_EXAMPLES = 6;

/**
 * Shows what there is to ask, and shows it again as more of it becomes known.
 *
 * @param {HTMLElement} place
 * @param {AsyncIterable<Overview>} overview
 * @param {Reactions} reactions
 */
export async function showOverview(place, overview, reactions) {
  for await (const known of overview) place.replaceChildren(...welcomeView(known, reactions));
}

/**
 * @param {Overview} known
 * @param {Reactions} reactions
 * @returns {HTMLElement[]}
 */
function welcomeView({ held, folders, examples, mayAdd }, reactions) {
  const add = h("button", { class: "quiet add-documents", type: "button", onclick: reactions.onAdd },
    t("page.add_documents"));
  return [
    h("h2", { id: "welcome-title" }, t("page.welcome")),
    h("p", {}, t("page.promise")),
    foldersView(held, folders, reactions.onFolder),
    examplesView(oneOfEachFolder(examples), reactions.onQuestion),
    mayAdd ? h("p", { class: "welcome-add" }, t("page.drop"), " ", add) : null,
  ].flatMap((part) => part ?? []);
}

/**
 * @param {Held | null} held
 * @param {Folder[]} folders
 * @param {(folder: string) => void} onFolder
 * @returns {HTMLElement | null}
 */
function foldersView(held, folders, onFolder) {
  if (!held || folders.length === 0) return null;
  const largest = [...folders].sort((a, b) => b.documents - a.documents).slice(0, MOST_FOLDERS);
  return h("div", { class: "welcome-folders" },
    h("h3", {}, t("page.folders", { n: held.documents })),
    h("ul", { role: "list" }, ...largest.map(({ folder, documents }) => h("li", {},
      h("button", { class: "folder-chip", type: "button", onclick: () => onFolder(folder) },
        h("bdi", {}, folder), " ",
        h("span", { class: "folder-count" }, t("page.documents_in_folder", { n: documents })))))));
}

/**
 * @param {Example[]} examples
 * @param {(question: string) => void} onQuestion
 * @returns {HTMLElement | null}
 */
function examplesView(examples, onQuestion) {
  if (examples.length === 0) return null;
  return h("div", { class: "welcome-examples" },
    h("h3", {}, t("page.examples")),
    h("ul", { class: "examples", role: "list" }, ...examples.map(({ question, title, document_id }) =>
      h("li", {},
        h("button", { class: "example", type: "button", onclick: () => onQuestion(question) },
          h("span", { dir: "auto" }, question),
          h("span", { class: "example-source", dir: "auto" }, title || document_id))))));
}

/**
 * @param {Example[]} examples
 * @returns {Example[]} the first of each folder, before the second of any
 */
function oneOfEachFolder(examples) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const turns = examples.map((example) => {
    const folder = example.document_id.replace(/[^/]*$/, "");
    seen.set(folder, (seen.get(folder) ?? 0) + 1);
    return { example, turn: seen.get(folder) ?? 0 };
  });
  const inTurn = turns.sort((a, b) => a.turn - b.turn).map(({ example }) => example);
  return inTurn.slice(0, MOST_EXAMPLES);
}
