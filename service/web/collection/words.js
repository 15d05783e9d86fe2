// @ts-check
// Writes numbers, dates and folders for the reader.

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
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
 * @param {number} number
 * @param {string} noun
 * @returns {string}
 */
export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
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
 * @returns {string}
 */
export function ago(moment) {
  const seconds = (new Date(moment).getTime() - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, of]) => Math.abs(seconds) >= of) ?? ["minute", 60];
  return Math.abs(seconds) < 60 ? "just now" : AGO.format(Math.round(seconds / length), unit);
}

/**
 * @param {string} id
 * @returns {string} empty if the document lies in no folder
 */
export function folderOf(id) {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}
