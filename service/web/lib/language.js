// @ts-check
// The page's texts in the reader's language, and numbers and days as that language writes them.

import { forget, remember, remembered } from "./memory.js";

/** @typedef {import("../words/en.js").Key} Key */

/** The languages that the page is written in, each by its own name. */
export const LANGUAGES = /** @type {const} */ ({ en: "English", de: "Deutsch" });
/** Their tables, of which only one is loaded. */
const TABLES = {
  en: () => import("../words/en.js"),
  de: () => import("../words/de.js"),
};
const CHOICE = "pincite.language";

/** The language of the page, which early.js has set. */
const language = document.documentElement.lang === "de" ? "de" : "en";
// The browser's own variant of the language (en-GB) writes days as the reader does.
const locale = navigator.languages.find((tag) => tag.slice(0, 2) === language) ?? language;
/** @type {import("../words/en.js").Words} */
const words = (await TABLES[language]()).default;
const plural = new Intl.PluralRules(locale);
const DAY = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const MOMENT = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
/**
 * Each unit with its seconds, the largest first.
 *
 * @type {[Intl.RelativeTimeFormatUnit, number][]}
 */
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/**
 * @param {Key} key
 * @param {Record<string, string | number>} [values] take the places of {names} in the text; numbers
 *   are written as the language does; "n" chooses the plural
 * @returns {string}
 */
export function t(key, values = {}) {
  const entry = words[key];
  const form = plural.select(Number(values.n));
  const text = typeof entry === "string" ? entry : entry[form] ?? entry.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : value ?? whole;
  });
}

/**
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  return value.toLocaleString(locale);
}

/**
 * @param {string} published begins with YYYY-MM-DD
 * @returns {string}
 */
export function day(published) {
  const date = new Date(`${published.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? published : DAY.format(date);
}

/**
 * @param {string} moment
 * @returns {string}
 */
export function atMoment(moment) {
  return MOMENT.format(new Date(moment));
}

/**
 * @param {string} moment
 * @returns {string} how long ago it was
 */
export function ago(moment) {
  const seconds = (new Date(moment).getTime() - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, of]) => Math.abs(seconds) >= of) ?? ["minute", 60];
  return Math.abs(seconds) < 60 ? t("lib.now") : AGO.format(Math.round(seconds / length), unit);
}

/**
 * @param {string} tag of a language, such as "pt-BR"
 * @returns {string} the language's name; the tag, if it is no proper one
 */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** @returns {string | null} the language that the reader chose on this page, if one */
export function chosenLanguage() {
  return remembered(CHOICE);
}

/** @param {string | null} choice null: the browser's */
export function chooseLanguage(choice) {
  if (choice === null) forget(CHOICE);
  else remember(CHOICE, choice);
  location.reload();
}
