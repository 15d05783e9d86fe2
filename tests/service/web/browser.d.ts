// What the page uses of the browser that older versions of TypeScript do not know, and what other
// scripts define.

interface HTMLElement {
  showPopover(): void;
  hidePopover(): void;
}

interface HTMLButtonElement {
  popoverTargetElement: Element | null;
}

interface Event {
  /** Of the events beforetoggle and toggle. */
  readonly newState?: string;
}

interface Window {
  SwaggerUIBundle(settings: object): void;
}
