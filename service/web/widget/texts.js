// @ts-check
// What the widget says, in the languages that it speaks. Pages of other sites load it, so it brings
// only its own texts.

const en = {
  title: "Ask the documents",
  close: "Close",
  question: "Your question",
  ask: "Ask",
  asking: "Searching the documents …",
  answered: "The answer:",
  quotes: "The answer, sentence by sentence",
  nearest: "What comes nearest",
  unsupported: "The documents do not say.",
  disagree: "The documents disagree:",
  unanswered: "No answer was found to",
  older: "older",
  context: "In its passage",
  original: "Website",
  also: "Also in:",
  more: "and {n} more",
  new_tab: "opens in a new tab",
  failed: "That did not work.",
  network: "The server cannot be reached. Are you online?",
  busy: "Too many people are asking just now. Please try again in a moment.",
  set_up: "The search is not set up for this page. Whoever runs the page can see why in the " +
    "browser’s console.",
  invalid: "This question cannot be asked: it is empty or too long.",
  unready: "The search is not available at the moment.",
  page: "page {n}",
  slide: "slide {n}",
  sheet: "sheet {n}",
  row: "row {n}",
  message: "message {n}",
};

/** @type {typeof en} */
const de = {
  title: "Die Dokumente fragen",
  close: "Schließen",
  question: "Deine Frage",
  ask: "Fragen",
  asking: "Die Dokumente werden durchsucht …",
  answered: "Die Antwort:",
  quotes: "Die Antwort, Satz für Satz",
  nearest: "Was am nächsten kommt",
  unsupported: "Davon steht nichts in den Dokumenten.",
  disagree: "Die Dokumente sind sich uneinig:",
  unanswered: "Keine Antwort fand sich auf",
  older: "älter",
  context: "Im Zusammenhang",
  original: "Website",
  also: "Auch in:",
  more: "und {n} weitere",
  new_tab: "öffnet sich in einem neuen Tab",
  failed: "Das hat nicht geklappt.",
  network: "Der Server ist nicht erreichbar. Besteht eine Verbindung zum Internet?",
  busy: "Gerade fragen zu viele. Bitte gleich noch einmal versuchen.",
  set_up: "Die Suche ist für diese Seite nicht eingerichtet. Wer die Seite betreibt, sieht den " +
    "Grund in der Konsole des Browsers.",
  invalid: "So kann nicht gefragt werden: Die Frage ist leer oder zu lang.",
  unready: "Die Suche ist im Moment nicht verfügbar.",
  page: "Seite {n}",
  slide: "Folie {n}",
  sheet: "Blatt {n}",
  row: "Zeile {n}",
  message: "Nachricht {n}",
};

const LANGUAGES = { en, de };

/** @typedef {keyof typeof en} Key */
/**
 * @typedef {object} Texts
 * @property {keyof typeof LANGUAGES} language
 * @property {(key: Key, n?: string | number) => string} t
 */

/**
 * @param {(string | null)[]} wanted language tags such as "de-AT", the best one first
 * @returns {Texts}
 */
export function textsIn(wanted) {
  const known = wanted
    .map((tag) => (tag ?? "").slice(0, 2).toLowerCase())
    .find((tag) => tag in LANGUAGES);
  const language = /** @type {keyof typeof LANGUAGES} */ (known ?? "en");
  return { language, t: (key, n = "") => LANGUAGES[language][key].replace("{n}", () => String(n)) };
}
