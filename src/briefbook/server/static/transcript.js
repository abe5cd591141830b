// @ts-check
/** A page's transcript by keyboard: from word in doubt to word in doubt, each line saved as it is left. */

import { Outbox } from "./outbox.js";
import { frame, numbersOf, openLarge } from "./picture.js";
import { gettext } from "./words.js";

const main = /** @type {HTMLElement} */ (document.getElementById("content"));
const about = /** @type {HTMLElement} */ (document.getElementById("transcript"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("lines"));
const bar = /** @type {HTMLElement} */ (document.getElementById("outbox"));
/** @type {HTMLElement[]} */
const rows = [...form.querySelectorAll(".tline")].map((row) => /** @type {HTMLElement} */ (row));
let refused = "";
let said = "";

const outbox = new Outbox({
  saved: (letter, reply) => {
    said = gettext("Saved: {item}.", { item: `${reply.item}, ${reply.done}` });
    for (const key of reply.saved ?? []) {
      const row = rows.find((one) => one.dataset.key === key);
      row?.classList.add("saved");
      row?.classList.remove("doubtful", "differs");
    }
    show();
  },
  refused: (letter, page, status) => {
    refused = status === 409 ? page : "";
    said = status === 409 ? "" : gettext("Not saved ({status}): load the page again; your line is still in the form.", { status });
    show();
  },
  changed: () => show(),
});

function show() {
  const waiting = outbox.letters.length;
  bar.classList.toggle("unsaved", Boolean(refused) || (waiting > 0 && outbox.offline));
  const words = document.createElement("p");
  if (refused) {
    words.textContent = `${gettext("Somebody else changed this page: not saved.")} `;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = gettext("Decide");
    button.addEventListener("click", decide);
    bar.replaceChildren(words, button);
    return;
  }
  words.textContent = waiting && outbox.offline ? gettext("No connection: {count} not saved yet, kept in this browser; trying again.", { count: waiting }) : waiting ? gettext("Saving …") : said;
  if (words.textContent) bar.replaceChildren(words);
}

/** Show what holds now beside what was typed here: their line is framed as changed, ours stays in its input. */
function decide() {
  const page = new DOMParser().parseFromString(refused, "text/html");
  for (const take of page.querySelectorAll("[data-take]")) {
    const { take: key, value = "" } = /** @type {HTMLElement} */ (take).dataset;
    const row = rows.find((one) => one.dataset.key === key);
    if (!row) continue;
    hidden(row, "before").value = value;
    row.classList.add("differs");
    const words = document.createElement("p");
    words.className = "quiet conflict";
    words.textContent = `${gettext("Now it is “{value}”; yours is in the form: Enter saves yours.", { value })} `;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.take = key;
    button.dataset.value = value;
    button.textContent = gettext("Take theirs");
    words.append(button);
    row.querySelector(".conflict")?.remove();
    row.append(words);
    inputOf(row).focus();
  }
  refused = "";
  show();
}

/** @param {HTMLElement} row */
const inputOf = (row) => /** @type {HTMLInputElement} */ (row.querySelector('input[type="text"]'));
/** @param {HTMLElement} row @param {string} part */
const hidden = (row, part) => /** @type {HTMLInputElement} */ (row.querySelector(`input[name^="${part}-"]`));
/** @param {HTMLElement} row @returns {HTMLElement[]} the words in doubt that are not settled yet */
const doubts = (row) => [...row.querySelectorAll(".words li:not(.settled)")].map((word) => /** @type {HTMLElement} */ (word));

/** Select a word in doubt in its line; false if the line has it no more.
 * @param {HTMLElement} row
 * @param {HTMLElement} word */
function select(row, word) {
  const input = inputOf(row);
  const text = word.dataset.word ?? "";
  let at = -1;
  let count = Number(word.dataset.at);
  for (const match of input.value.matchAll(/\S+/g)) if (count-- === 0) at = match.index ?? -1;
  if (at < 0 || input.value.slice(at, at + text.length) !== text) at = input.value.indexOf(text);
  if (at < 0) {
    word.classList.add("settled");
    return false;
  }
  for (const other of form.querySelectorAll(".words li.chosen")) other.classList.remove("chosen");
  word.classList.add("chosen");
  input.focus({ preventScroll: true });
  input.setSelectionRange(at, at + text.length);
  row.scrollIntoView({ block: "nearest" });
  return true;
}

/** The next word in doubt behind the one that is selected, or before it.
 * @param {HTMLElement} row
 * @param {number} step 1 or -1
 * @returns {boolean} whether there was one */
function toDoubt(row, step) {
  const chosen = /** @type {HTMLElement | null} */ (row.querySelector(".words li.chosen"));
  const all = rows.flatMap((one) => doubts(one).map((word) => ({ row: one, word })));
  const here = rows.indexOf(row);
  const order = step > 0 ? all : all.reverse();
  let behind = !chosen;
  for (const place of order) {
    const at = rows.indexOf(place.row);
    if (place.word === chosen) {
      behind = true;
      continue;
    }
    const isBehind = chosen && at === here ? behind : step > 0 ? at >= here : at <= here;
    if (isBehind && (at !== here || behind) && select(place.row, place.word)) return true;
  }
  return false;
}

/** Save a line: corrected, or right as it stands.
 * @param {HTMLElement} row */
function save(row) {
  const key = row.dataset.key ?? "";
  const body = new URLSearchParams({ do: "lines" });
  for (const part of ["before", "line"]) {
    const input = /** @type {HTMLInputElement} */ (row.querySelector(`[name="${part}-${key}"]`));
    body.set(`${part}-${key}`, input.value);
  }
  body.set(`right-${key}`, "1");
  hidden(row, "before").value = inputOf(row).value;
  for (const word of row.querySelectorAll(".words li")) word.classList.add("settled");
  count();
  outbox.post(form.action, body, `${about.dataset.item}, p. ${about.dataset.number}`);
}

function count() {
  const shown = document.getElementById("doubtful");
  if (shown) shown.textContent = String(rows.reduce((sum, row) => sum + doubts(row).length, 0));
}

/** @param {HTMLElement} row @param {number} step */
function toRow(row, step) {
  const next = rows[rows.indexOf(row) + step];
  if (!next) return false;
  const [first] = doubts(next);
  if (!(step > 0 && first && select(next, first))) inputOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** Put another word in the place of the one that is selected.
 * @param {HTMLElement} row @param {HTMLElement} word @param {string} other */
function replaceWord(row, word, other) {
  if (!select(row, word)) return;
  const input = inputOf(row);
  input.setRangeText(other, input.selectionStart ?? 0, input.selectionEnd ?? 0, "end");
  word.classList.add("settled");
  word.classList.remove("chosen");
  if (!toDoubt(row, 1)) input.focus();
}

/** @param {HTMLElement} row @returns {HTMLElement | null} the word in doubt that is selected, and not being typed over */
function selected(row) {
  const input = inputOf(row);
  const word = /** @type {HTMLElement | null} */ (row.querySelector(".words li.chosen"));
  const text = input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0);
  return word && text === word.dataset.word ? word : null;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const row = /** @type {HTMLElement | null} */ (target.closest(".tline"));
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    /** @type {HTMLButtonElement | null} */ (form.querySelector('[value="approve"]'))?.click();
    return;
  }
  if (!row || !(target instanceof HTMLInputElement) || target.readOnly || event.ctrlKey || event.altKey || event.metaKey) return;
  const word = selected(row);
  const buttons = word ? [...word.querySelectorAll("[data-other]")] : [];
  const other = /^[1-9]$/.test(event.key) ? /** @type {HTMLElement | undefined} */ (buttons[Number(event.key) - 1]) : undefined;
  let done = true;
  if (word && other) replaceWord(row, word, other.dataset.other ?? "");
  else if (event.key === "Tab") done = toDoubt(row, event.shiftKey ? -1 : 1);
  else if (event.key === "Enter") {
    save(row);
    if (!toRow(row, 1)) /** @type {HTMLElement | null} */ (form.querySelector('[value="approve"]'))?.focus();
  } else if (event.key === "Escape") target.value = hidden(row, "before").value;
  else if (event.key === "ArrowDown") done = toRow(row, 1);
  else if (event.key === "ArrowUp") done = toRow(row, -1);
  else done = false;
  if (done) event.preventDefault();
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("button"));
  const row = /** @type {HTMLElement | null} */ (target.closest(".tline"));
  const word = /** @type {HTMLElement | null} */ (target.closest(".words li"));
  if (button?.dataset.other !== undefined && row && word) replaceWord(row, word, button.dataset.other);
  else if (word && row) select(row, word);
  else if (button?.dataset.chooseLine !== undefined && row) {
    inputOf(row).value = button.dataset.chooseLine;
    save(row);
  } else if (button && "keep" in button.dataset && row) save(row);
  else if (button?.dataset.take !== undefined) {
    const taken = rows.find((one) => one.dataset.key === button.dataset.take);
    if (!taken) return;
    inputOf(taken).value = button.dataset.value ?? "";
    inputOf(taken).focus();
  } else if (button?.classList.contains("zoom")) {
    const figure = /** @type {HTMLElement | null} */ (button.closest(".scan"));
    if (figure) openLarge(figure);
  }
}

/** Offer what the recogniser's scores say the words in doubt may be as well. */
async function offerWords() {
  try {
    const answer = await fetch(about.dataset.words ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    /** @type {Record<string, Record<string, string[]>>} */
    const others = await answer.json();
    for (const row of rows) {
      const key = row.dataset.key ?? "";
      if (!key.startsWith("r") || row.classList.contains("persons")) continue;
      for (const [at, words] of Object.entries(others[key.slice(1)] ?? {})) offer(row, at, words);
    }
    count();
  } catch {
    // without a connection the reading's own alternatives are offered
  }
}

/** @param {HTMLElement} row @param {string} at @param {string[]} words */
function offer(row, at, words) {
  const text = inputOf(row).value.trim().split(/\s+/)[Number(at)] ?? "";
  let list = row.querySelector(".words");
  if (!list) {
    list = document.createElement("ul");
    list.className = "words";
    list.setAttribute("aria-label", gettext("Words in doubt"));
    row.append(list);
    row.classList.add("doubtful");
  }
  let word = /** @type {HTMLElement | null} */ (list.querySelector(`li[data-at="${CSS.escape(at)}"]`));
  if (!word) {
    word = document.createElement("li");
    word.dataset.at = at;
    word.dataset.word = text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    word.append(mark);
    list.append(word);
  }
  const known = [...word.querySelectorAll("[data-other]")].map((one) => /** @type {HTMLElement} */ (one).dataset.other);
  for (const other of words) {
    if (known.length >= 5) break;
    const shown = text === text.toUpperCase() ? other.toUpperCase() : other;
    if (known.includes(shown)) continue;
    known.push(shown);
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.other = shown;
    const key = document.createElement("kbd");
    key.textContent = String(known.length);
    button.append(key, ` ${shown}`);
    word.append(" ", button);
  }
}

form.addEventListener("keydown", onKey);
main.addEventListener("click", onClick);
form.addEventListener("focusin", (event) => {
  const row = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".tline"));
  const figure = /** @type {HTMLElement | null} */ (main.querySelector(".scan"));
  if (row?.dataset.box && figure) frame(figure, numbersOf(row.dataset.box));
});
window.addEventListener("online", () => outbox.flush());
const start = rows.find((row) => doubts(row).length && !row.classList.contains("beside")) ?? rows.find((row) => doubts(row).length);
if (start) select(start, doubts(start)[0]);
else if (rows[0]) inputOf(rows[0]).focus();
if (!about.dataset.persons) offerWords();
outbox.flush();
