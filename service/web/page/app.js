// @ts-check
// READ FIRST: puts the page together, and keeps the address, the conversation and the open document
// in step.

import { addressOf, addressUrl, conversationUrl } from "../lib/address.js";
import { mountCollection } from "../collection/collection.js";
import { Composer } from "./composer.js";
import { Conversation } from "../conversation/conversation.js";
import { byId } from "../lib/dom.js";
import { NEW_KEY } from "../lib/key.js";
import { HOME, placeOfTarget, placeUrl } from "../lib/links.js";
import { Conversations } from "../history/conversations.js";
import { listenForKeys } from "./keys.js";
import { Reader } from "../document/reader.js";
import { offerToAsk } from "./selection.js";
import * as side from "./side.js";
import { welcomeView } from "./welcome.js";
import { WordingChoice } from "../wording/choice.js";

/** @typedef {import("../lib/links.js").Place} Place */
/**
 * What an entry of the history remembers. `beside`: going back from it closes the document.
 *
 * @typedef {{ place: Place, trail: Place[], beside: boolean } | null} Entry
 */

const panel = byId("viewer", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const log = byId("log", HTMLElement);
const covered = ["skip", "masthead", "main"].map((id) => byId(id, HTMLElement));
// The width below which shell.css lets the document fill the screen.
const narrow = matchMedia("(max-width: 56rem)");

const reader = new Reader(panel, { onClose: closeDocument, onStep: step });
const wording = new WordingChoice(byId("wording", HTMLElement));
const collection = mountCollection({
  openDocument: (target, link) => openDocument(placeOfTarget(target), link, []),
  askInChosen: () => { side.closeCover(); composer.focus(); },
  onHeld: ({ llm }) => wording.show(llm),
});
const conversations = new Conversations({
  onOpen: openConversation,
  onRenamed: renamed,
  onDeleted: leave,
});
const conversation = new Conversation(log, {
  open: openDocument,
  filter: collection.getFilter,
  mode: async () => {
    await collection.begun;
    return wording.mode;
  },
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
  if (turn) showWelcome(false);
  showMenu();
  return turn;
}

/** Shows the id and the name that the open conversation has got. */
function begun() {
  const { id } = conversation;
  const address = addressOf(location);
  if (address.conversation === null) {
    history.replaceState(history.state, "", addressUrl({ conversation: id, place: address.place }));
  }
  conversations.current = id;
  showMenu();
  if (!reader.isOpen) entitle();
}

/** Puts the conversation's menu at its newest question, where the reader looks. */
function showMenu() {
  log.querySelector(":scope > .turn > .menu")?.remove();
  const { id, title } = conversation;
  const heading = log.lastElementChild?.firstElementChild;
  if (id !== null) heading?.after(conversations.menu(id, title ?? ""));
}

/**
 * @param {string} id
 * @param {string} title
 */
function renamed(id, title) {
  if (id !== conversation.id) return;
  conversation.title = title;
  showMenu();
  if (!reader.isOpen) entitle();
}

/** @param {string} id */
function openConversation(id) {
  side.closeCover();
  if (addressOf(location).conversation !== id || reader.isOpen) {
    history.pushState(null, "", conversationUrl(id));
  }
  showAddress();
}

function newConversation() {
  side.closeCover();
  if (location.pathname !== HOME) history.pushState(null, "", HOME);
  hideDocument();
  showConversation(null, conversation.begin());
  composer.focus();
}

/** @param {string} id a conversation that was deleted */
function leave(id) {
  if (id !== conversation.id) return;
  history.replaceState(null, "", HOME);
  showAddress();
}

/**
 * @param {Place} place
 * @param {HTMLElement} link
 * @param {Place[]} trail
 */
function openDocument(place, link, trail) {
  side.closeCover();
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
  shown.then(() => showWelcome(conversation.isEmpty));
  showWelcome(id === null); // Until it is loaded, assume that the conversation has turns.
  entitle();
}

async function openSettings() {
  (await import("./settings.js")).openSettings();
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
  side.arrangeSide();
  const covers = reader.isOpen && narrow.matches;
  const underSide = side.sideCovers();
  for (const part of covered) part.inert = covers || underSide;
  panel.inert = underSide;
  panel.setAttribute("role", covers ? "dialog" : "region");
  panel.ariaModal = covers ? "true" : null;
}

/** @returns {Entry} */
function entry() {
  return history.state;
}

/** @param {boolean} empty whether there is no question yet */
function showWelcome(empty) {
  welcome.hidden = !empty;
  composer.following = !empty;
}

/** Fills the empty page, and fills it again as more becomes known of what there is to ask. */
async function fillWelcome() {
  const reactions = {
    onQuestion: (/** @type {string} */ question) => {
      ask(question)?.focus({ preventScroll: true });
    },
    onFolder: (/** @type {string} */ folder) => {
      collection.askIn({ folder });
      composer.focus();
    },
    onFiles: collection.chooseFiles,
    onDocuments: side.showDocuments,
  };
  const show = (/** @type {Parameters<typeof welcomeView>} */ ...known) => {
    welcome.replaceChildren(...welcomeView(...known));
  };
  show(null, [], reactions);
  const overview = await collection.overview();
  show(overview, [], reactions);
  show(overview, await collection.examples(), reactions);
}

addEventListener("popstate", showAddress);
addEventListener("resize", arrange);
addEventListener(NEW_KEY, fillWelcome);
listenForKeys({
  ask: () => {
    side.closeCover();
    composer.focus();
  },
  step: (by) => void (reader.isOpen ? reader : conversation).step(by),
  help: openSettings,
  close: () => {
    if (side.sideCovers()) side.closeSide();
    else if (reader.isOpen) closeDocument();
  },
});
offerToAsk(({ words, id }) => {
  collection.askIn({ documents: [{ id, title: "" }] });
  if (narrow.matches && reader.isOpen) closeDocument();
  composer.quote(words);
});
byId("settings", HTMLElement).addEventListener("click", openSettings);
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

side.startSide(arrange);
arrange();
showAddress();
fillWelcome();
conversations.refresh().then(() => { if (conversations.isEmpty) side.preferDocuments(); });
// Whoever has gone elsewhere while the page was loading stays there.
const isFree = document.activeElement === document.body;
if (!reader.isOpen && isFree && matchMedia("(hover: hover)").matches) composer.focus();
