// @ts-check
// The quote behind a chip, shown while the pointer or the focus is on it. After WCAG 1.4.13: the pointer can go into
// it, Escape takes it away, and it stays as long as it is wanted.

import { byId, h } from "../lib/dom.js";

/** @typedef {{ title: string, published: string | null, quote: string }} Preview */

const APPEARS_MS = 120;
const STAYS_MS = 160;
const GAP = 8;

const bubble = h("div", { id: "preview", class: "preview", role: "tooltip", hidden: true, onmouseenter: keep, onmouseleave: leave });
byId("main", HTMLElement).append(bubble);
addEventListener("scroll", follow, { capture: true, passive: true });
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || bubble.hidden) return;
  event.stopPropagation(); // Of all that Escape may close, this is the topmost.
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
  const soon = (/** @type {PointerEvent} */ event) => { if (event.pointerType === "mouse") after(APPEARS_MS, () => show(link, preview)); };
  link.addEventListener("pointerenter", soon);
  link.addEventListener("pointerleave", leave);
  // A tap focuses too, and is about to open the document itself.
  link.addEventListener("focus", () => { if (link.matches(":focus-visible")) show(link, preview); });
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

/** @param {DOMRect} around below the chip, where it hides no sentence of the answer before it, if there is room */
function place(around) {
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(around.left + around.width / 2 - width / 2, document.documentElement.clientWidth - width - GAP));
  const below = around.bottom + GAP;
  const fits = below + height + GAP <= document.documentElement.clientHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${fits ? below : Math.max(GAP, around.top - height - GAP)}px`;
}

/** The focus scrolls a chip into view, and the quote comes with it. */
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
 * @param {() => void} what
 */
function after(ms, what) {
  clearTimeout(timer);
  timer = setTimeout(what, ms);
}
