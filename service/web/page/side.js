// @ts-check
// The side panel: its two views, and whether it stands beside the conversation or covers it.

import { byId } from "../lib/dom.js";
import { forget, remember, remembered } from "../lib/memory.js";

const COLLAPSED = "pincite-side-collapsed";
const VIEW = "pincite-side-view";

const side = byId("side", HTMLElement);
const scrim = byId("scrim", HTMLElement);
const toggle = byId("side-toggle", HTMLButtonElement);
const tabs = ["conversations-tab", "documents-tab"].map((id) => byId(id, HTMLButtonElement));

/** @type {() => void} */
let changed = () => {};

/** @param {() => void} onChange called whenever the panel opens or closes */
export function startSide(onChange) {
  changed = onChange;
  document.body.classList.toggle("side-collapsed", remembered(COLLAPSED) !== null);
  toggle.addEventListener("click", () => (isShown() ? closeSide() : openSide()));
  scrim.addEventListener("click", closeSide);
  byId("side-close", HTMLButtonElement).addEventListener("click", closeSide);
  for (const [n, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => { if (isArrow(event)) move(tabs[1 - n]); });
  }
  if (sessionStorage.getItem(VIEW) === tabs[1].id) show(tabs[1]);
}

/** Whether the panel covers the conversation now. */
export function sideCovers() {
  const isOpen = document.body.classList.contains("side-open");
  return isOpen && getComputedStyle(side).position === "fixed";
}

/** Updates the toggle after a change of the window's width or of the open document. */
export function arrangeSide() {
  scrim.hidden = !sideCovers();
  toggle.setAttribute("aria-expanded", String(isShown()));
}

/** Closes the panel if it covers the conversation. If it stands beside, it stays. */
export function closeCover() {
  if (sideCovers()) closeSide();
}

export function closeSide() {
  if (!sideCovers()) keepCollapsed(true);
  document.body.classList.remove("side-open");
  changed();
  toggle.focus();
}

function openSide() {
  keepCollapsed(false);
  // If there is no room beside the conversation, the panel has to cover it.
  if (!isShown()) {
    document.body.classList.add("side-open");
    changed();
    tabs.find((tab) => tab.ariaSelected === "true")?.focus();
  } else changed();
}

function isShown() {
  return getComputedStyle(side).display !== "none";
}

/** @param {boolean} collapsed */
function keepCollapsed(collapsed) {
  document.body.classList.toggle("side-collapsed", collapsed);
  if (collapsed) remember(COLLAPSED, "yes");
  else forget(COLLAPSED);
}

/** Shows the documents, unless the reader has chosen what to see. */
export function preferDocuments() {
  if (sessionStorage.getItem(VIEW) === null) show(tabs[1]);
}

/** Opens the panel on the documents. */
export function showDocuments() {
  select(tabs[1]);
  if (!isShown()) openSide();
  tabs[1].focus();
}

/** @param {HTMLButtonElement} chosen by the reader */
function select(chosen) {
  show(chosen);
  sessionStorage.setItem(VIEW, chosen.id);
}

/** @param {HTMLButtonElement} chosen */
function show(chosen) {
  for (const tab of tabs) {
    const selected = tab === chosen;
    tab.ariaSelected = String(selected);
    tab.tabIndex = selected ? 0 : -1;
    byId(tab.getAttribute("aria-controls") ?? "", HTMLElement).hidden = !selected;
  }
}

/** @param {HTMLButtonElement} tab */
function move(tab) {
  select(tab);
  tab.focus();
}

/** @param {KeyboardEvent} event */
function isArrow(event) {
  return event.key === "ArrowLeft" || event.key === "ArrowRight";
}
