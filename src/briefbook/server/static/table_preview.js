// @ts-check
/* What would be saved: each changed cell with what it is now and what it will be, and what cannot be saved and why. */

/** @typedef {import("./table_edits.js").Edits} Edits */
/** @typedef {{item: string, field: string, outcome: string, before: string, after: string, note: string, choices: string[]}} Checked */

import { gettext, inFigures, ngettext } from "./words.js";

const ORDER = ["conflict", "refused", "change", "same"];

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);

/** @param {string} kind @param {string} text */
const make = (kind, text, more = {}) => Object.assign(document.createElement(kind), { textContent: text }, more);

export class Preview {
  /**
   * @param {{edits: Edits, send: (path: string, value: object) => Promise<any>, labels: Map<string, string>,
   *   onSaved: (name: string, saved: number) => void, onClosed: () => void}} table
   */
  constructor(table) {
    this.table = table;
    /** @type {Checked[]} */
    this.cells = [];
    at("save").addEventListener("click", () => this.save());
    at("discard").addEventListener("click", () => this.discard());
    at("preview").addEventListener("close", () => table.onClosed());
    at("why").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") { event.preventDefault(); this.save(); }
    });
  }

  async open() {
    if (!this.table.edits.size) return;
    at("preview-message").textContent = "";
    if (!at("preview").open) at("preview").showModal();
    await this.check();
    at(at("save").disabled ? "preview" : "save").focus();
  }

  async check() {
    try {
      const { cells } = await this.table.send("check", { edits: this.table.edits.all() });
      this.show(cells);
    } catch (error) {
      at("save").disabled = true;
      at("preview-message").textContent = gettext("Not checked: {why}. What you changed is kept in this browser.", { why: /** @type {Error} */ (error).message });
    }
  }

  /** @param {Checked[]} cells */
  show(cells) {
    this.cells = [...cells].sort((one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome));
    const count = (/** @type {string} */ outcome) => cells.filter((cell) => cell.outcome === outcome).length;
    const words = [
      count("change") && ngettext("{number} to be saved", "{number} to be saved", count("change")),
      count("conflict") && ngettext("{number} changed by somebody else meanwhile", "{number} changed by somebody else meanwhile", count("conflict")),
      count("refused") && ngettext("{number} refused", "{number} refused", count("refused")),
      count("same") && ngettext("{number} as in the catalogue already", "{number} as in the catalogue already", count("same")),
    ].filter(Boolean).join(", ");
    at("preview-counts").textContent = `${words || gettext("Nothing is changed")}.`;
    at("save").disabled = !count("change");
    at("save").textContent = count("change") ? ngettext("Save {number} change", "Save {number} changes", count("change")) : gettext("Save");
    at("preview-rows").replaceChildren(...this.cells.map((cell) => this.row(cell)));
  }

  /** @param {Checked} cell */
  row(cell) {
    const edit = this.table.edits.get(cell.item, cell.field);
    const tr = make("tr", "", { className: cell.outcome });
    const remark = make("td", "");
    const label = { conflict: gettext("Conflict"), refused: gettext("Refused"), same: gettext("No change") }[cell.outcome] ?? "";
    const words = cell.note || (cell.outcome === "same" ? gettext("the catalogue has it") : "");
    if (label || words) remark.append(make("span", `${[label, words].filter(Boolean).join(": ")} `));
    const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
      const made = make("button", text, { type: "button" });
      made.setAttribute("aria-label", `${text}: ${gettext("{field} of {item}", { field: this.table.labels.get(cell.field), item: cell.item })}`);
      made.addEventListener("click", async () => { act(); await this.check(); at("preview").focus(); });
      remark.append(made, " ");
    };
    if (cell.outcome === "conflict") button(gettext("Use mine"), () => this.table.edits.rebase(cell.item, cell.field, cell.before));
    for (const choice of cell.choices) {
      button(choice, () => edit && this.table.edits.change([{ ...edit, typed: choice, pasted: false }]));
    }
    button(cell.outcome === "conflict" ? gettext("Use theirs") : gettext("Drop"), () => this.table.edits.forget([cell]));
    const after = cell.outcome === "refused" ? edit?.typed ?? "" : cell.after;
    tr.append(
      make("th", cell.item, { scope: "row" }),
      make("td", this.table.labels.get(cell.field) ?? cell.field),
      make("td", cell.before || gettext("blank"), { className: cell.before ? "" : "quiet" }),
      make("td", after || gettext("blank"), { className: after ? "new" : "new quiet" }),
      remark,
    );
    return tr;
  }

  async save() {
    if (at("save").disabled) return;
    at("save").disabled = true;
    at("preview-message").textContent = gettext("Saving…");
    try {
      const answer = await this.table.send("save", { edits: this.table.edits.all(), why: at("why").value });
      const done = answer.cells.filter((/** @type {Checked} */ cell) => cell.outcome === "change" || cell.outcome === "same");
      const left = answer.cells.filter((/** @type {Checked} */ cell) => cell.outcome === "conflict" || cell.outcome === "refused");
      this.table.edits.forget(done);
      if (answer.saved) this.table.onSaved(answer.name, answer.saved);
      if (left.length) {
        this.show(left);
        at("preview-message").textContent = gettext("Saved {number}. The rest was not saved and is kept: decide, or go back to the table.", { number: inFigures(answer.saved) });
      } else {
        at("why").value = "";
        at("preview").close();
      }
    } catch (error) {
      at("save").disabled = false;
      at("preview-message").textContent = gettext("Not saved: {why}. What you changed is kept in this browser; save again when the server can be reached.", { why: /** @type {Error} */ (error).message });
    }
  }

  discard() {
    const button = at("discard");
    if (button.dataset.sure !== "yes") {
      button.dataset.sure = "yes";
      button.textContent = gettext("Discard all changes?");
      setTimeout(() => { button.dataset.sure = ""; button.textContent = gettext("Discard all changes"); }, 5000);
      return;
    }
    button.dataset.sure = "";
    button.textContent = gettext("Discard all changes");
    this.table.edits.forget(this.table.edits.all());
    at("preview").close();
  }
}
