// @ts-check
// Questions that may follow an answer. Where the server has none, nothing is shown.

import { request } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";

/**
 * @param {string} conversation
 * @param {number} turn
 * @param {(question: string) => void} onAsk
 * @returns {HTMLElement} empty until there are some
 */
export function suggestionsView(conversation, turn, onAsk) {
  const label = t("conversation.suggestions");
  const place = h("div", { class: "suggestions", role: "group", "aria-label": label });
  place.hidden = true;
  suggested(conversation, turn).then((questions) => {
    place.hidden = questions.length === 0;
    place.replaceChildren(...questions.map((question) => {
      const onclick = () => onAsk(question);
      return h("button", { class: "suggestion", type: "button", dir: "auto", onclick }, question);
    }));
  });
  return place;
}

/**
 * @param {string} conversation
 * @param {number} turn
 * @returns {Promise<string[]>}
 */
async function suggested(conversation, turn) {
  try {
    const reply = await request(`/v1/conversations/${conversation}/turns/${turn}/suggestions`);
    return reply.suggestions.slice(0, 3);
  } catch {
    return []; // They are a convenience: that there are none is no news.
  }
}
