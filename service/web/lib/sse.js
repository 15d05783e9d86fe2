// @ts-check
// Parses server-sent events from bytes as they arrive, wherever the network cut them. The format is
// that of the HTML standard, section “Interpreting an event stream”.

/** @typedef {{ event: string, data: string }} ServerEvent */

export class EventParser {
  #decoder = new TextDecoder();
  #rest = "";
  #event = "";
  /** @type {string[]} */
  #data = [];

  /**
   * @param {Uint8Array} bytes the next bytes of the stream
   * @returns {ServerEvent[]} the events that are complete now
   */
  push(bytes) {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const events = [];
    // A carriage return at the very end may be the first half of a line break.
    for (let end; (end = /\r\n|\n|\r(?=[^])/.exec(this.#rest)); ) {
      const line = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      if (line !== "") this.#field(line);
      else if (this.#data.length > 0) events.push(this.#take());
      else this.#event = "";
    }
    return events;
  }

  /** @param {string} line */
  #field(line) {
    const [, name, value] = /^([^:]*)(?::\x20?(.*))?$/s.exec(line) ?? [];
    if (name === "event") this.#event = value ?? "";
    else if (name === "data") this.#data.push(value ?? "");
  }

  /** @returns {ServerEvent} */
  #take() {
    const taken = { event: this.#event || "message", data: this.#data.join("\n") };
    this.#event = "";
    this.#data = [];
    return taken;
  }
}
