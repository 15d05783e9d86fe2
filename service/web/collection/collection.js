// @ts-check
// What the page knows of the collection: what the index holds, its documents, and questions to begin with.

import { ApiError, listDocuments, readiness } from "../api.js";
import { byId, h } from "../dom.js";

/** @typedef {import("../links.js").Target} Target */

/**
 * What the rest of the page asks of the collection.
 *
 * @typedef {object} Collection
 * @property {() => object | null} getFilter the `filters` of the next question; null for all documents
 * @property {() => Promise<string[]>} examples questions that the documents can be asked
 * @property {(generation: number) => void} onGeneration called with the generation of every answer
 */

const EXAMPLES = 3;

/**
 * Shows the collection in `#index-status` and `#documents`. Called once.
 *
 * @param {object} page
 * @param {(target: Target, opener: HTMLElement) => void} page.openDocument
 * @returns {Collection}
 */
export function mountCollection({ openDocument }) {
  /** @type {number | null} */
  let shown = null;

  async function show() {
    const status = byId("index-status", HTMLElement);
    try {
      const { generation, documents, passages, sentences } = await readiness();
      shown = generation;
      status.textContent = [count(documents, "document"), count(passages, "passage"), count(sentences, "sentence")].join(", ");
    } catch (error) {
      status.textContent = error instanceof ApiError ? error.message : "The server’s state is not known.";
    }
  }

  const listing = listDocuments().then(({ documents }) => documents, () => []);
  listing.then((documents) => byId("documents", HTMLElement).replaceChildren(h("ul", { role: "list" },
    ...documents.map(({ document_id, title }) => documentView(document_id, title, openDocument)))));
  show();
  return {
    getFilter: () => null,
    examples: async () => {
      const titles = new Set((await listing).map(({ document_id, title }) => title || document_id));
      return [...titles].slice(0, EXAMPLES).map((title) => `What do the documents say about “${title}”?`);
    },
    onGeneration: (generation) => { if (generation !== shown) show(); },
  };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(target: Target, opener: HTMLElement) => void} openDocument
 * @returns {HTMLElement}
 */
function documentView(id, title, openDocument) {
  const button = h("button", { class: "side-item", type: "button", dir: "auto", onclick: () => openDocument({ id }, button) }, title || id);
  return h("li", {}, button);
}

/**
 * @param {number} number
 * @param {string} noun
 * @returns {string}
 */
function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
