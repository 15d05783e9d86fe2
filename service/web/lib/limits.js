// @ts-check
// The server's limits that the page checks before it sends a request.

export const LONGEST_QUESTION = 2000;
