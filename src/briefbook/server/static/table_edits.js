// @ts-check
/* Edited cells that are not saved yet: kept in the browser's storage, with undo and redo. */

/** @typedef {{item: string, field: string, typed: string, base: string, pasted: boolean}} Edit */
/** @typedef {{key: string, before: Edit | null, after: Edit | null}} Step */

/** @param {string} item @param {string} field */
const keyOf = (item, field) => JSON.stringify([item, field]);

export class Edits {
  /**
   * @param {Storage} storage
   * @param {string} prefix of the keys in the storage: one for each collection and person
   * @param {(lost: boolean) => void} onChange called after each change; `lost`: the storage is full
   */
  constructor(storage, prefix, onChange) {
    this.storage = storage;
    this.prefix = prefix;
    this.onChange = onChange;
    /** @type {Map<string, Edit>} */
    this.cells = new Map();
    /** @type {Step[][]} */
    this.done = [];
    /** @type {Step[][]} */
    this.undone = [];
    this.load();
  }

  /** Read what another tab, or an earlier visit, left in the storage. */
  load() {
    this.cells.clear();
    /** @type {Edit[]} */
    const stored = [];
    for (let at = 0; at < this.storage.length; at++) {
      const name = this.storage.key(at);
      if (!name || !name.startsWith(this.prefix)) continue;
      try {
        const edit = JSON.parse(this.storage.getItem(name) || "");
        if ([edit.item, edit.field, edit.typed, edit.base].every((part) => typeof part === "string")) {
          stored.push(edit);
        }
      } catch {
        this.storage.removeItem(name);
        at--;
      }
    }
    const { compare } = new Intl.Collator("en", { numeric: true });
    stored.sort((one, other) => compare(one.item, other.item));
    for (const edit of stored) this.cells.set(keyOf(edit.item, edit.field), edit);
  }

  /** @param {string} item @param {string} field */
  get(item, field) {
    return this.cells.get(keyOf(item, field));
  }

  all() {
    return [...this.cells.values()];
  }

  get size() {
    return this.cells.size;
  }

  /**
   * Change cells, as a single step that can be undone.
   * @param {Edit[]} edits their `base` is what the catalogue holds; what is typed back to it is no edit
   */
  change(edits) {
    /** @type {Map<string, Step>} */
    const steps = new Map();
    for (const edit of edits) {
      const key = keyOf(edit.item, edit.field);
      const before = this.cells.get(key) ?? null;
      const base = before ? before.base : edit.base;
      const after = edit.typed === base ? null : { ...edit, base };
      if (before?.typed !== after?.typed) steps.set(key, { key, before, after });
    }
    if (!steps.size) return;
    this.done.push([...steps.values()]);
    this.undone = [];
    this.#write([...steps.values()].map((step) => [step.key, step.after]));
  }

  undo() {
    const steps = this.done.pop();
    if (!steps) return false;
    this.undone.push(steps);
    this.#write(steps.map((step) => [step.key, step.before]));
    return true;
  }

  redo() {
    const steps = this.undone.pop();
    if (!steps) return false;
    this.done.push(steps);
    this.#write(steps.map((step) => [step.key, step.after]));
    return true;
  }

  /**
   * Forget cells that were saved or dropped; steps before can no longer be undone.
   * @param {{item: string, field: string}[]} cells
   */
  forget(cells) {
    this.done = [];
    this.undone = [];
    this.#write(cells.map((cell) => [keyOf(cell.item, cell.field), null]));
  }

  /**
   * The person saw the present value and wants theirs in its place.
   * @param {string} item @param {string} field @param {string} base the present value
   */
  rebase(item, field, base) {
    const edit = this.get(item, field);
    if (edit) this.#write([[keyOf(item, field), { ...edit, base }]]);
  }

  /** @param {[string, Edit | null][]} cells */
  #write(cells) {
    let lost = false;
    for (const [key, edit] of cells) {
      if (edit) this.cells.set(key, edit);
      else this.cells.delete(key);
      try {
        if (edit) this.storage.setItem(this.prefix + key, JSON.stringify(edit));
        else this.storage.removeItem(this.prefix + key);
      } catch {
        lost = true;
      }
    }
    this.onChange(lost);
  }
}

/**
 * The rows and cells of a block as a spreadsheet puts it on the clipboard: tabs, line ends, quoted cells.
 * @param {string} text
 * @returns {string[][]}
 */
export function readBlock(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    const row = rows[rows.length - 1];
    const cell = row.length - 1;
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') row[cell] += text[++at];
      else if (letter === '"') quoted = false;
      else row[cell] += letter === "\n" ? " " : letter === "\r" ? "" : letter;
    } else if (letter === '"' && row[cell] === "" && closes(text, at + 1)) quoted = true;
    else if (letter === "\t") row.push("");
    else if (letter === "\n") rows.push([""]);
    else if (letter !== "\r") row[cell] += letter;
  }
  if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
  return rows;
}

/**
 * Is the cell that begins with a quotation mark quoted as a whole? Else the mark is a letter of it ("no" he said).
 * @param {string} text @param {number} at
 */
function closes(text, at) {
  for (; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at++;
    else return at + 1 === text.length || "\t\r\n".includes(text[at + 1]);
  }
  return false;
}

/** @param {string[][]} rows */
export function writeBlock(rows) {
  return rows.map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t")).join("\n");
}
