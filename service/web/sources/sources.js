// @ts-check
// READ FIRST: where the documents come from, above the list of them: the ways in, the folders that
// are indexed, and the files that could not be read.

import { listFiles, listRoots } from "../adding/requests.js";
import { askForKey } from "../lib/key.js";
import { h, present } from "../lib/dom.js";
import { number, t } from "../lib/language.js";
import { removeFile, removeFolder } from "./removing.js";
import { UnreadFiles, unreadIn } from "./unread.js";

/** @typedef {import("../adding/adding.js").Adding} Adding */
/** @typedef {import("../adding/requests.js").FileList} FileList */
/** @typedef {import("../adding/requests.js").Roots} Roots */

export class Sources {
  view = h("section", { class: "origins", "aria-label": t("sources.title") });
  #adding;
  #look;
  #ways = h("div", {});
  #origins = h("div", {});
  #unread = h("div", {});

  /**
   * @param {Adding} adding
   * @param {() => void} look reads the state of the server at once
   */
  constructor(adding, look) {
    this.#adding = adding;
    this.#look = look;
    this.view.append(this.#ways, this.#origins, this.#unread);
    adding.onRules(() => this.refresh());
    this.refresh();
  }

  /** Removes a file that was added, if the reader agrees. @type {typeof removeFile} */
  remove = async (id, name) => {
    const removed = await removeFile(id, name);
    if (removed) this.#look();
    return removed;
  };

  /** Shows what there is now. */
  async refresh() {
    const { rules } = this.#adding;
    if (!rules) return;
    this.#ways.replaceChildren(this.#waysView());
    const none = () => null; // where they cannot be listed, the list of documents says why
    const [roots, files] = await Promise.all([
      rules.may_name_folders ? listRoots().catch(none) : null,
      listFiles({ limit: 1 }).catch(none),
    ]);
    this.#origins.replaceChildren(...present([roots && this.#rootsView(roots)]));
    this.#unread.replaceChildren(...present([files && this.#unreadView(files.counts)]));
  }

  /** @returns {HTMLElement} */
  #waysView() {
    const { rules, refusal } = this.#adding;
    if (refusal !== null) {
      const onclick = () => askForKey(t("sources.key_reason"));
      return h("div", { class: "ways closed" },
        h("p", { class: "ways-words" }, refusal),
        rules?.keys
          ? h("button", { class: "quiet", type: "button", onclick }, t("sources.other_key"))
          : null);
    }
    const choose = h("button", {
      class: "button small", type: "button", onclick: () => this.#adding.choose(),
    }, t("sources.choose"));
    const folder = h("button", {
      class: "button small", type: "button", onclick: () => this.#addFolder(),
    }, t("sources.add_folder_more"));
    return h("div", { class: "ways" },
      h("p", { class: "ways-words" }, t("sources.drop")),
      h("div", { class: "ways-buttons" }, choose, rules?.may_name_folders ? folder : null),
      h("p", { class: "ways-kinds" }, t("sources.kinds")));
  }

  async #addFolder() {
    const { addFolder } = await import("./folder_dialog.js");
    const path = await addFolder();
    if (path !== null) this.#adding.follow(path);
  }

  /**
   * @param {Roots} roots
   * @returns {HTMLElement | null}
   */
  #rootsView({ roots, files }) {
    if (roots.length === 0) return null;
    const isOpen = this.#origins.querySelector("details")?.open ?? false;
    return h("details", { class: "roots", open: isOpen },
      h("summary", {}, t("sources.folders", { n: roots.length })),
      h("ul", { role: "list" }, ...roots.map((root, n) => this.#rootView(root, files[n]))));
  }

  /**
   * @param {string} root
   * @param {number} files
   * @returns {HTMLElement}
   */
  #rootView(root, files) {
    const name = root.slice(root.lastIndexOf("/") + 1) || root;
    const onclick = async () => {
      if (!(await removeFolder(root))) return;
      view.remove();
      this.#look();
    };
    const label = t("sources.remove_root", { name: root });
    const view = h("li", { class: "root" },
      h("div", { class: "root-words" },
        h("p", { class: "root-name" }, h("bdi", {}, name),
          h("span", { class: "root-count" }, number(files),
            h("span", { class: "visually-hidden" }, ` ${t("sources.files", { n: files })}`))),
        h("p", { class: "root-path" }, h("bdi", {}, root))),
      h("button", { class: "quiet", type: "button", "aria-label": label, onclick },
        t("sources.remove")));
    return view;
  }

  /**
   * @param {FileList["counts"]} counts
   * @returns {HTMLElement | null}
   */
  #unreadView(counts) {
    const failed = unreadIn(counts);
    const passed = (counts.unsupported ?? 0) + (counts.empty ?? 0);
    if (failed + passed === 0) return null;
    const remove = this.#adding.rules?.may_add ? this.remove : null;
    const onclick = () => new UnreadFiles(remove).open();
    const words = failed > 0
      ? t("sources.unread", { n: failed })
      : t("sources.passed", { n: passed });
    return h("button", {
      class: failed > 0 ? "unread-link failed" : "unread-link", type: "button", onclick,
    }, words);
  }
}
