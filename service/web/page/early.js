// @ts-check
// Runs before the page is painted: sets its language and its theme, so that neither is seen to
// change. It is no module, because modules wait for the whole page.

{
  const root = document.documentElement;
  const written = ["en", "de"];
  const stored = (/** @type {string} */ name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is switched off
    }
  };
  const tags = [stored("pincite.language") ?? "", ...navigator.languages];
  root.lang = tags.map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => written.includes(tag)) ?? "en";
  // index.html is written in English: its other texts are hidden until they are translated.
  root.classList.toggle("untranslated", root.lang !== "en");
  const theme = stored("pincite.theme");
  if (theme !== null) root.dataset.theme = theme;
  // Until the page listens itself, the browser would open a dropped file in its place.
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      const data = /** @type {DragEvent} */ (event).dataTransfer;
      if (data?.types.includes("Files")) event.preventDefault();
    });
  }

  // What is pressed before the page can answer is kept; the last of it is pressed again then.
  /** @type {HTMLElement | null} */
  let pressed = null;
  const keep = (/** @type {Event} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    const isKey = event instanceof KeyboardEvent;
    const sends = event.type === "submit"
      || (isKey && event.key === "Enter" && !event.shiftKey && target?.id === "question");
    if (isKey && !sends) return;
    const button = sends ? document.getElementById("send") : target?.closest("button");
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    pressed = button;
  };
  const kept = ["click", "keydown", "submit"];
  for (const name of kept) addEventListener(name, keep);
  addEventListener("pincite-ready", () => {
    for (const name of kept) removeEventListener(name, keep);
    pressed?.click();
  }, { once: true });
}
