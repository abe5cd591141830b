// @ts-check
/* The catalogue as a spreadsheet: what is seen, selected, typed, pasted; what changes is shown before it is saved. */

import "./vendor/regular-table.min.js";
import { Edits, readBlock, writeBlock } from "./table_edits.js";
import { Preview } from "./table_preview.js";
import { Rows, troubleOf } from "./table_rows.js";
import { gettext, inFigures, ngettext } from "./words.js";

/** @typedef {import("./table_edits.js").Edit} Edit */
/** @typedef {{item: string, field: string, outcome: string, before: string, after: string, note: string, choices: string[]}} Checked */

const MAX_EDITS = 5000;
const TYPING_MS = 150;
const RENEW_MS = 5000;

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);
const page = at("table-page");
const root = document.documentElement.dataset;
const token = root.token ?? "";
const address = `${root.desk}table`;
/** @type {[string, string, string][]} */
const fields = JSON.parse(page.dataset.fields);
/** How a value is known, other than that it stands there.
 * @type {Record<string, string>} */
const how = { observed: "", repaired: gettext("repaired"), inferred: gettext("inferred"), supplied: gettext("supplied from elsewhere") };
const labels = new Map(fields.map(([name, label]) => [name, label]));
const grid = at("grid");
const editor = at("editor");
const typed = at("typed");

/** Is what the page says about cells that cannot be saved? */
let saidOfCells = false;
const say = (/** @type {string} */ words) => {
  saidOfCells = false;
  at("message").textContent = words;
};

/**
 * Send JSON to the server.
 * @param {string} path @param {object} value
 */
async function send(path, value) {
  const answer = await fetch(`${address}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Form-Token": token },
    body: JSON.stringify(value),
  });
  if (!answer.ok) throw new Error(await troubleOf(answer));
  return answer.json();
}

// What is shown

/** @type {string[]} */
let columns = page.dataset.firstColumns.split(",").filter(Boolean);
/** @type {string[]} */
let filters = [];
let sort = "";
/** The cell that has the keyboard, and the corner from which the block is selected: row and column. */
let active = { row: 0, column: 0 };
let anchor = { row: 0, column: 0 };
/** @type {Map<string, Checked>} */
const verdicts = new Map();

const rows = new Rows(`${address}/rows`, () => draw(), (why) => say(gettext("The rows could not be loaded: {why}. What you changed is kept.", { why })));
const edits = new Edits(localStorage, `briefbook-table:${root.root}:${page.dataset.person}:`, (lost) => {
  if (lost) say(gettext("The browser’s storage is full: save now, what you change is kept in this window only."));
  showState();
  draw();
});

/** @param {string} item @param {string} field */
const keyOf = (item, field) => JSON.stringify([item, field]);
const query = () => ({ columns, where: filters, sort });

function draw() {
  if (drawn) grid.draw({ invalid_viewport: true }).catch(() => {});
}

let drawn = false;

/** What stands in a cell: what was typed, else what the catalogue holds. */
function valueAt(/** @type {number} */ row, /** @type {number} */ column) {
  const held = rows.row(row);
  if (!held) return "";
  return edits.get(held.item, columns[column])?.typed ?? held.values.get(columns[column]) ?? "";
}

async function slice(/** @type {number} */ x0, /** @type {number} */ y0, /** @type {number} */ x1, /** @type {number} */ y1) {
  rows.need(y0, y1 + 50).catch(() => {});
  const seen = Array.from({ length: Math.max(0, Math.min(y1, rows.total) - y0) }, (_, at_) => y0 + at_);
  const shown = columns.slice(x0, x1);
  return {
    num_rows: rows.total,
    num_columns: columns.length,
    num_row_headers: 1,
    num_column_headers: 1,
    column_headers: shown.map((name) => [labels.get(name) ?? name]),
    row_headers: seen.map((row) => [rows.row(row)?.item ?? "…"]),
    data: shown.map((_, column) => seen.map((row) => (rows.row(row) ? valueAt(row, x0 + column) : "…"))),
    merge_headers: "none",
  };
}

function block() {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
}

/** Classes and roles of the cells that are drawn. */
function dress() {
  const table = grid.querySelector("table");
  if (!table) return;
  const attributes = { role: "grid", tabindex: "0", "aria-label": gettext("Items and their fields"), "aria-multiselectable": "true", "aria-rowcount": String(rows.total + 1), "aria-colcount": String(columns.length + 1) };
  for (const [name, value] of Object.entries(attributes)) if (table.getAttribute(name) !== value) table.setAttribute(name, value);
  if (!token) table.setAttribute("aria-readonly", "true");
  for (const th of table.querySelectorAll("thead tr:last-child th")) {
    const x = th.classList.contains("rt-group-corner") ? -1 : grid.getMeta(th)?.x ?? -1;
    const name = x < 0 ? "item" : columns[x];
    if (!name) continue;
    th.setAttribute("role", "columnheader");
    th.setAttribute("aria-colindex", String(x + 2));
    th.dataset.field = name;
    if (name === "item") th.querySelector("span").textContent = gettext("Item");
    const by = sort.replace(/^-/, "") || "item";
    if (name === by) th.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  }
  const chosen = block();
  let present = null;
  let top = -1;
  for (const [place, tr] of [...table.querySelectorAll("tbody tr")].entries()) {
    const first = grid.getMeta(tr.querySelector("td") ?? tr.querySelector("th"));
    if (!first) continue;
    const row = first.y;
    if (top < 0) top = row;
    const isStale = row !== top + place; // regular-table leaves a row of an earlier window below the last
    tr.classList.toggle("stale", isStale);
    if (isStale) {
      tr.setAttribute("aria-hidden", "true");
      for (const td of tr.querySelectorAll("td")) td.removeAttribute("id");
      continue;
    }
    tr.removeAttribute("aria-hidden");
    tr.setAttribute("aria-rowindex", String(row + 2));
    const held = rows.row(row);
    const head = tr.querySelector("th");
    if (head) {
      head.setAttribute("role", "rowheader");
      head.setAttribute("aria-colindex", "1");
    }
    for (const td of tr.querySelectorAll("td")) {
      const column = grid.getMeta(td)?.x ?? -1;
      const name = columns[column];
      if (!name) continue;
      const edit = held && edits.get(held.item, name);
      const verdict = edit && verdicts.get(keyOf(edit.item, name));
      const isIn = row >= chosen.top && row <= chosen.bottom && column >= chosen.left && column <= chosen.right;
      const isActive = row === active.row && column === active.column;
      const classes = [
        edit ? "changed" : held?.marks.get(name) === "u" ? "unsure" : held?.marks.get(name) === "p" ? "decided" : "",
        edit && verdict?.outcome === "refused" ? "refused" : "",
        edit && verdict?.outcome === "conflict" ? "conflict" : "",
        isIn ? "selected" : "",
        isActive ? "active" : "",
        held ? "" : "coming",
      ].filter(Boolean).join(" ");
      if (td.className !== classes) td.className = classes;
      td.dataset.field = name;
      td.setAttribute("role", "gridcell");
      td.setAttribute("aria-colindex", String(column + 2));
      td.setAttribute("aria-selected", String(isIn));
      const remark = edit ? (verdict?.note ? gettext("changed: {note}", { note: verdict.note }) : gettext("changed")) : classes.includes("unsure") ? gettext("unsure reading") : "";
      if (remark) td.setAttribute("aria-description", remark);
      else td.removeAttribute("aria-description");
      if (verdict?.note) td.title = verdict.note;
      else td.removeAttribute("title");
      if (isActive) present = td;
      else td.removeAttribute("id");
    }
  }
  if (present) {
    present.id = "active-cell";
    table.setAttribute("aria-activedescendant", "active-cell");
  } else table.removeAttribute("aria-activedescendant");
}

function showState() {
  const items = filters.length ? ngettext("{number} item passes the filters", "{number} items pass the filters", rows.total) : ngettext("{number} item", "{number} items", rows.total);
  const unsaved = edits.size ? ngettext("{number} changed cell not saved yet", "{number} changed cells not saved yet", edits.size) : "";
  at("count").textContent = [items, unsaved].filter(Boolean).join(", ");
  if (!token) return;
  at("undo").disabled = !edits.done.length;
  at("redo").disabled = !edits.undone.length;
  at("review").disabled = !edits.size;
}

/** Begin anew: other filters, another order, other columns, or a catalogue that changed. */
async function renew(/** @type {boolean} */ keepPlace) {
  const item = keepPlace ? rows.row(active.row)?.item : undefined;
  try {
    await rows.reset(query());
  } catch {
    return;
  }
  if (!keepPlace) active = anchor = { row: 0, column: 0 };
  const last = Math.max(0, rows.total - 1);
  active = { row: Math.min(active.row, last), column: Math.min(active.column, columns.length - 1) };
  anchor = { row: Math.min(anchor.row, last), column: Math.min(anchor.column, columns.length - 1) };
  if (!keepPlace || rows.row(active.row)?.item !== item) anchor = active;
  setWidths();
  if (!keepPlace) grid.scrollTop = 0;
  draw();
  showState();
}

/** Filters, order and columns stand in the address, so that they can be kept and sent. */
function keepInAddress() {
  const parameters = new URLSearchParams();
  for (const filter of filters) parameters.append("where", filter);
  if (sort) parameters.set("sort", sort);
  if (columns.join(",") !== page.dataset.firstColumns) parameters.set("columns", columns.join(","));
  history.replaceState(null, "", parameters.size ? `?${parameters}` : location.pathname);
  const chips = at("chips");
  chips.replaceChildren(...filters.map((filter) => {
    const [name, ...rest] = filter.split("=");
    const words = `${labels.get(name) ?? gettext("Item")}: ${rest.join("=")}`;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${words} ✕` });
    button.setAttribute("aria-label", gettext("Remove the filter {filter}", { filter: words }));
    button.addEventListener("click", () => setFilters(filters.filter((other) => other !== filter)));
    const li = document.createElement("li");
    li.append(button);
    return li;
  }));
}

async function setFilters(/** @type {string[]} */ wanted) {
  const before = filters;
  filters = wanted;
  say("");
  try {
    await rows.reset(query());
  } catch (error) {
    filters = before;
    await rows.reset(query()).catch(() => {});
    say(`${/** @type {Error} */ (error).message}`);
    return;
  }
  active = anchor = { row: 0, column: Math.min(active.column, columns.length - 1) };
  keepInAddress();
  grid.scrollTop = 0;
  draw();
  showState();
}

// Where the keyboard is

const rowHeight = () => grid.querySelector("tbody tr")?.getBoundingClientRect().height || 30;
const pageRows = () => Math.max(1, Math.floor(grid.clientHeight / rowHeight()) - 2);

async function go(/** @type {number} */ row, /** @type {number} */ column, /** @type {boolean} */ extend = false) {
  active = { row: Math.max(0, Math.min(rows.total - 1, row)), column: Math.max(0, Math.min(columns.length - 1, column)) };
  if (!extend) anchor = active;
  scrollTo_(active.row, active.column);
  await grid.draw({ invalid_viewport: true });
  if (!at("source-panel").hidden) showSource();
}

function scrollTo_(/** @type {number} */ row, /** @type {number} */ column) {
  const height = rowHeight();
  const head = grid.querySelector("thead")?.getBoundingClientRect().height ?? height;
  const room = grid.clientHeight - head - 2;
  if (row * height < grid.scrollTop) grid.scrollTop = row * height;
  else if ((row + 1) * height > grid.scrollTop + room) grid.scrollTop = (row + 1) * height - room;
  const widths = columns.map(widthOf);
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const seen = grid.clientWidth - widthOf("item");
  if (left < grid.scrollLeft) grid.scrollLeft = left;
  else if (left + widths[column] > grid.scrollLeft + seen) grid.scrollLeft = Math.min(left, left + widths[column] - seen + 2);
}

const WIDE = ["subject", "note", "citation", "persons", "places", "rights", "info"];

/** The width of a column in pixels. */
function widthOf(/** @type {string} */ name) {
  const narrow = innerWidth < 640;
  if (name === "item") return narrow ? 104 : 150;
  return WIDE.includes(name) ? (narrow ? 190 : 320) : narrow ? 116 : 150;
}

function setWidths() {
  grid.restoreColumnSizes(Object.fromEntries(["item", ...columns].map((name, at_) => [at_, widthOf(name)])));
}

const focusGrid = () => grid.querySelector("table")?.focus({ preventScroll: true });

// What is typed

/** @type {{row: number, column: number, item: string, field: string} | null} */
let editing = null;
let asking = 0;

async function edit(/** @type {string | null} */ first = null) {
  if (!token) return say(gettext("You may read here; curators edit."));
  const held = rows.row(active.row);
  if (!held) return;
  anchor = active;
  const field = columns[active.column];
  editing = { ...active, item: held.item, field };
  at("editor-label").textContent = gettext("{field} of {item}", { field: labels.get(field), item: held.item });
  typed.value = first ?? valueAt(active.row, active.column);
  placeEditor();
  editor.hidden = false;
  at("verdict").textContent = "";
  typed.focus({ preventScroll: true });
  if (first === null) typed.select();
  else judge();
}

function placeEditor() {
  const cell = document.getElementById("active-cell");
  const frame = at("box").getBoundingClientRect();
  if (!cell) return;
  const box = cell.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, 260), frame.width);
  editor.style.width = `${width}px`;
  editor.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - width))}px`;
  editor.style.top = `${box.top - frame.top}px`;
}

/** Ask the server what it would make of what is typed. */
function judge() {
  const turn = ++asking;
  setTimeout(async () => {
    if (turn !== asking || !editing) return;
    const { item, field, row, column } = editing;
    const now = typed.value;
    const edit_ = { item, field, typed: now, base: baseOf(row, column), pasted: false };
    try {
      const [checked] = (await send("check", { edits: [edit_] })).cells;
      if (turn !== asking || !editing) return;
      showVerdict(checked, now);
    } catch (error) {
      if (turn === asking) at("verdict").textContent = gettext("Not checked: the server cannot be reached. It will be checked before it is saved.");
    }
  }, TYPING_MS);
}

function showVerdict(/** @type {Checked} */ checked, /** @type {string} */ now) {
  typed.setAttribute("aria-invalid", String(checked.outcome === "refused"));
  const words = {
    change: checked.after === now.trim() ? checked.note : [gettext("Will be {value}", { value: checked.after || gettext("blank") }), checked.note].filter(Boolean).join("; "),
    same: gettext("As it is in the catalogue"),
    refused: checked.choices.length ? gettext("{why}: write {choices}", { why: checked.note, choices: checked.choices.join(` ${gettext("or")} `) }) : checked.note,
    conflict: checked.note,
  };
  at("verdict").textContent = words[/** @type {keyof words} */ (checked.outcome)] ?? "";
}

function baseOf(/** @type {number} */ row, /** @type {number} */ column) {
  const held = rows.row(row);
  return (held && (edits.get(held.item, columns[column])?.base ?? held.values.get(columns[column]))) ?? "";
}

/** End the editing of a cell; `keep`: with what was typed. */
function endEditing(/** @type {boolean} */ keep) {
  if (!editing) return;
  const { item, field, row, column } = editing;
  const value = typed.value;
  asking++;
  if (keep && value !== valueAt(row, column)) put([{ item, field, typed: value, base: baseOf(row, column), pasted: false }]);
  editing = null;
  if (isBehind) look();
  editor.hidden = true;
  typed.removeAttribute("aria-invalid");
  focusGrid();
}

/** Put values into cells, as one step that can be undone, and ask what comes of them. */
function put(/** @type {Edit[]} */ cells) {
  edits.change(cells);
  checkAll();
}

let checking = 0;

/** Ask what would come of all edited cells; the answers colour them. */
async function checkAll() {
  const turn = ++checking;
  const all = edits.all().slice(0, MAX_EDITS);
  try {
    const { cells } = all.length ? await send("check", { edits: all }) : { cells: [] };
    if (turn !== checking) return;
    verdicts.clear();
    for (const cell of cells) verdicts.set(keyOf(cell.item, cell.field), cell);
    const wrong = cells.filter((/** @type {Checked} */ cell) => cell.outcome === "refused" || cell.outcome === "conflict").length;
    if (wrong || saidOfCells) say(wrong ? gettext("{wrong} of {count} changed cells cannot be saved as they are; see Review and save.", { wrong: inFigures(wrong), count: inFigures(all.length) }) : "");
    saidOfCells = Boolean(wrong);
  } catch (error) {
    if (turn !== checking) return;
    say(gettext("Not checked: {why}. What you changed is kept in this browser.", { why: /** @type {Error} */ (error).message }));
    saidOfCells = true;
  }
  draw();
}

/** Put a block of values into the table, from the first cell of the selection on. */
async function putBlock(/** @type {string[][]} */ given, /** @type {boolean} */ pasted) {
  const { top, left, bottom, right } = block();
  const single = given.length === 1 && given[0].length === 1; // one value fills all that is selected
  const height = single ? bottom - top + 1 : given.length;
  const width = single ? right - left + 1 : Math.max(...given.map((row) => row.length));
  if (height * width + edits.size > MAX_EDITS) return say(gettext("At most {number} changed cells at a time: save first, or paste less.", { number: inFigures(MAX_EDITS) }));
  const end = Math.min(top + height, rows.total);
  try {
    await rows.need(top, end);
  } catch {
    return;
  }
  /** @type {Edit[]} */
  const cells = [];
  for (let row = top; row < end; row++) {
    const held = rows.row(row);
    if (!held) continue;
    const values = single ? Array(width).fill(given[0][0]) : given[row - top];
    for (let column = left; column < Math.min(left + values.length, columns.length); column++) {
      cells.push({ item: held.item, field: columns[column], typed: values[column - left], base: baseOf(row, column), pasted });
    }
  }
  put(cells);
  const lost = top + height - end;
  const cut = Math.max(0, left + width - columns.length);
  anchor = { row: top, column: left };
  active = { row: end - 1, column: Math.min(left + width, columns.length) - 1 };
  await grid.draw({ invalid_viewport: true });
  const rest = [lost ? ngettext("{number} row below the last item", "{number} rows below the last item", lost) : "", cut ? ngettext("{number} column beyond the last", "{number} columns beyond the last", cut) : ""].filter(Boolean).join(` ${gettext("and")} `);
  if (rest) say(gettext("Not pasted: {what}.", { what: rest }));
}

async function fillDown() {
  const { top, bottom, left, right } = block();
  const from = top === bottom ? top - 1 : top;
  if (from < 0 || !rows.total) return;
  if ((bottom - from) * (right - left + 1) + edits.size > MAX_EDITS) return say(gettext("At most {number} changed cells at a time.", { number: inFigures(MAX_EDITS) }));
  try {
    await rows.need(from, bottom + 1);
  } catch {
    return;
  }
  /** @type {Edit[]} */
  const cells = [];
  for (let row = from + 1; row <= bottom; row++) {
    const held = rows.row(row);
    if (!held) continue;
    for (let column = left; column <= right; column++) {
      cells.push({ item: held.item, field: columns[column], typed: valueAt(from, column), base: baseOf(row, column), pasted: false });
    }
  }
  put(cells);
}

async function copyBlock(/** @type {ClipboardEvent} */ event) {
  const { top, bottom, left, right } = block();
  const copied = [];
  for (let row = top; row <= bottom && rows.row(row); row++) {
    copied.push(Array.from({ length: right - left + 1 }, (_, column) => valueAt(row, left + column)));
  }
  event.clipboardData?.setData("text/plain", writeBlock(copied));
  event.preventDefault();
  const missing = bottom - top + 1 - copied.length;
  say(missing
    ? gettext("Rows copied: {copied}; not loaded: {missing}. Scroll through them first.", { copied: inFigures(copied.length), missing: inFigures(missing) })
    : gettext("Copied {rows} × {columns} cells.", { rows: inFigures(copied.length), columns: inFigures(right - left + 1) }));
}

function takeBackStep(/** @type {boolean} */ again) {
  if (!(again ? edits.redo() : edits.undo())) return say(again ? gettext("There is nothing to redo.") : gettext("There is nothing to undo. What was saved is undone with the button."));
  checkAll();
}

// Where a value comes from

async function showSource() {
  const panel = at("source-panel");
  await rows.need(active.row, active.row + 1).catch(() => {});
  const held = rows.row(active.row);
  const field = columns[active.column];
  if (!held) return;
  let answer;
  try {
    const asked = await fetch(`${address}/cell?${new URLSearchParams({ item: held.item, field })}`, { headers: { Accept: "application/json" } });
    if (!asked.ok) throw new Error(await troubleOf(asked));
    answer = await asked.json();
  } catch (error) {
    panel.textContent = /** @type {Error} */ (error).message;
    return;
  }
  const make = (/** @type {string} */ kind, /** @type {string} */ text, more = {}) => Object.assign(document.createElement(kind), { textContent: text }, more);
  const list = document.createElement("ul");
  for (const reading of answer.readings) {
    const by = { person: gettext("a person"), received: gettext("the supplied list"), machine: gettext("read from the scan") }[/** @type {"person"} */ (reading.by)] ?? reading.by;
    const parts = [
      reading.source ? `${by}: ${reading.source}` : by,
      reading.confidence === null ? "" : gettext("{number}% sure", { number: inFigures(Math.round(reading.confidence * 100)) }),
      how[reading.how] ?? reading.how,
      reading.page ? [gettext("p. {page}", { page: reading.page }), reading.line ? gettext("l. {line}", { line: reading.line }) : ""].filter(Boolean).join(", ") : "",
      reading.as_written && reading.as_written !== reading.value ? gettext("as written: {words}", { words: reading.as_written }) : "",
      reading.note,
    ].filter(Boolean);
    const li = document.createElement("li");
    li.append(make(reading.holds ? "strong" : "span", reading.value || gettext("not legible")), make("span", ` ${parts.join("; ")}${reading.holds ? "" : ` (${gettext("not chosen")})`}`, { className: "quiet" }));
    list.append(li);
  }
  const head = make("p", "");
  head.append(make("strong", gettext("{field} of {item}", { field: labels.get(field), item: held.item })), " ", make("a", gettext("Item with its scan"), { href: answer.page }));
  panel.replaceChildren(head, answer.readings.length ? list : make("p", gettext("Blank: nothing is known from any source.")));
}

function toggleSource() {
  const panel = at("source-panel");
  panel.hidden = !panel.hidden;
  at("source").setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) showSource();
}

// What is saved

const preview = token ? new Preview({
  edits,
  send,
  labels,
  onSaved: async (name, saved) => {
    say(ngettext("Saved {number} change.", "Saved {number} changes.", saved));
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: gettext("Undo it") });
    button.addEventListener("click", async () => {
      try {
        const { undone } = await send("undo", { name });
        say(ngettext("Undone: {number} change.", "Undone: {number} changes.", undone));
      } catch (error) {
        say(gettext("Not undone: {why}.", { why: /** @type {Error} */ (error).message }));
      }
      await renew(true);
      focusGrid();
    });
    at("message").append(" ", button);
    await renew(true);
  },
  onClosed: () => { checkAll(); focusGrid(); },
}) : null;

// Events

/** @type {Record<string, (event: KeyboardEvent) => unknown>} */
const keys = {
  ArrowUp: (event) => go(event.ctrlKey ? 0 : active.row - 1, active.column, event.shiftKey),
  ArrowDown: (event) => go(event.ctrlKey ? rows.total - 1 : active.row + 1, active.column, event.shiftKey),
  ArrowLeft: (event) => go(active.row, active.column - 1, event.shiftKey),
  ArrowRight: (event) => go(active.row, active.column + 1, event.shiftKey),
  PageUp: (event) => go(active.row - pageRows(), active.column, event.shiftKey),
  PageDown: (event) => go(active.row + pageRows(), active.column, event.shiftKey),
  Home: (event) => go(event.ctrlKey ? 0 : active.row, 0, event.shiftKey),
  End: (event) => go(event.ctrlKey ? rows.total - 1 : active.row, columns.length - 1, event.shiftKey),
  Enter: () => edit(),
  F2: () => edit(),
  Delete: () => token && putBlock([[""]], false),
  Backspace: () => token && putBlock([[""]], false),
};
/** @type {Record<string, (event: KeyboardEvent) => unknown>} */
const withControl = {
  d: () => token && fillDown(),
  z: (event) => takeBackStep(event.shiftKey),
  y: () => takeBackStep(true),
  s: () => preview?.open(),
};

grid.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (editing) return;
  const control = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (event.altKey && letter === "i") { event.preventDefault(); toggleSource(); return; }
  if (control && letter in withControl) { event.preventDefault(); withControl[letter](event); return; }
  if (event.key in keys && !event.altKey) { event.preventDefault(); keys[event.key](event); return; }
  if (event.key.length === 1 && !control && !event.altKey && token) { event.preventDefault(); edit(event.key); }
});
grid.addEventListener("copy", copyBlock);
grid.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
  const text = event.clipboardData?.getData("text/plain");
  if (editing || !token || !text) return;
  event.preventDefault();
  putBlock(readBlock(text), true);
});

let dragging = false;
/** @param {EventTarget | null} target */
const cellOf = (target) => {
  const td = /** @type {Element | null} */ (target)?.closest?.("td");
  const meta = td && grid.getMeta(td);
  return meta && columns[meta.x] ? { row: meta.y, column: meta.x } : null;
};
grid.addEventListener("mousedown", (/** @type {MouseEvent} */ event) => {
  const th = /** @type {Element} */ (event.target).closest("thead th");
  if (th) {
    const name = /** @type {HTMLElement} */ (th).dataset.field ?? "item";
    const by = sort.replace(/^-/, "") || "item";
    setSort(name === by && !sort.startsWith("-") ? `-${name}` : name === "item" ? "" : name);
    return;
  }
  const cell = cellOf(event.target);
  if (!cell || event.button !== 0) return;
  event.preventDefault();
  const again = !event.shiftKey && cell.row === active.row && cell.column === active.column && document.activeElement === grid.querySelector("table");
  if (editing) endEditing(true);
  focusGrid();
  if (again) { edit(); return; }
  go(cell.row, cell.column, event.shiftKey);
  dragging = true;
});
grid.addEventListener("mousemove", (/** @type {MouseEvent} */ event) => {
  const cell = dragging && event.buttons === 1 ? cellOf(event.target) : null;
  if (cell && (cell.row !== active.row || cell.column !== active.column)) { active = cell; draw(); }
});
addEventListener("mouseup", () => { dragging = false; });
grid.addEventListener("scroll", () => { if (editing) endEditing(true); });

typed.addEventListener("input", judge);
typed.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Escape") { event.preventDefault(); endEditing(false); }
  else if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); endEditing(true); go(active.row + (event.shiftKey ? -1 : 1), active.column); }
  else if (event.key === "Tab") { event.preventDefault(); endEditing(true); go(active.row, active.column + (event.shiftKey ? -1 : 1)); }
});
typed.addEventListener("blur", () => setTimeout(() => { if (editing && document.activeElement !== typed) endEditing(true); }, 0));

async function setSort(/** @type {string} */ wanted) {
  sort = wanted;
  at("filters").elements.sort.value = wanted.replace(/^-/, "") === "item" ? "" : wanted.replace(/^-/, "");
  at("filters").elements.down.checked = wanted.startsWith("-");
  keepInAddress();
  await renew(false);
}

at("filters").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  const { column, condition } = at("filters").elements;
  const filter = `${column.value}=${condition.value}`;
  if (!condition.value.trim() || filters.includes(filter)) return;
  condition.value = "";
  setFilters([...filters, filter]);
});
for (const name of ["sort", "down"]) {
  at("filters").elements[name].addEventListener("change", () => {
    const { sort: by, down } = at("filters").elements;
    setSort(down.checked ? `-${by.value || "item"}` : by.value);
  });
}
at("columns").addEventListener("change", async () => {
  const chosen = [...at("columns").querySelectorAll("input:checked")].map((box) => box.value);
  if (!chosen.length) return;
  columns = [...columns.filter((name) => chosen.includes(name)), ...chosen.filter((name) => !columns.includes(name))];
  keepInAddress();
  await renew(true);
});
at("source").addEventListener("click", toggleSource);
if (token) {
  at("edit").addEventListener("click", () => edit());
  at("fill").addEventListener("click", () => { fillDown(); focusGrid(); });
  at("undo").addEventListener("click", () => { takeBackStep(false); focusGrid(); });
  at("redo").addEventListener("click", () => { takeBackStep(true); focusGrid(); });
  at("review").addEventListener("click", () => preview?.open());
  at("paste").addEventListener("click", () => { at("pasted").value = ""; at("paste-dialog").showModal(); at("pasted").focus(); });
  at("paste-dialog").addEventListener("close", () => {
    if (at("paste-dialog").returnValue === "take" && at("pasted").value) putBlock(readBlock(at("pasted").value), true);
    at("paste-dialog").returnValue = "";
    focusGrid();
  });
}
addEventListener("storage", (event) => {
  if (event.key && !event.key.startsWith(edits.prefix)) return;
  edits.load();
  showState();
  draw();
});
addEventListener("resize", () => { setWidths(); draw(); });

/** Was something changed while a cell was edited? */
let isBehind = false;

/** Was the catalogue changed, here or elsewhere? Then the rows are asked for again. */
async function look() {
  if (document.hidden) return;
  isBehind = Boolean(editing);
  if (editing) return;
  try {
    const answer = await fetch(`${address}/rows?count=0`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { generation } = await answer.json();
    if (generation && rows.generation && generation !== rows.generation) {
      await renew(true);
      if (edits.size) checkAll();
    }
  } catch {
    // no connection: the next look will tell
  }
}
setInterval(look, RENEW_MS);
document.addEventListener("briefbook-changed", look);
document.addEventListener("visibilitychange", look);
addEventListener("online", () => { say(gettext("The connection is back.")); look(); });
addEventListener("offline", () => say(gettext("There is no connection. What you change is kept in this browser.")));

const given = new URLSearchParams(location.search);
filters = given.getAll("where");
sort = given.get("sort") ?? "";
const asked = (given.get("columns") ?? "").split(",").filter((/** @type {string} */ name) => labels.has(name));
if (asked.length) columns = asked;
at("filters").elements.sort.value = sort.replace(/^-(item$)?/, "");
at("filters").elements.down.checked = sort.startsWith("-");
for (const box of at("columns").querySelectorAll("input")) box.checked = columns.includes(box.value);
keepInAddress();
await rows.reset(query()).catch((error) => say(error.message));
grid.setDataListener(slice, { virtual_mode: "both" });
grid.addStyleListener(dress);
grid.tabIndex = -1;
setWidths();
drawn = true;
await grid.draw();
page.dataset.ready = "yes";
showState();
if (token && edits.size) checkAll();
