// @ts-check
// The form at the bottom: one question, its length, Send and Stop.

import { LONGEST_QUESTION } from "../lib/api.js";
import { byId } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { slot } from "../lib/links.js";
import { codePointLength } from "../lib/offsets.js";

const SHOW_COUNT_FROM = 1800;
const DRAFT = slot("pincite-draft");

export class Composer {
  #form = byId("composer", HTMLFormElement);
  #box = byId("question", HTMLTextAreaElement);
  #count = byId("count", HTMLElement);
  #send = byId("send", HTMLButtonElement);
  #stop = byId("stop", HTMLButtonElement);
  #onQuestion;

  /**
   * @param {object} reactions
   * @param {(question: string) => unknown} reactions.onQuestion returns whether it was asked
   * @param {() => void} reactions.onStop
   */
  constructor({ onQuestion, onStop }) {
    this.#onQuestion = onQuestion;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#box.addEventListener("keydown", (event) => this.#keydown(event));
    this.#box.addEventListener("input", () => this.#changed());
    this.#stop.addEventListener("click", onStop);
    // What was typed while the page was loading stays.
    this.#box.value ||= sessionStorage.getItem(DRAFT) ?? "";
    this.#measure();
  }

  focus() {
    this.#box.focus();
  }

  /**
   * Puts words of a document before the question, to be asked about.
   *
   * @param {string} words
   */
  quote(words) {
    const before = this.#box.value.trim();
    this.#box.value = `${t("page.quotation", { words })} ${before}`;
    this.#changed();
    this.focus();
    this.#box.setSelectionRange(this.#box.value.length, this.#box.value.length);
  }

  /** @param {boolean} following whether the question follows up an answer */
  set following(following) {
    this.#box.placeholder = t(following ? "page.ask_more" : "page.ask");
  }

  /** @param {boolean} waiting */
  set waiting(waiting) {
    // A button that disappears must not take the focus with it. On a touch screen, focusing the box
    // would raise the keyboard.
    const leaving = document.activeElement === this.#stop || document.activeElement === this.#send;
    if (leaving && matchMedia("(hover: hover)").matches) this.focus();
    this.#send.disabled = waiting;
    this.#send.hidden = waiting;
    this.#stop.hidden = !waiting;
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    // While an input method is composing, Enter accepts its word and must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.#send.disabled) this.#form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const question = this.#box.value.trim();
    if (question === "" || this.#send.disabled) return;
    if (!this.#onQuestion(question)) return; // Another request is under way: keep the words.
    this.#box.value = "";
    this.#changed();
  }

  #changed() {
    sessionStorage.setItem(DRAFT, this.#box.value);
    this.#measure();
  }

  /** Counts the question. One that is too long stays as typed, and the browser says why. */
  #measure() {
    const length = codePointLength(this.#box.value.trim());
    const excess = length - LONGEST_QUESTION;
    this.#count.hidden = length < SHOW_COUNT_FROM;
    this.#count.textContent = t("page.characters", { n: length, most: LONGEST_QUESTION });
    this.#count.classList.toggle("over", excess > 0);
    this.#box.setCustomValidity(
      excess > 0 ? t("page.too_long", { n: excess }) : "");
  }
}
