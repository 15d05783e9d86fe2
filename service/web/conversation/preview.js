// @ts-check
// Shows the quote behind a chip while the pointer or the focus is on the chip. As WCAG 1.4.13 asks,
// the pointer can move into the quote, Escape hides it, and it stays as long as it is wanted.

import { byId, h } from "../lib/dom.js";

/** @typedef {{ title: string, published: string | null, quote: string }} Preview */

const APPEARS_MS = 120;
const STAYS_MS = 160;
const GAP = 8;

const bubble = h("div", {
  id: "preview",
  class: "preview",
  role: "tooltip",
  hidden: true,
  onmouseenter: keep,
  onmouseleave: leave,
});
byId("main", HTMLElement).append(bubble);
addEventListener("scroll", follow, { capture: true, passive: true });
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || bubble.hidden) return;
  event.stopPropagation(); // Escape must close only the topmost thing, which is this.
  hide();
}, { capture: true });

/** @type {HTMLElement | null} */
let shownFor = null;
/** @type {number | undefined} */
let timer;

/**
 * @param {HTMLElement} link
 * @param {Preview} preview
 * @returns {HTMLElement} the link
 */
export function withPreview(link, preview) {
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") after(APPEARS_MS, () => show(link, preview));
  });
  link.addEventListener("pointerleave", leave);
  link.addEventListener("focus", () => {
    // A tap focuses the chip too, but it is about to open the document itself.
    if (link.matches(":focus-visible")) show(link, preview);
  });
  link.addEventListener("blur", hide);
  link.addEventListener("click", hide);
  return link;
}

/**
 * @param {HTMLElement} link
 * @param {Preview} preview
 */
function show(link, { title, published, quote }) {
  hide();
  if (!link.isConnected) return;
  bubble.replaceChildren(
    h("p", { class: "preview-title" }, h("bdi", {}, title), published ? ` · ${published}` : ""),
    h("p", { class: "preview-quote", dir: "auto" }, quote));
  bubble.hidden = false;
  place(link.getBoundingClientRect());
  link.setAttribute("aria-describedby", bubble.id);
  shownFor = link;
}

/**
 * Puts the quote below the chip if there is room, because above it would hide the cited sentence.
 *
 * @param {DOMRect} chip
 */
function place(chip) {
  const { width, height } = bubble.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const centered = chip.left + chip.width / 2 - width / 2;
  const left = Math.max(GAP, Math.min(centered, clientWidth - width - GAP));
  const below = chip.bottom + GAP;
  const fits = below + height + GAP <= clientHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${fits ? below : Math.max(GAP, chip.top - height - GAP)}px`;
}

/** Keeps the quote beside its chip, which focusing may scroll into view. */
function follow() {
  if (shownFor === null) return;
  const box = shownFor.getBoundingClientRect();
  if (box.bottom < 0 || box.top > document.documentElement.clientHeight) hide();
  else place(box);
}

function hide() {
  clearTimeout(timer);
  bubble.hidden = true;
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
}

function keep() {
  clearTimeout(timer);
}

function leave() {
  after(STAYS_MS, hide);
}

/**
 * @param {number} ms
 * @param {() => void} action
 */
function after(ms, action) {
  clearTimeout(timer);
  timer = setTimeout(action, ms);
}
