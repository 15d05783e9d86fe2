// @ts-check
// What can be done with an answer: copy and share it, edit its question, say whether it is right.

import { conversationUrl } from "../lib/address.js";
import { announce } from "../lib/announce.js";
import { copy } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { feedbackView } from "./feedback.js";
import { asMarkdown, asText } from "./quotation.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */

/**
 * @param {ChatAnswer | PastTurn | null} answer null while there is none
 * @param {string | null} conversation its id
 * @param {HTMLElement} edit the button to edit the question
 * @returns {HTMLElement}
 */
export function actionsView(answer, conversation, edit) {
  const isQuoted = answer !== null && answer.citations.length > 0;
  const copies = isQuoted
    ? [
      copyButton("conversation.copy", "conversation.copy_rest", () => asText(answer)),
      copyButton("conversation.copy_markdown", null, () => asMarkdown(answer)),
      shareButton(answer, conversation),
    ]
    : [];
  const isOfDocuments = answer !== null && (answer.mode === "quoted" || answer.mode === "worded");
  const isJudged = isOfDocuments && conversation !== null;
  return h("div", { class: "actions" }, ...copies, edit,
    isJudged ? feedbackView(answer, conversation) : null);
}

/**
 * @param {import("../lib/language.js").Key} words
 * @param {import("../lib/language.js").Key | null} rest more words, for screen readers alone
 * @param {() => string} text
 * @returns {HTMLElement}
 */
function copyButton(words, rest, text) {
  const onclick = () => copy(text(), button);
  const button = h("button", { class: "quiet", type: "button", onclick },
    t(words), rest ? h("span", { class: "visually-hidden" }, ` ${t(rest)}`) : null);
  return button;
}

/**
 * Shares by the means of the system; where a browser has none, copies the link.
 *
 * @param {ChatAnswer | PastTurn} answer
 * @param {string | null} conversation
 * @returns {HTMLElement}
 */
function shareButton(answer, conversation) {
  const onclick = async () => {
    const url = location.origin + conversationUrl(conversation ?? "");
    const shared = { title: answer.question, text: asText(answer), url };
    if (!navigator.canShare?.(shared)) {
      await copy(url, button);
      return announce(t("conversation.link_copied"));
    }
    await navigator.share(shared).catch(() => {}); // The reader may think better of it.
  };
  const hidden = conversation === null;
  const button = h("button", { class: "quiet", type: "button", onclick, hidden },
    t("conversation.share"));
  return button;
}
