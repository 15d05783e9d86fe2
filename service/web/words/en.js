// @ts-check
// Every text of the page in English, by room.

/**
 * A text with a number has a form for each of the language's plural categories
 * (https://cldr.unicode.org/index/cldr-spec/plural-rules), chosen by the value "n".
 *
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Forms
 */
/** @typedef {keyof typeof words} Key */
/** @typedef {Record<Key, string | Forms>} Words */

const words = {
  // --- lib ---
  "lib.failed": "That did not work.",
  "lib.new_conversation": "New conversation",
  "lib.unreadable":
    "The server’s reply cannot be shown: this page and the server may have different "
    + "versions. Reload the page.",
  "lib.unreadable_status": "The server sent a reply that this page cannot read ({status}).",
  "lib.unreachable": "The server cannot be reached.",
  "lib.advice_network": "Is Pincite still running, and are you connected to it?",
  "lib.advice_interrupted": "The server may have the answer already. Try again in a moment.",
  "lib.advice_key_needed": "Try again to be asked for the key.",
  "lib.advice_key_unknown": "Try again with another key.",
  "lib.advice_key_expired": "Try again with a new key. Whoever runs the server can make one.",
  "lib.advice_conversation_not_found": "It was deleted, or begun with another key.",
  "lib.advice_conversation_full": "Start a new one.",
  "lib.copied": "Copied.",
  "lib.copy_forbidden": "The browser does not allow this page to copy.",
  "lib.key_title": "An API key is needed",
  "lib.key_label": "API key",
  "lib.key_hint":
    "This page keeps it until you close the tab. Whoever runs the server makes one with "
    + "{command}.",
  "lib.key_use": "Use this key",
  "lib.key_wanted": "the server needs one",
  "lib.retry": "Retry",
  "lib.retry_in": "Retry in {n} s",
  "lib.now": "just now",

  // --- page ---
  "page.skip": "Skip to the question",
  "page.side": "Conversations and documents",
  "page.settings": "Settings",
  "page.new": "New conversation",
  "page.new_short": "New",
  "page.back": "Back",
  "page.show": "Show",
  "page.conversations": "Conversations",
  "page.documents": "Documents",
  "page.conversation": "Conversation",
  "page.question": "Your question",
  "page.ask": "Ask your documents",
  "page.ask_more": "Ask a follow-up",
  "page.stop": "Stop",
  "page.send": "Send",
  "page.hint": "Enter sends · Shift + Enter starts a new line · ? shows all keys",
  "page.characters": "{n} of {most} characters",
  "page.too_long": {
    one: "The question is {n} character too long.",
    other: "The question is {n} characters too long.",
  },
  "page.welcome": "What would you like to know?",
  "page.promise":
    "Answers are sentences that stand word for word in your documents, each shown in its "
    + "place. If the documents do not say, Pincite tells you so.",
  "page.folders": {
    one: "Ask the document, or only one folder",
    other: "Ask all {n} documents, or only one folder",
  },
  "page.documents_in_folder": { one: "{n} document", other: "{n} documents" },
  "page.examples": "For example",
  "page.drop": "More to ask? Drop files anywhere on this page.",
  "page.add_documents": "See the documents",
  "page.ask_about": "Ask about this",
  "page.quotation": "“{words}”",
  "page.done": "Done",
  "page.language": "Language",
  "page.language_of_browser": "As the browser says",
  "page.theme": "Appearance",
  "page.theme_of_system": "System",
  "page.theme_light": "Light",
  "page.theme_dark": "Dark",
  "page.keys": "Keys",
  "page.key_ask": "To the question",
  "page.key_previous": "Previous quote",
  "page.key_next": "Next quote",
  "page.key_help": "These settings",
  "page.key_close": "Close",
  "page.keys_on": "Use the keys / [ ] ?",

  // --- controls ---
  "controls.cancel": "Cancel",
  "controls.save": "Save",
  "controls.close": "Close",

  // --- history ---
  "history.title": "Conversations",
  "history.empty": "Your conversations will be listed here.",
  "history.search": "Search the conversations",
  "history.found": { one: "{n} conversation found", other: "{n} conversations found" },
  "history.nothing_found": "No conversation has these words.",
  "history.more": "Show more",
  "history.this": "This conversation",
  "history.of": "“{name}”: rename, pin, delete",
  "history.pinned_group": "Pinned",
  "history.today": "Today",
  "history.yesterday": "Yesterday",
  "history.rename": "Rename…",
  "history.rename_title": "Rename this conversation",
  "history.name": "Name",
  "history.renamed": "The conversation was renamed.",
  "history.pin": "Pin",
  "history.unpin": "Unpin",
  "history.pinned": "The conversation is pinned.",
  "history.unpinned": "The conversation is no longer pinned.",
  "history.copy_link": "Copy link",
  "history.download_markdown": "Download as Markdown",
  "history.download_json": "Download as JSON",
  "history.delete": "Delete…",
  "history.delete_title": "Delete this conversation?",
  "history.delete_words": "“{name}” and its answers will be removed for good.",
  "history.delete_now": "Delete",
  "history.deleted": "The conversation was deleted.",

  // --- conversation ---

  // --- document ---

  // --- collection ---
  "collection.documents": { one: "{n} document", other: "{n} documents" },
};
export default words;
