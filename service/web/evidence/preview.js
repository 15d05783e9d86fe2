// @ts-check
// While the pointer or the focus is on a sentence, its card is highlighted. If the card is out of
// view, it is shown beside the sentence. As WCAG 1.4.13 asks, the pointer can move into what is
// shown, Escape hides it, and it stays as long as it is wanted.

import { byId, h } from "../lib/dom.js";
import { Card } from "./card.js";

const APPEARS_MS = 120;
const STAYS_MS = 160;
const GAP = 8;
const ENOUGH_TO_READ = 90; // of a card, in pixels

const bubble = h("div", {
  id: "preview",
  class: "preview",
  role: "tooltip",
  hidden: true,
  onmouseenter: keep,
  onmouseleave: leave,
});
const scroll = byId("scroll", HTMLElement);
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
 * @param {Card} card
 * @returns {HTMLElement} the link
 */
export function withPreview(link, card) {
  const light = (/** @type {boolean} */ on) => card.element.classList.toggle("lit", on);
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse") return;
    light(true);
    after(APPEARS_MS, () => show(link, card));
  });
  link.addEventListener("pointerleave", () => {
    light(false);
    leave();
  });
  link.addEventListener("focus", () => {
    // A tap focuses the sentence too, but it is about to show the card itself.
    if (!link.matches(":focus-visible")) return;
    light(true);
    show(link, card);
  });
  link.addEventListener("blur", () => {
    light(false);
    hide();
  });
  link.addEventListener("click", hide);
  return link;
}

/**
 * @param {HTMLElement} link
 * @param {Card} card
 */
async function show(link, card) {
  hide();
  if (!link.isConnected || isInView(card.element)) return;
  shownFor = link;
  const copy = new Card(card.evidence, () => link.click(), "div");
  await Promise.race([copy.load(), new Promise((resolve) => setTimeout(resolve, 400))]);
  if (shownFor !== link || !link.isConnected) return;
  bubble.replaceChildren(copy.element);
  bubble.hidden = false;
  place(link);
}

/**
 * @param {HTMLElement} card
 * @returns {boolean} whether enough of it can be seen; one that is folded cannot
 */
function isInView(card) {
  const text = card.querySelector(".card-text");
  if (!(text instanceof HTMLElement) || text.offsetParent === null) return false;
  const port = scroll.getBoundingClientRect();
  const { top, bottom, height } = card.getBoundingClientRect();
  const seen = Math.min(bottom, port.bottom, innerHeight) - Math.max(top, port.top, 0);
  return seen >= Math.min(height, ENOUGH_TO_READ);
}

/**
 * Puts the card below the sentence if there is room, because above it would hide what was read
 * before.
 *
 * @param {HTMLElement} link
 */
function place(link) {
  const lines = link.getClientRects();
  const first = lines[0] ?? link.getBoundingClientRect();
  const last = lines[lines.length - 1] ?? first;
  const { width, height } = bubble.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(GAP, Math.min(last.left, clientWidth - width - GAP));
  const below = last.bottom + GAP;
  const fits = below + height + GAP <= clientHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${fits ? below : Math.max(GAP, first.top - height - GAP)}px`;
}

/** Keeps the card beside its sentence, which focusing may scroll into view. */
function follow() {
  if (shownFor === null || bubble.hidden) return;
  const box = shownFor.getBoundingClientRect();
  if (box.bottom < 0 || box.top > document.documentElement.clientHeight) hide();
  else place(shownFor);
}

function hide() {
  clearTimeout(timer);
  bubble.hidden = true;
  bubble.replaceChildren();
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
