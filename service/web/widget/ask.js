// @ts-check
// Sends a question with the page's key, and tells what went wrong in words for a visitor of the
// page.

import { at } from "../lib/links.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {import("./texts.js").Key} Key */

/** The server that these files come from. */
const SERVER = new URL(import.meta.url).origin;
/**
 * What to say of a failure. The server's own messages speak to whoever runs the page.
 *
 * @type {Record<number, Key>}
 */
const SAID = {
  400: "set_up",
  401: "set_up",
  403: "set_up",
  422: "invalid",
  429: "busy",
  503: "unready",
};

/** A question that could not be answered. The message is the key of a text. */
export class AskFailed extends Error {
  /** @param {Key} said */
  constructor(said) {
    super(said);
    this.said = said;
  }
}

/**
 * @param {string} path of one of the server's addresses
 * @returns {string} that address, as another site must name it
 */
export function onServer(path) {
  return new URL(path, SERVER).href;
}

/**
 * @param {string} question
 * @param {string | null} key
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 * @throws {AskFailed} except for an abort, which is thrown as it is
 */
export async function ask(question, key, signal) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json" };
  if (key !== null) headers.Authorization = `Bearer ${key}`;
  try {
    const reply = await fetch(onServer(at("/v1/ask")), {
      method: "POST",
      headers,
      // It draws quotes alone, and a visitor is not told of any other server that would be asked.
      body: JSON.stringify({ question, mode: "quoted" }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
    });
    const body = await reply.json();
    if (reply.ok) return body;
    const { code, message } = body.error;
    console.warn(`Pincite: ${message} (${code})`);
    throw new AskFailed(code === "overloaded" ? "busy" : SAID[reply.status] ?? "unready");
  } catch (error) {
    if (error instanceof AskFailed || signal.aborted) throw error;
    throw new AskFailed(error instanceof TypeError ? "network" : "unready");
  }
}
