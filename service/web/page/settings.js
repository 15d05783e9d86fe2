// @ts-check
// The settings: the page's language, its theme, and its keys, which are explained here.

import { h } from "../lib/dom.js";
import { LANGUAGES, chooseLanguage, chosenLanguage, t } from "../lib/language.js";
import { forget, remember, remembered } from "../lib/memory.js";
import { areKeysOn, switchKeys } from "./keys.js";

/** early.js reads the theme before the page is painted. */
const THEME = "pincite.theme";
const THEMES = /** @type {const} */ (["light", "dark"]);
const KEYS = /** @type {const} */ ([
  ["/", "page.key_ask"],
  ["[", "page.key_previous"],
  ["]", "page.key_next"],
  ["?", "page.key_help"],
  ["Esc", "page.key_close"],
]);

export function openSettings() {
  const dialog = h("dialog", { class: "dialog settings", "aria-labelledby": "settings-title" },
    h("form", { method: "dialog" },
      h("h2", { id: "settings-title" }, t("page.settings")),
      languageView(), themeView(), keysView(),
      h("div", { class: "dialog-buttons" },
        h("button", { class: "button primary", type: "submit", autofocus: true }, t("page.done")))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    // Only now, because it loads the page anew: nobody should lose their place by looking through.
    const chosen = dialog.querySelector("select")?.value || null;
    if (chosen !== chosenLanguage()) chooseLanguage(chosen);
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** @returns {HTMLElement} */
function languageView() {
  const box = h("select", { id: "language", class: "text-box" },
    h("option", { value: "" }, t("page.language_of_browser")),
    ...Object.entries(LANGUAGES).map(
      ([tag, name]) => h("option", { value: tag, lang: tag }, name)));
  box.value = chosenLanguage() ?? "";
  return h("p", { class: "setting" }, h("label", { for: "language" }, t("page.language")), box);
}

/** @returns {HTMLElement} */
function themeView() {
  const chosen = remembered(THEME) ?? "";
  const onchange = (/** @type {Event} */ event) => {
    if (event.target instanceof HTMLInputElement) setTheme(event.target.value);
  };
  const choices = ["", ...THEMES].map((theme) => h("label", { class: "choice" },
    h("input", { type: "radio", name: "theme", value: theme, checked: theme === chosen }),
    h("span", {}, themeName(theme))));
  return h("fieldset", { class: "setting", onchange },
    h("legend", {}, t("page.theme")), h("div", { class: "choices" }, ...choices));
}

/**
 * @param {string} theme
 * @returns {string}
 */
function themeName(theme) {
  if (theme === "light") return t("page.theme_light");
  return t(theme === "dark" ? "page.theme_dark" : "page.theme_of_system");
}

/** @param {string} theme empty: the system's */
function setTheme(theme) {
  if (theme === "") {
    delete document.documentElement.dataset.theme;
    forget(THEME);
  } else {
    document.documentElement.dataset.theme = theme;
    remember(THEME, theme);
  }
}

/** @returns {HTMLElement} */
function keysView() {
  const onchange = (/** @type {Event} */ event) => {
    if (event.target instanceof HTMLInputElement) switchKeys(event.target.checked);
  };
  return h("section", { class: "setting", "aria-labelledby": "keys-title" },
    h("h3", { id: "keys-title" }, t("page.keys")),
    h("dl", { class: "key-list" }, ...KEYS.map(([key, words]) => h("div", {},
      h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(words))))),
    h("label", { class: "key-switch" },
      h("input", { type: "checkbox", checked: areKeysOn(), onchange }), t("page.keys_on")));
}
