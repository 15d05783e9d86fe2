// @ts-check
// The script that somebody's own page embeds. It reads what the page says about the widget, and
// loads the rest from the server that it comes from itself.
//
//   <script src="…/widget.js" data-key="…" data-title="…" data-language="de" defer></script>

(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { key = null, title = null, language = null } = script.dataset;
  const { theme = "auto", links = "page" } = script.dataset;
  const told = { key, title, language, theme, links };
  import(new URL("static/widget/box.js", script.src).href).then(
    ({ mount }) => mount(told),
    (error) => console.error(
      "Pincite's widget cannot be loaded. Is the origin of this page in PINCITE_ALLOWED_ORIGINS?",
      error,
    ),
  );
})();
