// @ts-check
// READ FIRST: puts the page together, and keeps the address and the open document the same.

import { ApiError, listDocuments, readiness } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { placeOf, placeUrl } from "./links.js";
import { Viewer } from "./viewer.js";
import { welcomeView } from "./welcome.js";

/** @typedef {import("./links.js").Place} Place */
/** What an entry of the history remembers. `beside`: going back from it closes the document.
 * @typedef {{ place: Place, beside: boolean } | null} Entry */

const page = byId("page", HTMLElement);
const panel = byId("viewer", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const holdings = byId("holdings", HTMLElement);
const narrow = matchMedia("(max-width: 56rem)"); // as in style.css: there the document covers the page

const viewer = new Viewer(panel, { onClose: closeDocument, onAsk: askInstead });
const conversation = new Conversation(byId("log", HTMLElement), {
  open: openDocument,
  onWaiting: (waiting) => { composer.waiting = waiting; },
  onAnswer: ({ generation }) => { if (generation !== shownGeneration) showHoldings(); },
});
const composer = new Composer({ onQuestion: ask, onStop: () => conversation.stop() });

/** @type {HTMLElement | null} the link that opened the document, and gets the focus back */
let opener = null;
/** @type {number | null} */
let shownGeneration = null;

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

/** Where the open document covers the page, what lies under it is out of reach. */
function arrange() {
  const covers = viewer.isOpen && narrow.matches;
  document.body.classList.toggle("reading", viewer.isOpen);
  page.inert = covers;
  panel.setAttribute("role", covers ? "dialog" : "region");
  panel.setAttribute("aria-modal", String(covers));
}

/** @returns {Entry} */
function entry() {
  return history.state;
}

async function showHoldings() {
  try {
    const { generation, documents, passages, sentences } = await readiness();
    shownGeneration = generation;
    holdings.textContent = [count(documents, "document"), count(passages, "passage"), count(sentences, "sentence")].join(", ");
  } catch (error) {
    holdings.textContent = error instanceof ApiError ? error.message : "The server’s state is not known.";
  }
}

/**
 * @param {number} number
 * @param {string} noun
 * @returns {string}
 */
function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

async function showWelcome() {
  const documents = await listDocuments().then((listing) => listing.documents, () => []);
  welcome.replaceChildren(...welcomeView(documents, (question) => ask(question)?.focus({ preventScroll: true })));
}

addEventListener("popstate", showAddress);
narrow.addEventListener("change", arrange);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && viewer.isOpen && !event.isComposing) closeDocument();
});

welcome.hidden = false;
showAddress();
showHoldings();
showWelcome();
if (!viewer.isOpen && matchMedia("(hover: hover)").matches) composer.focus();
