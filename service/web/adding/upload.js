// @ts-check
// Sends files to the server, and tells how many bytes have gone. fetch cannot tell that.

import { ApiError } from "../lib/api.js";
import { askForKey, currentKey } from "../lib/key.js";

/** @typedef {import("./requests.js").Taken} Taken */
/** @typedef {{ status: number, retryAfter: string | null, body: any }} Reply */

/** @typedef {{ password: string | null, ocr: boolean }} How files are to be read */

/**
 * @param {File[]} files
 * @param {How} how
 * @param {(bytes: number) => void} onSent
 * @param {AbortSignal} signal
 * @returns {Promise<Taken>}
 * @throws {ApiError} except for an abort, which is thrown as it is
 */
export async function upload(files, how, onSent, signal) {
  for (;;) {
    const key = currentKey();
    const { status, retryAfter, body } = await send(formOf(files, how), key, onSent, signal);
    if (status === 202) return body;
    const { code = "bad_reply", message = "" } = body?.error ?? {};
    const given = status === 401 && (key !== currentKey() || (await askForKey(message)));
    const seconds = Number.parseInt(retryAfter ?? "", 10);
    if (!given) throw new ApiError(code, message, Number.isNaN(seconds) ? null : seconds);
  }
}

/**
 * @param {File[]} files
 * @param {How} how
 * @returns {FormData}
 */
function formOf(files, { password, ocr }) {
  const form = new FormData();
  if (password !== null) form.append("password", password);
  if (ocr) form.append("ocr", "true");
  for (const file of files) form.append("files", file, file.name);
  return form;
}

/**
 * @param {FormData} form
 * @param {string | null} key
 * @param {(bytes: number) => void} onSent
 * @param {AbortSignal} signal
 * @returns {Promise<Reply>}
 */
function send(form, key, onSent, signal) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    const stop = () => sending.abort();
    sending.open("POST", "/v1/documents");
    sending.responseType = "json";
    if (key !== null) sending.setRequestHeader("Authorization", `Bearer ${key}`);
    sending.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    sending.addEventListener("load", () => {
      const retryAfter = sending.getResponseHeader("Retry-After");
      resolve({ status: sending.status, retryAfter, body: sending.response });
    });
    sending.addEventListener("error", () => {
      reject(new ApiError("network", "The server cannot be reached."));
    });
    sending.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    sending.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
    signal.addEventListener("abort", stop);
    sending.send(form);
  });
}

/**
 * Whether the bytes of a file can be read: not those of a folder, nor of a file that is gone.
 *
 * @param {File} file
 * @returns {Promise<boolean>}
 */
export async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
