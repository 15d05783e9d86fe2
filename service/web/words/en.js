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

  // --- document ---
  "document.opening": "Opening the document…",
  "document.unreachable": "The document cannot be opened, because the server cannot be reached.",
  "document.close": "Close",
  "document.back": "Back",
  "document.outline": "Outline",
  "document.find": "Find in this document",
  "document.find_short": "Find",
  "document.find_previous": "Previous match",
  "document.find_next": "Next match",
  "document.find_none": "Not found",
  "document.find_of": "{at} of {total}",
  "document.find_many": "{at} of more than {total}",
  "document.citations": "Citations of this answer",
  "document.citation_previous": "Previous citation",
  "document.citation_next": "Next citation",
  "document.citation_of": "{at} of {total}",
  "document.link": "Copy link",
  "document.link_quote": "Copy link to the quote",
  "document.original": "Original",
  "document.original_hint": "Download the file that this was read from",
  "document.original_failed": "The original cannot be had.",
  "document.view": "Show the document as",
  "document.as_text": "Text",
  "document.as_page": "Page",
  "document.pages": "Pages",
  "document.page": "page {name}",
  "document.page_printed": "page {name} (printed {printed})",
  "document.slide": "slide {name}",
  "document.sheet": "sheet {name}",
  "document.page_number": "Page number",
  "document.page_of": "of {total}",
  "document.page_previous": "Previous page",
  "document.page_next": "Next page",
  "document.page_enlarge": "Enlarge",
  "document.page_alt": "Page {page} of {name}, as a picture. “Text” shows what it says.",
  "document.page_failed": "The page cannot be shown, so here is its text.",
  "document.web": "Web address",
  "document.stale": "The file could not be read when the documents were last indexed. This is its last good text.",
  "document.replaced": "This document is out of date. It was replaced by: {name}",
  "document.outdated": "This document is out of date, as it says itself.",
  "document.from_picture": "Read from a picture: it may differ from what stands there.",
  "document.warning": "When it was read: {name}",
  "document.past_end": "The link points past the end of this document, so nothing is highlighted.",
  "document.changed_unknown": "This document has changed since it was cited. Below is its current text. The cited words may have moved or gone, so nothing is highlighted.",
  "document.changed_gone": "This document has changed since it was cited. The cited words no longer stand in it. Below is its current text.",
  "document.changed_twice": "This document has changed since it was cited. The cited words now stand in it more than once, so nothing is highlighted. Below is its current text.",
  "document.changed_moved": "This document has changed since it was cited. The cited words still stand in it, once, and are highlighted.",

  // --- collection ---
  "collection.documents": { one: "{n} document", other: "{n} documents" },
};
export default words;
