// What the page uses that neither the browser nor its own modules define.

interface Window {
  SwaggerUIBundle(settings: object): void;
}
