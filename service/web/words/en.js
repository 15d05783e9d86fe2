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
  "lib.retry": "Retry",
  "lib.retry_in": "Retry in {n} s",
  "lib.now": "just now",

  // --- page ---

  // --- conversation ---
  "conversation.answer": "Answer:",
  "conversation.no_answer": "No answer found",
  "conversation.citations": { one: "{n} citation", other: "{n} citations" },
  "conversation.sources": { one: "Source", other: "Sources" },
  "conversation.quotes": { one: "quote", other: "quotes" },
  "conversation.strong": "Well supported",
  "conversation.fair": "Supported",
  "conversation.weak": "Weakly supported: check the quotes",
  "conversation.why": "Why this answer",
  "conversation.certainty": "How certain",
  "conversation.measured": {
    one: "{share} when it was measured, of {n} answer as certain as this.",
    other: "{share} when it was measured, of {n} answers as certain as this.",
  },
  "conversation.in_ten": "{tenths} in 10 were right",
  "conversation.more_than_nine": "more than 9 in 10 were right",
  "conversation.fewer_than_one": "fewer than 1 in 10 were right",
  "conversation.agreement": "Other documents",
  "conversation.agree": {
    one: "{n} other document says the same.",
    other: "{n} other documents say the same.",
  },
  "conversation.none_agrees": "No other document says the same in these words.",
  "conversation.disagree": {
    one: "{n} document disagrees.",
    other: "{n} documents disagree with each other.",
  },
  "conversation.none_disagrees": "None of those quoted disagree.",
  "conversation.looked_in": "Looked in",
  "conversation.in_all": "All documents.",
  "conversation.index_state": {
    one: "The index held {n} document, as of {when}.",
    other: "The index held {n} documents, as of {when}.",
  },
  "conversation.index_before": "The documents have been indexed again since.",
  "conversation.nearest": "Nearest passages",
  "conversation.show_nearest": "Show the nearest passages",
  "conversation.no_passages": "There are none.",
  "conversation.looking": "Looking through the documents…",
  "conversation.opening": "Opening the conversation…",
  "conversation.out_of_date": "out of date",
  "conversation.copies": { one: "Nearly the same text:", other: "Nearly the same text:" },
  "conversation.says_the_same": "Says the same as {markers}",
  "conversation.disagrees_with": "Disagrees with {markers}",
  "conversation.conflict": "The documents disagree:",
  "conversation.older": "older",
  "conversation.older_of": "older: {day}",
  "conversation.removed": "No longer shown, because the document was removed or changed since:",
  "conversation.removed_advice": "Ask again for an answer from the current documents.",
  "conversation.none_matched": "No document matches the filters.",
  "conversation.matched": {
    one: "Only one document matched the filters.",
    other: "Only {n} documents matched the filters.",
  },
  "conversation.undated": {
    one: "{n} without a date was left out.",
    other: "{n} without a date were left out.",
  },
  "conversation.ask_all": "Search all documents",
  "conversation.asked_in": "Asked in",
  "conversation.in_documents": { one: "{n} document", other: "{n} documents" },
  "conversation.in_folder": "folder {value}",
  "conversation.in_title": "titles with “{value}”",
  "conversation.in_author": "by {value}",
  "conversation.in_site": "site {value}",
  "conversation.in_language": "language {value}",
  "conversation.in_since": "from {value}",
  "conversation.in_until": "until {value}",
  "conversation.place_page": "page {value}",
  "conversation.place_pages": "pages {value} to {to}",
  "conversation.place_slide": "slide {value}",
  "conversation.place_slides": "slides {value} to {to}",
  "conversation.place_sheet": "sheet {value}",
  "conversation.place_sheets": "sheets {value} to {to}",
  "conversation.place_row": "row {value}",
  "conversation.place_rows": "rows {value} to {to}",
  "conversation.place_message": "message {value}",
  "conversation.place_messages": "messages {value} to {to}",
  "conversation.show_more": "Show more",
  "conversation.show_less": "Show less",
  "conversation.open_document": "Open the document",
  "conversation.close": "Close",
  "conversation.copy": "Copy",
  "conversation.copy_rest": "the answer with its references",
  "conversation.copy_markdown": "Copy as Markdown",
  "conversation.share": "Share",
  "conversation.link_copied": "The link to this conversation is copied.",
  "conversation.edit": "Edit",
  "conversation.edit_rest": "the question",
  "conversation.edit_label": "Edit the question",
  "conversation.right": "Right?",
  "conversation.right_label": "Is this answer right?",
  "conversation.yes": "Yes",
  "conversation.no": "No",
  "conversation.feedback_kept": "Thank you: it is kept with the answer.",
  "conversation.feedback_back": "Taken back.",
  "conversation.feedback_failed": "This could not be kept.",
  "conversation.suggestions": "Questions that may follow",
  "conversation.again": "Ask again",
  "conversation.you_asked": "You asked:",
  "conversation.change": "Change",
  "conversation.change_rest": "how the question is understood",
  "conversation.understood": "Understood as",
  "conversation.meaning": "What do you mean?",
  "conversation.cancel": "Cancel",
  "conversation.ask_this": "Ask this",
  "conversation.unanswered": "This question has no answer yet.",
  "conversation.stopped": "Stopped before an answer came.",
  "conversation.lost": "The connection was lost while the answer was arriving.",

  // --- document ---

  // --- collection ---
  "collection.documents": { one: "{n} document", other: "{n} documents" },
};
export default words;
