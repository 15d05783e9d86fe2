// @ts-check
// Builds elements. Strings only ever become text nodes, so words from a document can never become
// markup.

/** @typedef {Node | string | null} Child null is left out */
/** @typedef {string | number | boolean | null | ((event: any) => void)} Value */

/**
 * Builds an element with its attributes, listeners and children, as in
 * h("a", { href: "/x", onclick: open }, "text").
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Value>} [attributes] a function listens for the event named after "on";
 *   true sets an empty attribute; false and null set none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]} those that are not null
 */
export function present(children) {
  return /** @type {(Node | string)[]} */ (children.filter((child) => child !== null));
}

/**
 * Finds an element of index.html.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) {
    throw new Error(`index.html has no ${kind.name} with the id "${id}"`);
  }
  return element;
}

/**
 * Whether a click asks to follow a link here, and not in a new tab or as a download.
 *
 * @param {MouseEvent} event
 * @returns {boolean}
 */
export function isPlainClick(event) {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
}
