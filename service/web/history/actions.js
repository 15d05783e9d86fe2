// @ts-check
// What can be done with a kept conversation: rename it, pin it, link to it, save it, delete it.

import { askForText, confirm, showProblem } from "../controls/dialog.js";
import { conversationUrl } from "../lib/address.js";
import { announce } from "../lib/announce.js";
import { copy } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { changeConversation, deleteConversation, exportConversation } from "./requests.js";

/** @typedef {import("../controls/menu.js").Entry} Entry */
/** @typedef {{ id: string, title: string, pinned?: boolean }} Kept */
/**
 * @typedef {object} Effects
 * @property {(id: string, title: string) => void} onRenamed
 * @property {() => void} onPinned
 * @property {(id: string) => void} onDeleted
 */

const LONGEST_TITLE = 200; // the server accepts no longer one

/**
 * @param {Kept} kept
 * @param {Effects} effects
 * @returns {Entry[]}
 */
export function actionsOf(kept, effects) {
  const { id } = kept;
  const link = location.origin + conversationUrl(id);
  return [
    { words: t("history.rename"), act: () => rename(kept, effects) },
    { words: t(kept.pinned ? "history.unpin" : "history.pin"), act: () => pin(kept, effects) },
    { words: t("history.copy_link"), act: (button) => copy(link, button), stays: true },
    { words: t("history.download_markdown"), act: () => download(id, "markdown") },
    { words: t("history.download_json"), act: () => download(id, "json") },
    { words: t("history.delete"), act: () => remove(kept, effects) },
  ];
}

/**
 * @param {Kept} kept
 * @param {Effects} effects
 */
async function rename(kept, effects) {
  const { id, title } = kept;
  const name = await askForText(
    t("history.rename_title"), t("history.name"), title, LONGEST_TITLE);
  if (name === null || name === title) return;
  await attempt(async () => {
    await changeConversation(id, { title: name });
    effects.onRenamed(id, name);
    announce(t("history.renamed"));
  });
}

/**
 * @param {Kept} kept
 * @param {Effects} effects
 */
function pin({ id, pinned = false }, effects) {
  return attempt(async () => {
    await changeConversation(id, { pinned: !pinned });
    effects.onPinned();
    announce(t(pinned ? "history.unpinned" : "history.pinned"));
  });
}

/**
 * @param {Kept} kept
 * @param {Effects} effects
 */
async function remove({ id, title }, effects) {
  const [before, after] = t("history.delete_words").split("{name}");
  const words = [before, h("bdi", {}, title), after];
  if (!(await confirm(t("history.delete_title"), words, t("history.delete_now")))) return;
  await attempt(async () => {
    await deleteConversation(id);
    announce(t("history.deleted"));
    effects.onDeleted(id);
  });
}

/**
 * @param {string} id
 * @param {"markdown" | "json"} format
 */
function download(id, format) {
  return attempt(async () => {
    const reply = await exportConversation(id, format);
    const disposition = reply.headers.get("Content-Disposition") ?? "";
    const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? "conversation";
    const url = URL.createObjectURL(await reply.blob());
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  });
}

/** @param {() => Promise<void>} act */
async function attempt(act) {
  try {
    await act();
  } catch (error) {
    showProblem(error, () => attempt(act));
  }
}
