// @ts-check
// The server's limits that the page tells before it asks.

export const LONGEST_QUESTION = 2000;
