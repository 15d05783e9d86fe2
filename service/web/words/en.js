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

  // --- collection ---
  "collection.documents": { one: "{n} document", other: "{n} documents" },
};
export default words;
