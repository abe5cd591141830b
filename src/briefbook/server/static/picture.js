// @ts-check
/** A scan at the desk: a place is framed and brought into view; the picture opens large, to zoom and to turn. */

import { gettext } from "./words.js";

const root = document.documentElement.dataset.root ?? "/";
const SVG = "http://www.w3.org/2000/svg";

/** The numbers of an attribute such as data-box: left, top, right, bottom.
 * @param {string} text
 * @returns {number[]} */
export const numbersOf = (text) => text.split(",").map(Number);

/** Frame a place on a scan, in place of what was framed, and scroll it into view.
 * @param {HTMLElement} figure the figure with the scan
 * @param {number[]} box left, top, right, bottom in pixels of the picture */
export function frame(figure, box) {
  const boxes = figure.querySelector("svg.boxes");
  const sheet = /** @type {HTMLElement | null} */ (figure.querySelector(".sheet"));
  const image = figure.querySelector("img");
  if (!boxes || !sheet || !image) return;
  const [left, top, right, bottom] = box;
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: left - 4, y: top - 4, width: right - left + 8, height: bottom - top + 8 })) {
    rect.setAttribute(name, String(value));
  }
  boxes.querySelector("rect:not(.region)")?.remove();
  boxes.append(rect);
  const scale = image.clientWidth / Number(image.getAttribute("width"));
  if (sheet.scrollHeight > sheet.clientHeight) sheet.scrollTop = top * scale - sheet.clientHeight / 3;
}

/** @returns {Promise<any>} the viewer library, loaded when it is first wanted */
function viewerLibrary() {
  return new Promise((resolve, reject) => {
    const known = /** @type {any} */ (window).OpenSeadragon;
    if (known) return resolve(known);
    const script = document.createElement("script");
    script.src = `${root}static/vendor/openseadragon.min.js`;
    script.onload = () => resolve(/** @type {any} */ (window).OpenSeadragon);
    script.onerror = reject;
    document.head.append(script);
  });
}

/** Open a scan large; the place that is framed on it is framed there too.
 * @param {HTMLElement} figure */
export async function openLarge(figure) {
  const image = figure.querySelector("img");
  if (!image) return;
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", image.alt);
  const bar = document.createElement("div");
  bar.className = "bar-top";
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  dialog.append(bar, canvas);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  dialog.showModal();
  const library = await viewerLibrary();
  const viewer = library({
    element: canvas,
    drawer: "canvas",
    tileSources: { type: "image", url: image.src, buildPyramid: false },
    showNavigationControl: false,
    crossOriginPolicy: false,
    maxZoomPixelRatio: 6,
    gestureSettingsMouse: { clickToZoom: false },
    animationTime: 0,
  });
  /** @type {[string, string, () => void][]} */
  const acts = [
    ["+", gettext("Zoom in"), () => viewer.viewport.zoomBy(1.4)],
    ["-", gettext("Zoom out"), () => viewer.viewport.zoomBy(1 / 1.4)],
    ["0", gettext("Whole page"), () => viewer.viewport.goHome()],
    ["r", gettext("Rotate"), () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90)],
    ["x", gettext("Close"), () => dialog.close()],
  ];
  for (const [key, words, act] of acts) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.title = gettext("Key: {key}", { key });
    button.addEventListener("click", act);
    bar.append(button);
  }
  dialog.addEventListener("keydown", (event) => {
    const act = acts.find(([key]) => key === (event.key === "=" ? "+" : event.key.toLowerCase()));
    event.stopPropagation();
    if (act) {
      event.preventDefault();
      act[2]();
    }
  });
  viewer.addHandler("open", () => {
    const width = Number(image.getAttribute("width"));
    for (const rect of figure.querySelectorAll("svg.boxes rect:not(.region)")) {
      const side = (/** @type {string} */ name) => Number(rect.getAttribute(name)) / width;
      const mark = document.createElement("div");
      mark.className = "osd-hit";
      const place = new library.Rect(side("x"), side("y"), side("width"), side("height"));
      viewer.addOverlay({ element: mark, location: place });
    }
    dialog.dataset.open = "yes";
    /** @type {HTMLElement | null} */ (canvas.querySelector("[tabindex]"))?.focus();
  });
}
