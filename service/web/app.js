// @ts-check
// READ FIRST: puts the page together, and keeps the address and the open document the same.

import { mountCollection } from "./collection/collection.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { placeOf, placeOfTarget, placeUrl } from "./links.js";
import { arrangeSide, closeCover, closeSide, sideCovers, startSide } from "./side.js";
import { Viewer } from "./viewer.js";
import { welcomeView } from "./welcome.js";

/** @typedef {import("./links.js").Place} Place */
/** What an entry of the history remembers. `beside`: going back from it closes the document.
 * @typedef {{ place: Place, beside: boolean } | null} Entry */

const panel = byId("viewer", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const covered = [byId("masthead", HTMLElement), byId("main", HTMLElement)];
const narrow = matchMedia("(max-width: 56rem)"); // as in shell.css: there the document fills the screen

const viewer = new Viewer(panel, { onClose: closeDocument, onAsk: askInstead });
const collection = mountCollection({ openDocument: (target, opener) => openDocument(placeOfTarget(target), opener) });
const conversation = new Conversation(byId("log", HTMLElement), {
  open: openDocument,
  onWaiting: (waiting) => { composer.waiting = waiting; },
  onAnswer: ({ generation }) => collection.onGeneration(generation),
});
const composer = new Composer({ onQuestion: ask, onStop: () => conversation.stop() });

/** @type {HTMLElement | null} the link that opened the document, and gets the focus back */
let opener = null;

/**
 * @param {string} question
 * @returns {HTMLElement | null} its turn in the log
 */
function ask(question) {
  const turn = conversation.ask(question);
  if (turn) welcome.hidden = true;
  return turn;
}

/**
 * @param {Place} place
 * @param {HTMLElement} link
 */
function openDocument(place, link) {
  closeCover();
  setOpener(link);
  // A second document takes the place of the first, so that Back always closes the panel.
  if (viewer.isOpen) history.replaceState({ place, beside: entry()?.beside ?? false }, "", placeUrl(place));
  else history.pushState({ place, beside: true }, "", placeUrl(place));
  showAddress();
}

function closeDocument() {
  if (entry()?.beside) {
    hideDocument();
    history.back();
  } else {
    history.pushState(null, "", "/");
    showAddress();
  }
}

function askInstead() {
  closeDocument();
  composer.focus();
}

/** Brings the panel in line with the address. */
function showAddress() {
  const address = placeOf(location);
  const remembered = entry()?.place;
  const place = address && remembered && placeUrl(remembered) === placeUrl(address) ? remembered : address;
  if (!place) return hideDocument();
  viewer.show(place);
  arrange();
}

function hideDocument() {
  if (!viewer.isOpen) return;
  const focusWasInside = viewer.hasFocus || document.activeElement === document.body;
  viewer.hide();
  document.title = "Pincite";
  arrange();
  if (focusWasInside) (opener ?? composer).focus();
  setOpener(null);
}

/** @param {HTMLElement | null} link */
function setOpener(link) {
  opener?.removeAttribute("aria-current");
  opener = link;
  opener?.setAttribute("aria-current", "true");
}

/** Where the side panel or the document covers the page, what lies under it is out of reach. */
function arrange() {
  document.body.classList.toggle("reading", viewer.isOpen);
  arrangeSide();
  const covers = viewer.isOpen && narrow.matches;
  const side = sideCovers();
  for (const part of covered) part.inert = covers || side;
  panel.inert = side;
  panel.setAttribute("role", covers ? "dialog" : "region");
  panel.setAttribute("aria-modal", String(covers));
}

/** @returns {Entry} */
function entry() {
  return history.state;
}

async function showWelcome() {
  welcome.replaceChildren(...welcomeView(await collection.examples(), (question) => ask(question)?.focus({ preventScroll: true })));
}

addEventListener("popstate", showAddress);
addEventListener("resize", arrange);
startSide(arrange);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  if (sideCovers()) closeSide();
  else if (viewer.isOpen) closeDocument();
});

welcome.hidden = false;
arrange();
showAddress();
showWelcome();
if (!viewer.isOpen && matchMedia("(hover: hover)").matches) composer.focus();
