// @ts-check
// The empty page: what there is to ask, the folders it lies in, and questions to begin with.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** @typedef {import("../collection/collection.js").Overview} Overview */
/** @typedef {import("../collection/requests.js").Example} Example */
/**
 * @typedef {object} Reactions
 * @property {(question: string) => void} onQuestion
 * @property {(folder: string) => void} onFolder
 * @property {() => void} onFiles lets the reader choose files to add
 * @property {() => void} onDocuments leads to the list of the documents
 */

const MOST_FOLDERS = 8;
const MOST_EXAMPLES = 6;

/** @returns {HTMLElement[]} what can be said before anything is known of the documents */
export function greeting() {
  return [
    h("h2", { id: "welcome-title" }, t("page.welcome")),
    h("p", {}, t("page.promise")),
  ];
}

/**
 * @param {Overview | null} overview null while it is not known
 * @param {Example[]} examples
 * @param {Reactions} reactions
 * @returns {HTMLElement[]}
 */
export function welcomeView(overview, examples, reactions) {
  return [
    ...greeting(),
    overview && foldersView(overview, reactions),
    overview?.mayAdd ? addingView(reactions.onFiles) : null,
    examplesView(oneOfEachFolder(examples), reactions.onQuestion),
  ].flatMap((part) => part ?? []);
}

/**
 * @param {Overview} overview
 * @param {Reactions} reactions
 * @returns {HTMLElement | null}
 */
function foldersView({ documents, folders }, { onFolder, onDocuments }) {
  if (documents === 0) return null;
  const largest = [...folders].sort((a, b) => b.documents - a.documents).slice(0, MOST_FOLDERS);
  const views = largest.map(({ folder, documents: n }) => {
    const count = t("page.documents_in_folder", { n });
    const onclick = () => onFolder(folder);
    return h("li", {},
      h("button", { class: "folder-chip", type: "button", onclick },
        h("bdi", {}, folder), h("span", { class: "folder-count" }, count)));
  });
  return h("div", { class: "welcome-folders" },
    h("h3", {}, t(folders.length > 0 ? "page.folders" : "page.all_documents", { n: documents })),
    h("ul", { role: "list" }, ...views,
      h("li", {}, h("button", { class: "quiet see-documents", type: "button", onclick: onDocuments },
        t("page.see_documents")))));
}

/**
 * @param {() => void} onFiles
 * @returns {HTMLElement}
 */
function addingView(onFiles) {
  return h("p", { class: "welcome-add" },
    h("span", { class: "drop-words" }, t("page.drop")), " ",
    h("button", { class: "quiet add-files", type: "button", onclick: onFiles },
      t("page.choose_files")));
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
