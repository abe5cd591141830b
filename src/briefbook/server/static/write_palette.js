// @ts-check
/* The palette: items by number, office, date or words; Enter cites, Shift and Enter quotes from the scan. */

import { gettext, ngettext } from "./words.js";

const WAIT = 150; // milliseconds of a pause after which the server is asked

/** The palette, a dialog with a combobox. */
export class Palette {
  /** @param {(words: string) => Promise<any[]>} suggest @param {(item: any, quote: boolean) => void} choose */
  constructor(suggest, choose) {
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("palette"));
    this.input = /** @type {HTMLInputElement} */ (document.getElementById("palette-words"));
    this.list = /** @type {HTMLElement} */ (document.getElementById("palette-list"));
    this.status = /** @type {HTMLElement} */ (document.getElementById("palette-status"));
    this.suggest = suggest;
    this.choose = choose;
    this.quoting = false;
    /** @type {any[]} */
    this.items = [];
    this.at = 0;
    this.timer = 0;
    this.asked = "";
    this.input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {boolean} quoting Is a quotation wanted, and not only a citation? */
  open(quoting) {
    this.quoting = quoting;
    this.dialog.querySelector("h2")?.replaceChildren(quoting ? gettext("Quote from which item?") : gettext("Cite an item"));
    document.getElementById("palette-enter")?.replaceChildren(quoting ? gettext("show its scan") : gettext("cite"));
    document.getElementById("palette-shift")?.replaceChildren(quoting ? gettext("only cite it") : gettext("quote words from its scan"));
    this.input.value = "";
    this.show([]);
    this.status.textContent = "";
    this.dialog.showModal();
    this.input.focus();
  }

  async ask() {
    const words = this.input.value.trim();
    this.asked = words;
    try {
      const items = words ? await this.suggest(words) : [];
      if (words !== this.asked) return;
      this.show(items);
      this.status.textContent = words ? (items.length ? ngettext("{number} item", "{number} items", items.length) : gettext("No item has these words.")) : "";
    } catch (error) {
      this.status.textContent = error instanceof Error ? error.message : "";
    }
  }

  /** @param {any[]} items */
  show(items) {
    this.items = items;
    this.at = 0;
    this.list.replaceChildren(
      ...items.map((item, index) => {
        const row = document.createElement("li");
        row.id = `palette-${index}`;
        row.setAttribute("role", "option");
        const name = document.createElement("strong");
        name.textContent = item.item;
        const detail = document.createElement("span");
        detail.textContent = ` ${item.detail}`;
        row.append(name, detail);
        if (item.snippet) row.append(snippet(item.snippet));
        row.addEventListener("click", (event) => this.take(index, event.shiftKey));
        return row;
      }),
    );
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    if (this.items.length) this.input.setAttribute("aria-activedescendant", `palette-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  async key(event) {
    const last = this.items.length - 1;
    if (event.key === "ArrowDown") this.at = Math.min(this.at + 1, last);
    else if (event.key === "ArrowUp") this.at = Math.max(this.at - 1, 0);
    else if (event.key === "Enter") {
      event.preventDefault();
      if (this.asked !== this.input.value.trim()) {
        window.clearTimeout(this.timer);
        await this.ask();
      }
      this.take(this.at, event.shiftKey);
      return;
    } else return;
    event.preventDefault();
    this.mark();
  }

  /** @param {number} index @param {boolean} other */
  take(index, other) {
    const item = this.items[index];
    if (!item) return;
    this.dialog.close();
    this.choose(item, this.quoting !== other);
  }
}

/** Words of a text, with what was looked for marked. @param {string} text @returns {HTMLElement} */
function snippet(text) {
  const place = document.createElement("span");
  place.className = "snippet";
  for (const [index, part] of text.split(/[\ue000\ue001]/).entries()) {
    if (index % 2 === 0) place.append(part);
    else place.append(Object.assign(document.createElement("mark"), { textContent: part }));
  }
  return place;
}
