// @ts-check
// Takes files that are dropped anywhere on the page. The browser would open them in its place.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

const EDITABLE = "textarea, input, [contenteditable]";
/** A browser tells at least this often that something is still dragged over the page. */
const STILL_MS = 700;

/**
 * @param {object} page
 * @param {() => string | null} page.refusal why nothing may be added here; null if it may
 * @param {(data: DataTransfer) => void} page.onFiles
 */
export function takeDrops({ refusal, onFiles }) {
  const words = h("p", { class: "veil-words" });
  const more = h("p", { class: "veil-more" });
  const veil = h("div", { class: "drop-veil", "aria-hidden": "true", hidden: true },
    h("div", { class: "drop-frame" }, words, more));
  document.body.append(veil);
  let isOwn = false; // what is dragged comes from this page
  /** @type {number | undefined} */
  let timer;
  const hide = () => {
    clearTimeout(timer);
    veil.hidden = true;
  };
  const show = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, STILL_MS);
    if (!veil.hidden) return;
    const reason = refusal();
    veil.classList.toggle("refused", reason !== null);
    words.textContent = t(reason === null ? "adding.drop" : "adding.drop_refused");
    more.textContent = reason ?? t("adding.drop_more");
    veil.hidden = false;
  };
  addEventListener("dragstart", () => { isOwn = true; });
  addEventListener("dragend", () => { isOwn = false; });
  addEventListener("dragover", (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer || isOwn || isLeftToBrowser(event)) return;
    event.preventDefault();
    const taken = hasFiles(dataTransfer) && refusal() === null;
    dataTransfer.dropEffect = taken ? "copy" : "none";
    if (hasFiles(dataTransfer)) show();
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) hide(); // it has left the window
  });
  addEventListener("drop", (event) => {
    hide();
    if (!event.dataTransfer || isOwn || isLeftToBrowser(event)) return;
    event.preventDefault();
    if (hasFiles(event.dataTransfer)) onFiles(event.dataTransfer);
  });
}

/**
 * @param {DataTransfer} data
 * @returns {boolean}
 */
function hasFiles(data) {
  return data.types.includes("Files");
}

/**
 * Whether it is text, which a field may take. A link that is dropped elsewhere would be followed.
 *
 * @param {DragEvent} event
 * @returns {boolean}
 */
function isLeftToBrowser({ dataTransfer, target }) {
  if (!dataTransfer || hasFiles(dataTransfer)) return false;
  const isEditable = target instanceof Element && target.closest(EDITABLE) !== null;
  return isEditable || !dataTransfer.types.includes("text/uri-list");
}
