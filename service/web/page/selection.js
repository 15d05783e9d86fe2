// @ts-check
// Offers to ask about words of a document that the reader has selected. The elements that show a
// document's text say which one it is by `data-document-id`.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/** Selected words, and the document that they stand in. */
/** @typedef {{ words: string, id: string }} Selected */

const SETTLED_MS = 250;
const GAP = 8;
const MOST_CHARACTERS = 300;

/** @param {(selected: Selected) => void} onAsk */
export function offerToAsk(onAsk) {
  const button = h("button", { class: "button ask-about", type: "button", hidden: true, onclick },
    t("page.ask_about"));
  // A press would take the selection away before the click.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  document.body.append(button);
  let timer = 0;
  const look = () => {
    const range = selectedRange();
    button.hidden = range === null;
    if (range) putBeside(button, range.getBoundingClientRect());
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLED_MS);
  });
  addEventListener("scroll", () => { button.hidden = true; }, { capture: true, passive: true });

  function onclick() {
    const range = selectedRange();
    const id = range && documentOf(range.startContainer);
    if (!range || !id) return;
    const words = shortened(range.toString().replace(/\s+/g, " ").trim());
    getSelection()?.removeAllRanges();
    button.hidden = true;
    onAsk({ words, id });
  }
}

/** @returns {Range | null} what is selected, if it lies in one document */
function selectedRange() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.toString().trim() === "") return null;
  const range = selection.getRangeAt(0);
  const id = documentOf(range.startContainer);
  return id !== null && id === documentOf(range.endContainer) ? range : null;
}

/**
 * @param {Node} node
 * @returns {string | null}
 */
function documentOf(node) {
  const element = node instanceof Element ? node : node.parentElement;
  const holder = element?.closest("[data-document-id]");
  return holder instanceof HTMLElement ? holder.dataset.documentId ?? null : null;
}

/**
 * @param {string} words
 * @returns {string} the words, cut between two of them where they are many
 */
function shortened(words) {
  if (words.length <= MOST_CHARACTERS) return words;
  return `${words.slice(0, MOST_CHARACTERS).replace(/\s+\S*$/, "")} …`;
}

/**
 * @param {HTMLElement} button
 * @param {DOMRect} selected
 */
function putBeside(button, { left, width, top, bottom }) {
  const { offsetWidth, offsetHeight } = button;
  const below = bottom + GAP + offsetHeight <= innerHeight - GAP;
  const y = below ? bottom + GAP : Math.max(GAP, top - GAP - offsetHeight);
  const x = left + width / 2 - offsetWidth / 2;
  button.style.top = `${y}px`;
  button.style.left = `${Math.max(GAP, Math.min(x, innerWidth - GAP - offsetWidth))}px`;
}
