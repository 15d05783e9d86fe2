// @ts-check
// The files that are not in the index as they are, by what is wrong with them, a page at a time.

import { FAILURES } from "../adding/indexing.js";
import { listFiles } from "../adding/requests.js";
import { h } from "../lib/dom.js";
import { number, t } from "../lib/language.js";
import { problemView, sentence } from "../lib/problem.js";

/** @typedef {import("../adding/requests.js").FileList} FileList */
/** @typedef {import("../adding/requests.js").FileStatus} FileStatus */
/** @typedef {import("../adding/requests.js").ListedFile} ListedFile */

const ON_A_PAGE = 50;
/**
 * The statuses in the order in which they are offered.
 *
 * @type {FileStatus[]}
 */
const SHOWN = [
  "encrypted", "scan", "broken", "too_large", "stale", "unsupported", "empty",
];

/**
 * @param {FileList["counts"]} counts
 * @returns {number} how many files somebody should look at
 */
export function unreadIn(counts) {
  return SHOWN.filter((status) => FAILURES.has(status))
    .reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

export class UnreadFiles {
  #remove;
  #list = h("ul", { class: "unread-list", role: "list", tabindex: "-1" });
  #left = h("p", { class: "unread-left" });
  #trouble = h("div", {});
  #choice = h("div", { class: "unread-choice", role: "group", "aria-label": t("sources.show") });
  #more = h("button", { class: "button", type: "button", onclick: () => this.#load(false) },
    t("sources.more"));
  #dialog = h("dialog", { class: "dialog unread", "aria-labelledby": "unread-title" },
    h("div", { class: "unread-head" },
      h("h2", { id: "unread-title" }, t("sources.unread_title")),
      h("button", { class: "button", type: "button", onclick: () => this.#dialog.close() },
        t("sources.close"))),
    this.#choice, this.#trouble, this.#list, this.#more, this.#left);
  /** The status that is shown; null until the first page is there. @type {FileStatus | null} */
  #status = null;
  #last = "";

  /** @param {((id: string, name: string) => Promise<boolean>) | null} remove null if it may not */
  constructor(remove) {
    this.#remove = remove;
    this.#dialog.addEventListener("close", () => this.#dialog.remove());
  }

  async open() {
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    await this.#begin();
  }

  /** Shows the first status that any file has. */
  async #begin() {
    try {
      const { counts } = await listFiles({ limit: 1 });
      await this.#choose(SHOWN.find((status) => counts[status]) ?? "broken");
    } catch (error) {
      this.#trouble.replaceChildren(problemView(error, { retry: () => this.#begin() }));
    }
  }

  /** @param {FileStatus} status */
  #choose(status) {
    this.#status = status;
    return this.#load(true);
  }

  /** @param {FileList["counts"]} counts of the page that is shown now */
  #showChoice(counts) {
    const focused = document.activeElement?.getAttribute("data-status");
    const given = SHOWN.filter((status) => counts[status] || status === this.#status);
    this.#choice.replaceChildren(...given.map((status) => {
      const attributes = {
        type: "button",
        "data-status": status,
        "aria-pressed": String(status === this.#status),
        onclick: () => this.#choose(status),
      };
      return h("button", { class: "unread-status", ...attributes },
        t(`sources.status.${status}`), " ",
        h("span", { class: "unread-count" }, number(counts[status] ?? 0)));
    }));
    const again = this.#choice.querySelector(`[data-status="${focused}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  /** @param {boolean} anew */
  async #load(anew) {
    const status = this.#status;
    if (status === null) return;
    if (anew) this.#last = "";
    try {
      const page = await listFiles({ status, after: this.#last, limit: ON_A_PAGE });
      if (status !== this.#status) return; // another one was chosen meanwhile
      this.#showChoice(page.counts);
      const views = page.files.map((file) => this.#fileView(file));
      if (anew) this.#list.replaceChildren(...views);
      else this.#list.append(...views);
      if (!anew) views[0]?.focus();
      this.#last = page.files.at(-1)?.path ?? this.#last;
      this.#more.hidden = !page.more;
      this.#left.textContent = leftOut(page.left_out);
      this.#trouble.replaceChildren();
    } catch (error) {
      this.#trouble.replaceChildren(problemView(error, { retry: () => this.#load(anew) }));
    }
  }

  /**
   * @param {ListedFile} file
   * @returns {HTMLElement}
   */
  #fileView({ path, status, reason, hint, added }) {
    const remove = this.#remove;
    const onclick = async () => {
      if (!(await remove?.(path, path))) return;
      view.remove();
      this.#list.focus(); // the button that had it is gone
    };
    const own = ownHint(hint, added);
    const told = own ? [reason] : [reason, hint];
    const view = h("li", { class: "unread-file", tabindex: "-1" },
      h("p", { class: "unread-path" }, h("bdi", {}, path)),
      h("p", { class: "unread-reason", dir: "auto" },
        h("span", { lang: "en" }, told.filter(Boolean).map(sentence).join(" ")),
        own ? ` ${t(own)}` : ""),
      added && remove
        ? h("button", { class: "quiet", type: "button", onclick }, t("sources.remove"))
        : null);
    return view;
  }
}

/**
 * Returns what to do, where the server says it in the words of a terminal; else null.
 *
 * @param {string} hint
 * @param {boolean} added whether the file was added by itself
 */
function ownHint(hint, added) {
  if (hint.includes("--ocr")) return added ? "sources.scan_added" : "sources.scan_in_folder";
  if (!hint.includes("--password")) return null;
  return added ? "sources.locked_added" : "sources.locked_in_folder";
}

/**
 * @param {Record<string, number>} counts by reason
 * @returns {string}
 */
function leftOut(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total > 0 ? t("sources.left_out", { n: total }) : "";
}
