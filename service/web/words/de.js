// @ts-check
// Every text of the page in German. The type check fails where one is missing.

/** @type {import("./en.js").Words} */
export default {
  // --- lib ---
  "lib.retry": "Noch einmal",
  "lib.retry_in": "Noch einmal in {n} s",
  "lib.now": "gerade eben",

  // --- page ---

  // --- conversation ---

  // --- document ---

  // --- collection ---
  "collection.documents": { one: "{n} Dokument", other: "{n} Dokumente" },
};
