// @ts-check
// A sheet from below with the card of a sentence, where there is no room for the document beside
// the answer. It is drawn up to open the document, and down to close it.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { Card } from "./card.js";

/** @typedef {import("../lib/links.js").Place} Place */
/** @typedef {import("./places.js").Open} Open */

/** How far it must be drawn, in pixels. */
const FAR = 60;

// The width below which shell.css lets the document fill the screen.
const narrow = matchMedia("(max-width: 56rem)");
const touch = matchMedia("(hover: none)");

/** @returns {boolean} whether a sentence's card comes in a sheet */
export function usesSheet() {
  return narrow.matches || touch.matches;
}

/**
 * @param {Card} card
 * @param {Place} place
 * @param {HTMLElement} opener gets the focus back
 * @param {Place[]} trail
 * @param {Open} open
 */
export function showSheet(card, place, opener, trail, open) {
  const close = () => dialog.close();
  const read = () => {
    dialog.close();
    open(place, opener, trail);
  };
  const copy = new Card(card.evidence, read, "div");
  const named = { "aria-labelledby": copy.titleId };
  const grip = h("div", { class: "sheet-grip", "aria-hidden": "true" });
  const head = h("div", { class: "sheet-head" },
    grip,
    h("button", { class: "button primary", type: "button", onclick: read },
      t("conversation.open_document")),
    h("button", { class: "button", type: "button", onclick: close }, t("conversation.close")));
  const dialog = h("dialog", {
    class: "sheet",
    ...named,
    onclick: (/** @type {MouseEvent} */ event) => { if (event.target === dialog) close(); },
    // Escape closes the dialog by itself, and must close nothing else.
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") event.stopPropagation();
    },
    onclose: () => {
      dialog.remove();
      const isLost = document.activeElement === document.body;
      if (opener.isConnected && isLost) opener.focus({ preventScroll: true });
    },
  }, h("div", { class: "sheet-inside" }, head,
    h("div", { class: "sheet-body", tabindex: "0", role: "group", ...named }, copy.element)));
  document.body.append(dialog);
  dialog.showModal();
  drawn(head, dialog, { up: read, down: close });
  copy.load().then(() => copy.element.querySelector("mark")?.scrollIntoView({ block: "nearest" }));
}

/**
 * @param {HTMLElement} head what is taken hold of
 * @param {HTMLElement} sheet what moves
 * @param {{ up: () => void, down: () => void }} ways
 */
function drawn(head, sheet, { up, down }) {
  let from = 0;
  let by = 0;
  let isHeld = false;
  const move = (/** @type {number} */ to) => {
    by = to;
    sheet.style.translate = by === 0 ? "" : `0 ${Math.max(by, -FAR)}px`;
  };
  head.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    isHeld = true;
    from = event.clientY;
    head.setPointerCapture(event.pointerId);
  });
  head.addEventListener("pointermove", (event) => { if (isHeld) move(event.clientY - from); });
  head.addEventListener("pointercancel", () => { isHeld = false; move(0); });
  head.addEventListener("pointerup", () => {
    if (!isHeld) return;
    isHeld = false;
    const way = by;
    move(0);
    if (way >= FAR) down();
    else if (way <= -FAR) up();
  });
}
