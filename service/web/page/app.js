// @ts-check
// READ FIRST: puts the page together, and keeps the address, the conversation and the open document
// in step.

import { addressOf, addressUrl, conversationUrl } from "../lib/address.js";
import { showBar } from "./bar.js";
import { mountCollection } from "../collection/collection.js";
import { Composer } from "./composer.js";
import { Conversation } from "../conversation/conversation.js";
import { Conversations } from "../conversation/conversations.js";
import { byId } from "../lib/dom.js";
import { placeOfTarget, placeUrl } from "../lib/links.js";
import { Reader } from "../document/reader.js";
import { arrangeSide, closeCover, closeSide, sideCovers, startSide } from "./side.js";
import { welcomeView } from "./welcome.js";

/** @typedef {import("../lib/links.js").Place} Place */
/**
 * What an entry of the history remembers. `beside`: going back from it closes the document.
 *
 * @typedef {{ place: Place, trail: Place[], beside: boolean } | null} Entry
 */

const panel = byId("viewer", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const covered = ["skip", "masthead", "main"].map((id) => byId(id, HTMLElement));
// The width below which shell.css lets the document fill the screen.
const narrow = matchMedia("(max-width: 56rem)");

const reader = new Reader(panel, { onClose: closeDocument, onStep: step });
const collection = mountCollection({
  openDocument: (target, link) => openDocument(placeOfTarget(target), link, []),
  askInChosen: () => { closeCover(); composer.focus(); },
});
const conversations = new Conversations({ onOpen: openConversation, onDeleted: leave });
const conversation = new Conversation(byId("log", HTMLElement), {
  open: openDocument,
  filter: collection.getFilter,
  onWaiting: (waiting) => { composer.waiting = waiting; },
  onBegun: begun,
  onAnswer: ({ generation }) => {
    collection.onGeneration(generation);
    if (conversations.newest !== conversation.id) conversations.refresh();
    reader.prepare();
  },
  onNew: newConversation,
});
const composer = new Composer({ onQuestion: ask, onStop: () => conversation.stop() });

/** @type {HTMLElement | null} the link that opened the document; it gets the focus back */
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

/** Shows the id and the name that the open conversation has got. */
function begun() {
  const { id, title } = conversation;
  const address = addressOf(location);
  if (address.conversation === null) {
    history.replaceState(history.state, "", addressUrl({ conversation: id, place: address.place }));
  }
  conversations.current = id;
  showBar(id, title, () => conversations.delete(conversation.id ?? "", conversation.title ?? ""));
  if (!reader.isOpen) entitle();
}

/** @param {string} id */
function openConversation(id) {
  closeCover();
  if (addressOf(location).conversation !== id || reader.isOpen) {
    history.pushState(null, "", conversationUrl(id));
  }
  showAddress();
}

function newConversation() {
  closeCover();
  if (location.pathname !== "/") history.pushState(null, "", "/");
  hideDocument();
  showConversation(null, conversation.begin());
  composer.focus();
}

/** @param {string} id a conversation that was deleted */
function leave(id) {
  if (id !== conversation.id) return;
  history.replaceState(null, "", "/");
  showAddress();
}

/**
 * @param {Place} place
 * @param {HTMLElement} link
 * @param {Place[]} trail
 */
function openDocument(place, link, trail) {
  closeCover();
  setOpener(link);
  goTo(place, trail);
}

/** @param {Place} place the next or previous citation of the same answer */
function step(place) {
  const url = CSS.escape(placeUrl(place));
  const next = opener?.closest(".turn")?.querySelector(`a.handle[href="${url}"]`);
  if (next instanceof HTMLElement) setOpener(next);
  goTo(place, entry()?.trail ?? []);
}

/**
 * @param {Place} place
 * @param {Place[]} trail
 */
function goTo(place, trail) {
  const url = addressUrl({ conversation: conversation.id, place });
  // A second document replaces the first in the history, so that Back always closes the panel.
  if (reader.isOpen) {
    history.replaceState({ place, trail, beside: entry()?.beside ?? false }, "", url);
  } else {
    history.pushState({ place, trail, beside: true }, "", url);
  }
  showAddress();
}

function closeDocument() {
  if (entry()?.beside) {
    hideDocument();
    history.back();
  } else {
    history.pushState(null, "", addressUrl({ conversation: conversation.id, place: null }));
    showAddress();
  }
}

/** Brings the conversation and the panel in line with the address. */
function showAddress() {
  const address = addressOf(location);
  if (address.conversation !== conversation.id || isFirst) {
    showConversation(address.conversation, conversation.show(address.conversation));
  }
  if (!address.place) return hideDocument();
  // The history's entry knows more of the place than the address can say: its quote and its title.
  const remembered = entry()?.place;
  const isSame = remembered && placeUrl(remembered) === placeUrl(address.place);
  reader.show(isSame ? remembered : address.place, entry()?.trail ?? []);
  arrange();
}

let isFirst = true;

/**
 * @param {string | null} id
 * @param {Promise<void>} shown
 */
function showConversation(id, shown) {
  isFirst = false;
  conversations.current = id;
  showBar(null, null, () => {});
  shown.then(() => { welcome.hidden = !conversation.isEmpty; });
  welcome.hidden = id !== null; // Until it is loaded, assume that the conversation has turns.
  entitle();
}

function hideDocument() {
  if (!reader.isOpen) return;
  const focusWasInside = reader.hasFocus || document.activeElement === document.body;
  reader.hide();
  entitle();
  arrange();
  if (focusWasInside) (opener?.isConnected ? opener : composer).focus();
  setOpener(null);
}

function entitle() {
  document.title = conversation.title ? `${conversation.title} – Pincite` : "Pincite";
}

/** @param {HTMLElement | null} link */
function setOpener(link) {
  opener?.removeAttribute("aria-current");
  opener = link;
  opener?.setAttribute("aria-current", "true");
}

/** Puts what the side panel or the document covers out of reach. */
function arrange() {
  document.body.classList.toggle("reading", reader.isOpen);
  arrangeSide();
  const covers = reader.isOpen && narrow.matches;
  const side = sideCovers();
  for (const part of covered) part.inert = covers || side;
  panel.inert = side;
  panel.setAttribute("role", covers ? "dialog" : "region");
  panel.ariaModal = covers ? "true" : null;
}

/** @returns {Entry} */
function entry() {
  return history.state;
}

async function showWelcome() {
  const askExample = (/** @type {string} */ question) => {
    ask(question)?.focus({ preventScroll: true });
  };
  const show = (/** @type {string[]} */ examples) => {
    welcome.replaceChildren(...welcomeView(examples, askExample));
  };
  show([]);
  show(await collection.examples());
}

addEventListener("popstate", showAddress);
addEventListener("resize", arrange);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
  if (sideCovers()) closeSide();
  else if (reader.isOpen) closeDocument();
});
for (const id of ["new-conversation", "brand"]) {
  byId(id, HTMLElement).addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    newConversation();
  });
}

// If it were followed as a link, its fragment would replace the quote in the address.
byId("skip", HTMLElement).addEventListener("click", (event) => {
  event.preventDefault();
  composer.focus();
});

startSide(arrange);
arrange();
showAddress();
showWelcome();
conversations.refresh();
if (!reader.isOpen && matchMedia("(hover: hover)").matches) composer.focus();
