// @ts-check
// The widget's styles, as a sheet that its shadow root adopts: a page whose policy forbids styles
// from elsewhere shows them too.

export const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
  :host {
    all: initial; color-scheme: light dark;
    --surface: light-dark(#ffffff, #1d2024); --sunken: light-dark(#f3f1eb, #15171a);
    --ink: light-dark(#1d2126, #e9e7e1); --muted: light-dark(#5a6069, #a9aeb6);
    --line: light-dark(#e0ddd4, #32363c); --edge: light-dark(#868273, #7f858e);
    --accent: light-dark(#0b6b60, #63cdb9); --on-accent: light-dark(#ffffff, #05211d);
    --mark: light-dark(#ffe48a, #665200); --on-mark: light-dark(#1d2126, #fff6d6);
    --problem: light-dark(#a3251a, #ff9d90);
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink);
  }
  :host([data-theme="light"]) { color-scheme: light; }
  :host([data-theme="dark"]) { color-scheme: dark; }
  *, ::before, ::after { box-sizing: border-box; }
  h2, h3, p, ol, ul, blockquote { margin: 0; padding: 0; font: inherit; }
  ul { list-style: none; }
  a { color: var(--accent); text-underline-offset: .2em; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  button, textarea { font: inherit; color: inherit; }
  button { min-height: 2.75rem; padding: .4rem 1.1rem; border: 1px solid var(--edge); border-radius: .6rem; background: var(--surface); font-weight: 500; cursor: pointer; }
  button:hover { border-color: var(--accent); color: var(--accent); }
  .open, .send { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
  .open:hover, .send:hover { background: color-mix(in srgb, var(--accent) 86%, var(--ink)); color: var(--on-accent); }
  .open { position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; max-width: calc(100vw - 2rem); border-radius: 1.5rem; box-shadow: 0 .3rem 1rem rgb(0 0 0 / .25); }
  dialog {
    width: min(40rem, 100vw); max-width: none; max-height: min(46rem, 84dvh); margin: 8dvh auto auto; padding: 0 1.25rem 1.25rem;
    border: 1px solid var(--line); border-radius: .9rem; background: var(--surface); color: var(--ink); overflow: auto; overscroll-behavior: contain;
  }
  dialog::backdrop { background: rgb(0 0 0 / .45); }
  .head { position: sticky; inset-block-start: 0; display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-inline: -1.25rem; padding: .75rem 1.25rem; background: var(--surface); }
  h2 { font-size: 1.15rem; font-weight: 600; overflow-wrap: anywhere; }
  h3 { margin-block: 1rem .5rem; font-size: .875rem; font-weight: 600; }
  form { display: grid; grid-template-columns: 1fr auto; gap: .4rem .6rem; align-items: end; }
  label { grid-column: 1 / -1; font-size: .875rem; font-weight: 600; }
  textarea { min-width: 0; padding: .55rem .7rem; border: 1px solid var(--edge); border-radius: .6rem; background: var(--surface); resize: vertical; }
  .status { margin-block-start: .75rem; color: var(--muted); }
  .status:empty { display: none; }
  .reply { overflow-wrap: anywhere; }
  .said { margin-block-start: 1rem; white-space: pre-line; }
  .quotes { display: grid; gap: 1rem; margin-block-start: 1rem; padding-inline-start: 1.75rem; }
  .quotes li::marker { color: var(--accent); font-weight: 650; }
  blockquote, .passage { font-family: ui-serif, "Iowan Old Style", Charter, Georgia, Cambria, "Noto Serif", serif; white-space: pre-line; }
  blockquote { font-size: 1.06rem; }
  mark { background: var(--mark); color: var(--on-mark); border-radius: .15rem; }
  cite { font-style: normal; font-weight: 500; }
  .source { margin-block-start: .2rem; color: var(--muted); font-size: .875rem; }
  details { margin-block-start: .2rem; font-size: .875rem; }
  summary { width: fit-content; padding-block: .2rem; color: var(--muted); cursor: pointer; }
  .passage { margin-block-start: .3rem; padding: .6rem .8rem; border-radius: .5rem; background: var(--sunken); font-size: .95rem; }
  ul { display: grid; gap: .8rem; }
  .conflict { margin-block-start: 1rem; padding-inline-start: .8rem; border-inline-start: 3px solid var(--accent); }
  .problem { margin-block-start: 1rem; color: var(--problem); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  @media (max-width: 40rem) {
    dialog { width: 100vw; height: 100dvh; max-height: none; margin: 0; border: 0; border-radius: 0; }
  }
`);
