// @ts-check
// Small drawings. The stylesheet gives them their stroke.

const SHAPES = {
  folder:
    "M2.5 5.5a1.5 1.5 0 0 1 1.5-1.5h3.4l1.8 2H16a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 16H4" +
    "a1.5 1.5 0 0 1-1.5-1.5z",
  next: "m8 5 5 5-5 5",
  previous: "m12 5-5 5 5 5",
  remove: "m6 6 8 8m0-8-8 8",
  scope: "M3.5 5h13M6 10h8m-5.5 5h3",
};

/**
 * @param {keyof typeof SHAPES} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 20 20",
    width: "16",
    height: "16",
    "aria-hidden": "true",
    focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) drawing.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}
