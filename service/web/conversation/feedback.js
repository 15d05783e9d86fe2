// @ts-check
// Asks whether an answer is right. What is said is kept with the turn, and can be taken back.

import { announce } from "../lib/announce.js";
import { request } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { sentence } from "../lib/problem.js";

/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */

/** @type {[boolean, "conversation.yes" | "conversation.no"][]} */
const CHOICES = [[true, "conversation.yes"], [false, "conversation.no"]];

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {string} conversation
 * @returns {HTMLElement}
 */
export function feedbackView(answer, conversation) {
  let said = answer.right ?? null;
  const trouble = h("span", { class: "feedback-trouble", role: "alert" });
  const show = () => {
    for (const [n, [right]] of CHOICES.entries()) {
      buttons[n].setAttribute("aria-pressed", String(said === right));
    }
  };
  const say = async (/** @type {boolean} */ right) => {
    const before = said;
    said = before === right ? null : right;
    show();
    trouble.textContent = "";
    try {
      await keep(conversation, answer.turn, said);
      announce(t(said === null ? "conversation.feedback_back" : "conversation.feedback_kept"));
    } catch (error) {
      said = before;
      show();
      const reason = sentence(error instanceof Error ? error.message : String(error));
      trouble.textContent = `${t("conversation.feedback_failed")} ${reason}`;
    }
  };
  const buttons = CHOICES.map(([right, key]) =>
    h("button", { class: "quiet choice", type: "button", onclick: () => say(right) }, t(key)));
  show();
  return h("div", { class: "feedback", role: "group", "aria-label": t("conversation.right_label") },
    h("span", { "aria-hidden": "true" }, t("conversation.right")), ...buttons, trouble);
}

/**
 * @param {string} conversation
 * @param {number} turn
 * @param {boolean | null} right
 */
function keep(conversation, turn, right) {
  return request(`/v1/conversations/${conversation}/turns/${turn}/feedback`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ right }),
  });
}
