// Draws the API's description with Swagger UI, from this server alone.
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
window.SwaggerUIBundle({
  url: new URL("../openapi.json", own).href,
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
});
