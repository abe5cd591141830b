// @ts-check
/* Words are chosen on the picture of a page, or in its text where there is no picture, and become a quotation. */

import { gettext } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ZOOMS = [100, 150, 200, 300];

/**
 * @typedef {{text: string, box: number[] | null, unsure: boolean, line: number, word: number, message: boolean, mark: Element}} Place
 */

/** The dialog that shows a page. */
export class Scan {
  /** @param {import("./write_server.js").Server} server @param {string} root @param {(quotation: any, item: string) => void} quoted */
  constructor(server, root, quoted) {
    const by = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
    this.server = server;
    this.root = root;
    this.quoted = quoted;
    this.dialog = by("scan");
    this.heading = by("scan-h");
    this.select = by("scan-page");
    this.words = by("scan-words");
    this.chosen = by("scan-chosen");
    this.button = by("scan-quote");
    this.item = "";
    this.page = 0;
    this.zoom = 0;
    /** @type {Place[]} */
    this.places = [];
    this.anchor = -1;
    this.head = -1;
    this.isDragging = false;
    this.isOpen = false; // is only the first word chosen yet, by a click or a touch?
    this.select.addEventListener("change", () => this.load(Number(this.select.value)));
    this.button.addEventListener("click", () => this.quote());
    by("scan-close").addEventListener("click", () => this.dialog.close());
    for (const button of this.dialog.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.size(this.zoom + Number(button.dataset.zoom)));
    }
    this.words.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    this.words.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.down(event));
    this.words.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.move(event));
    this.words.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    window.addEventListener("pointerup", () => (this.isDragging = false));
  }

  /** @param {string} item @param {number} page 0 for the first */
  async open(item, page = 0) {
    this.item = item;
    this.heading.textContent = gettext("Quote from {item}", { item });
    this.words.replaceChildren();
    this.chosen.textContent = gettext("Loading …");
    this.button.disabled = true;
    this.dialog.showModal();
    await this.load(page);
  }

  /** @param {number} number */
  async load(number) {
    let page;
    try {
      page = await this.server.get("page", { item: this.item, number: String(number) });
    } catch (error) {
      this.chosen.textContent = error instanceof Error ? error.message : "";
      return;
    }
    this.page = page.number;
    this.heading.textContent = [gettext("Quote from {item}", { item: page.item }), page.title].filter(Boolean).join(": ");
    this.select.replaceChildren(...page.pages.map((/** @type {number} */ one) => new Option(String(one), String(one), false, one === page.number)));
    this.words.setAttribute("aria-label", gettext("Words of page {page} of {item}", { page: page.number, item: page.item }));
    this.anchor = this.head = -1;
    this.isOpen = false;
    const onPicture = page.picture && page.width && page.lines.some((/** @type {any} */ line) => line.words.some((/** @type {any} */ word) => word.box));
    this.draw(page, onPicture);
    this.size(window.innerWidth < 640 && onPicture ? 2 : 0); // large enough for a finger
    this.show();
    this.words.focus();
  }

  /** @param {any} page @param {boolean} onPicture */
  draw(page, onPicture) {
    this.places = [];
    const frame = onPicture ? document.createElementNS(SVG, "svg") : document.createElement("div");
    frame.setAttribute("role", "none");
    if (onPicture) {
      frame.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
      const picture = document.createElementNS(SVG, "image");
      picture.setAttribute("href", this.root + page.picture);
      picture.setAttribute("width", page.width);
      picture.setAttribute("height", page.height);
      picture.setAttribute("aria-hidden", "true");
      frame.append(picture);
    } else frame.setAttribute("class", "scan-text");
    page.lines.forEach((/** @type {any} */ line, /** @type {number} */ row) => {
      const place = onPicture ? frame : document.createElement("div");
      if (!onPicture) {
        place.setAttribute("role", "none");
        frame.append(place);
      }
      line.words.forEach((/** @type {any} */ word, /** @type {number} */ column) => {
        if (onPicture && !word.box) return;
        const mark = onPicture ? rect(word.box) : Object.assign(document.createElement("span"), { textContent: word.text });
        mark.id = `scan-${this.places.length}`;
        mark.setAttribute("role", "option");
        mark.setAttribute("aria-label", word.text);
        mark.setAttribute("aria-selected", "false");
        if (word.unsure) mark.classList.add("unsure");
        place.append(mark);
        if (!onPicture) place.append(" ");
        this.places.push({ ...word, line: row + 1, word: column + 1, message: line.message, mark });
      });
    });
    this.words.replaceChildren(frame);
    if (!this.places.length) this.chosen.textContent = gettext("No words of this page are held.");
  }

  /** @param {number} zoom */
  size(zoom) {
    this.zoom = Math.min(Math.max(zoom, 0), ZOOMS.length - 1);
    this.words.style.width = `${ZOOMS[this.zoom]}%`;
  }

  /** @param {Event} event @returns {number} */
  at(event) {
    const mark = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    return mark ? Number(mark.id.slice(5)) : -1;
  }

  /** @param {PointerEvent} event */
  down(event) {
    const at = this.at(event);
    this.isDragging = event.pointerType === "mouse" && event.button === 0 && at >= 0;
    this.dragged = false;
    this.pressed = at;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.isDragging ? this.at(event) : -1;
    if (at < 0 || (at === this.pressed && !this.dragged)) return;
    this.dragged = true;
    this.anchor = this.pressed ?? at;
    this.head = at;
    this.isOpen = false;
    this.show();
  }

  /** @param {MouseEvent} event */
  click(event) {
    const at = this.at(event);
    if (at < 0 || this.dragged) return;
    if (this.anchor >= 0 && (event.shiftKey || this.isOpen)) {
      this.head = at;
      this.isOpen = false;
    } else {
      this.anchor = this.head = at;
      this.isOpen = true;
    }
    this.show();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.quote();
      return;
    }
    const to = this.target(event.key);
    if (to === null) return;
    event.preventDefault();
    this.head = to;
    if (!event.shiftKey || this.anchor < 0) this.anchor = to;
    this.isOpen = false;
    this.show();
  }

  /** Where a key leads. @param {string} key @returns {number | null} */
  target(key) {
    const last = this.places.length - 1;
    if (last < 0) return null;
    const now = this.places[Math.max(this.head, 0)];
    const first = this.head < 0;
    if (key === "ArrowRight") return first ? 0 : Math.min(this.head + 1, last);
    if (key === "ArrowLeft") return Math.max(this.head - 1, 0);
    const inLine = this.places.map((place, index) => ({ place, index }));
    if (key === "Home") return inLine.find((one) => one.place.line === now.line)?.index ?? 0;
    if (key === "End") return inLine.findLast((one) => one.place.line === now.line)?.index ?? last;
    if (key !== "ArrowDown" && key !== "ArrowUp") return null;
    if (first) return 0;
    const lines = [...new Set(this.places.map((place) => place.line))];
    const line = lines[lines.indexOf(now.line) + (key === "ArrowDown" ? 1 : -1)];
    if (line === undefined) return this.head;
    const distance = (/** @type {Place} */ place) => Math.abs((place.box ? place.box[0] : place.word) - (now.box ? now.box[0] : now.word));
    return inLine.filter((one) => one.place.line === line).sort((a, b) => distance(a.place) - distance(b.place))[0].index;
  }

  /** The words chosen, those between lines of the message that are none left out. @returns {Place[]} */
  selection() {
    if (this.anchor < 0) return [];
    const chosen = this.places.slice(Math.min(this.anchor, this.head), Math.max(this.anchor, this.head) + 1);
    const message = chosen.filter((place) => place.message);
    return message.length ? message : chosen;
  }

  show() {
    const chosen = new Set(this.selection());
    this.places.forEach((place, index) => {
      place.mark.setAttribute("aria-selected", String(chosen.has(place)));
      place.mark.classList.toggle("at", index === this.head);
    });
    const here = this.places[this.head];
    if (here) {
      this.words.setAttribute("aria-activedescendant", here.mark.id);
      here.mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else this.words.removeAttribute("aria-activedescendant");
    this.button.disabled = !chosen.size;
    const words = [...chosen];
    const doubtful = words.filter((place) => place.unsure).map((place) => place.text);
    const more = doubtful.length ? ` ${gettext("Hard to read, compare with the picture: {words}.", { words: doubtful.join(", ") })}` : "";
    const open = this.isOpen ? ` ${gettext("Now choose the last word.")}` : "";
    if (this.places.length) this.chosen.textContent = words.length ? `“${words.map((place) => place.text).join(" ")}”${more}${open}` : "";
  }

  async quote() {
    const words = this.selection();
    if (!words.length) return;
    const [first, last] = [words[0], words[words.length - 1]];
    try {
      const values = { item: this.item, number: String(this.page), first: `${first.line}.${first.word}`, last: `${last.line}.${last.word}` };
      const quotation = await this.server.get("quotation", values);
      this.dialog.close();
      this.quoted(quotation, this.item);
    } catch (error) {
      this.chosen.textContent = error instanceof Error ? error.message : "";
    }
  }
}

/** A word's box, a little larger than the word. @param {number[]} box @returns {Element} */
function rect(box) {
  const mark = document.createElementNS(SVG, "rect");
  const [left, top, right, bottom] = box;
  const values = { x: left - 2, y: top - 2, width: right - left + 4, height: bottom - top + 4 };
  for (const [name, value] of Object.entries(values)) mark.setAttribute(name, String(value));
  return mark;
}
