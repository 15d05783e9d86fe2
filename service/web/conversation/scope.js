// @ts-check
// The filters that a question was asked with, as chips on its turn.

import { h } from "../lib/dom.js";
import { day, t } from "../lib/language.js";

/**
 * The `filters` of a request. What is null or left out filters nothing.
 *
 * @typedef {object} AskedFilters
 * @property {string[] | null} [documents]
 * @property {string | null} [folder]
 * @property {string | null} [title]
 * @property {string | null} [author]
 * @property {string | null} [site]
 * @property {string | null} [language]
 * @property {string | null} [since]
 * @property {string | null} [until]
 */

const SHOWN_ALONE = 3;
const TEXTS = /** @type {const} */ (["folder", "title", "author", "site", "language"]);
const DAYS = /** @type {const} */ (["since", "until"]);

/**
 * @param {object | null | undefined} filters
 * @returns {AskedFilters | null} null if nothing is filtered
 */
export function realFilters(filters) {
  const given = Object.entries(filters ?? {}).filter(([, value]) => value !== null && value !== "");
  return given.length === 0 ? null : Object.fromEntries(given);
}

/**
 * @param {AskedFilters | null} filters
 * @param {string} label for the list of chips; "" where it is told beside it
 * @returns {HTMLElement | null} null if nothing is filtered
 */
export function scopeView(filters, label) {
  if (filters === null) return null;
  const { documents = [] } = filters;
  const chosen = documents ?? [];
  const named = chosen.length > SHOWN_ALONE
    ? [t("conversation.in_documents", { n: chosen.length })]
    : chosen;
  const texts = TEXTS.flatMap((name) => {
    const value = filters[name];
    return value ? [t(`conversation.in_${name}`, { value })] : [];
  });
  const days = DAYS.flatMap((name) => {
    const value = filters[name];
    return value ? [t(`conversation.in_${name}`, { value: day(value) })] : [];
  });
  return h("ul", { class: "asked-in", role: "list", "aria-label": label || null },
    ...[...named, ...texts, ...days].map(
      (words) => h("li", { class: "asked-chip" }, h("bdi", {}, words))));
}
