// @ts-check
/* The writing desk: the editor, the page beside it, the findings, and what the buttons do. */
import { decide } from "./write_decide.js";
import { Editor } from "./write_editor.js";
import { Keeper } from "./write_keeper.js";
import { Palette } from "./write_palette.js";
import { Scan } from "./write_scan.js";
import { Server } from "./write_server.js";
import { gettext, inFigures } from "./words.js";

const PAUSE = 120; // milliseconds after which the text is checked
const by = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const place = by("write");
const root = document.documentElement.dataset.root || "/";
const server = new Server(place.dataset.write, place.dataset.chapter, place.dataset.formToken);

// What the checks say

let pending = 0;
let isLooking = false;
let isStale = false;

const lookSoon = () => {
  window.clearTimeout(pending);
  pending = window.setTimeout(look, PAUSE);
};
const look = async () => {
  if (isLooking) {
    isStale = true;
    return;
  }
  isLooking = true;
  isStale = false;
  const doc = editor.view.state.doc;
  try {
    const seen = await server.post("look", { text: doc.toString() });
    editor.show(seen, doc);
    if (doc === editor.view.state.doc) showLook(seen);
  } catch (error) {
    by("write-count").textContent = gettext("(not checked)"); // the book is still being prepared, or there is no connection
    window.setTimeout(lookSoon, 3000);
  }
  isLooking = false;
  if (isStale || doc !== editor.view.state.doc) lookSoon();
};

/** @param {import("./write_editor.js").Look} seen */
const showLook = (seen) => {
  by("write-title").textContent = seen.title;
  by("preview").innerHTML = `<h1></h1>${seen.html}`; // made and cleaned by the site's own renderer
  by("preview").firstChild.textContent = seen.title;
  for (const link of by("preview").querySelectorAll("a[href]:not([href^='#'])")) link.target = "_blank";
  const open = seen.findings.filter((finding) => finding.severity !== "note").length;
  by("write-count").textContent = `(${seen.findings.length})`;
  by("write-count").title = gettext("to put right: {open}; notes: {notes}", { open, notes: seen.findings.length - open });
  by("findings").replaceChildren(...seen.findings.map(findingRow));
  if (!seen.findings.length) by("findings").append(Object.assign(document.createElement("li"), { textContent: gettext("The checks find nothing.") }));
  by("outline").replaceChildren(
    ...seen.outline.map((heading) => {
      const row = document.createElement("li");
      row.dataset.level = String(heading.level);
      row.append(button(heading.heading, () => editor.go(heading.at)));
      return row;
    }),
    Object.assign(document.createElement("li"), { className: "quiet", textContent: gettext("Words: {words}; citations: {citations}; quotations: {quotations}", { words: inFigures(seen.words), citations: seen.citations.length, quotations: seen.quotations.length }) }),
  );
  place.dataset.looked = String(Number(place.dataset.looked || 0) + 1);
  follow();
};

/** @type {Record<string, string>} */
const severities = { error: gettext("error"), warning: gettext("warning"), note: gettext("note") };
const capital = (/** @type {string} */ words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {import("./write_editor.js").Finding} finding */
const findingRow = (finding) => {
  const row = document.createElement("li");
  row.className = finding.severity;
  const head = document.createElement("p");
  const tone = { error: "bad", warning: "doubt", note: "" }[finding.severity] ?? "";
  head.append(Object.assign(document.createElement("span"), { className: `tag ${tone}`, textContent: severities[finding.severity] ?? finding.severity }), ` ${capital(finding.message)}`);
  row.append(head);
  if (finding.remedy) row.append(Object.assign(document.createElement("p"), { className: "quiet", textContent: capital(finding.remedy) }));
  const acts = document.createElement("p");
  acts.className = "buttons";
  acts.append(button(gettext("{code}, line {line}", { code: finding.code, line: finding.line }), () => (show("text"), editor.go(finding.from, finding.to))));
  for (const fix of finding.fixes) acts.append(" ", button(fix.title, () => (show("text"), editor.fix(fix))));
  row.append(acts);
  return row;
};

/** @param {string} words @param {() => void} act */
const button = (words, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.addEventListener("click", act);
  return made;
};

/** The page beside the text shows what stands at the cursor. */
const follow = () => {
  const state = editor.view.state;
  const line = state.doc.lineAt(state.selection.main.head).number;
  let nearest = null;
  for (const block of by("preview").querySelectorAll("[id]")) {
    const number = /^l(\d+)$/.exec(block.id);
    if (number && Number(number[1]) <= line) nearest = block;
  }
  const side = by("side-page");
  if (nearest && !side.hidden && side.scrollHeight > side.clientHeight + 4) {
    const gap = nearest.getBoundingClientRect().top - side.getBoundingClientRect().top;
    if (gap < 0 || gap > side.clientHeight * 0.7) side.scrollTop += gap - side.clientHeight * 0.25;
  }
};

// Items

/** @type {Map<string, any>} */
const cards = new Map();
const cardOf = async (/** @type {string} */ item) => {
  if (!cards.has(item)) cards.set(item, await server.get("card", { item }));
  return cards.get(item);
};
const cardElement = async (/** @type {string} */ item) => {
  const card = await cardOf(item);
  const made = document.createElement("div");
  made.className = "write-card";
  const head = document.createElement("p");
  head.append(Object.assign(document.createElement("strong"), { textContent: card.item }), card.held ? ` ${card.title}` : ` ${gettext("is not in the collection")}.`);
  made.append(head);
  if (!card.held) return made;
  const rows = document.createElement("dl");
  for (const [name, value] of card.fields) {
    rows.append(Object.assign(document.createElement("dt"), { textContent: name }), Object.assign(document.createElement("dd"), { textContent: value }));
  }
  made.append(rows);
  if (card.text) made.append(Object.assign(document.createElement("p"), { className: "said", textContent: card.text }));
  return made;
};

let moves = 0;
const atCursor = async () => {
  const move = ++moves;
  const cited = editor.citedHere();
  const head = editor.view.state.selection.main.head;
  const quotation = editor.isLooked() ? editor.look?.quotations.find((one) => one.from <= head && head <= one.to) : null;
  let words = !quotation ? ""
    : quotation.item ? gettext("This quotation: {verdict} ({item}, p. {page}).", { verdict: quotation.verdict, item: quotation.item, page: quotation.page })
    : gettext("This quotation: {verdict}.", { verdict: quotation.verdict });
  if (cited) {
    const card = await cardOf(cited.item).catch(() => null);
    if (move !== moves) return;
    if (card) words = card.held ? `${card.item}: ${card.title}` : gettext("{items} is not in the collection", { items: card.item });
  }
  by("at-cursor").textContent = words;
};

const suggest = async (/** @type {string} */ words) => (await server.get("items", { q: words })).items;

/** Write a citation at the cursor, within brackets that are open already without its own. @param {string} citation */
const cite = (citation) => {
  const before = editor.before();
  const isOpen = /\([^()]*$/.test(before) && citation.startsWith("(");
  const words = isOpen ? citation.slice(1, -1) : citation;
  const space = before && !/[\s(\[“‘]$/.test(before) ? " " : "";
  editor.insert(space + words);
};
const scan = new Scan(server, root, (quotation, item) => {
  const before = editor.before();
  editor.insert((before && !/[\s(\[]$/.test(before) ? " " : "") + quotation.markdown);
  keeper.note(gettext("Quoted from {item}, page {page}.", { item, page: quotation.page }));
});
const palette = new Palette(suggest, (item, quote) => (quote ? scan.open(item.item) : cite(item.citation)));

// What the buttons do

const footnote = () => {
  const numbers = [...editor.text().matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const mark = `[^${Math.max(0, ...numbers) + 1}]`;
  editor.insert(mark);
  const end = editor.view.state.doc.length;
  const gap = editor.text().endsWith("\n\n") ? "" : editor.text().endsWith("\n") ? "\n" : "\n\n";
  editor.view.dispatch({ changes: { from: end, insert: `${gap}${mark}: ` }, selection: { anchor: end + gap.length + mark.length + 2 }, scrollIntoView: true });
  editor.view.focus();
};
const block = (/** @type {string} */ words, /** @type {[number, number]} */ select) => {
  const gap = editor.before() ? "\n\n" : "";
  editor.insert(`${gap}${words}\n`, [gap.length + select[0], gap.length + select[1]]);
};
const heading = () => {
  const line = editor.view.state.doc.lineAt(editor.view.state.selection.main.head);
  const marks = /^(#*)( *)/.exec(line.text) || ["", "", ""];
  const next = marks[1].length === 0 ? "## " : marks[1].length === 2 ? "### " : "";
  editor.view.dispatch({ changes: { from: line.from, to: line.from + marks[0].length, insert: next }, userEvent: "input" });
  editor.view.focus();
};
const takePicture = async (/** @type {File | undefined} */ file) => {
  if (!file) return;
  try {
    const sent = await server.send(`picture?${new URLSearchParams({ name: file.name || "picture.png" })}`, file, file.type || "application/octet-stream");
    const up = "../".repeat(server.chapter.split("/").length - 1);
    block(`![](${up}${sent.path})`, [2, 2]); // the cursor where its description is to be written
  } catch (error) {
    keeper.note(gettext("The picture was not accepted: {why}.", { why: error instanceof Error ? error.message : "" }), "bad");
  }
};
/** @type {Record<string, () => void>} */
const acts = {
  save: () => keeper.save(),
  cite: () => palette.open(false),
  quote: () => {
    const cited = editor.citedHere();
    if (cited) scan.open(cited.item);
    else palette.open(true);
  },
  heading,
  bold: () => editor.around("**"),
  italic: () => editor.around("*"),
  footnote,
  table: () => block("| Day | Event |\n| --- | --- |\n|  |  |", [2, 5]),
  items: () => block("{{table}}", [9, 9]),
  picture: () => by("write-picture").click(),
  discard: () => {
    if (window.confirm(gettext("Discard what is not saved to the book?"))) keeper.discard();
  },
};

const editor = new Editor(by("editor"), place.dataset.styleNonce, {
  changed: () => (keeper.changed(), lookSoon(), atCursor()),
  moved: () => (lookSoonIfNew(), atCursor(), follow()),
  keys: { "Mod-s": acts.save, "Mod-k": acts.cite, "Mod-j": acts.quote, "Mod-b": acts.bold, "Mod-i": acts.italic },
  suggest,
  card: cardElement,
});
const lookSoonIfNew = () => {
  if (!editor.isLooked()) lookSoon();
};
const keeper = new Keeper(server, { text: () => editor.text(), replace: (text) => editor.replace(text) }, {
  status: (words, tone = "") => {
    by("write-status").textContent = words;
    by("write-status").className = tone;
  },
  clash: (clash) => {
    const bar = by("write-conflict");
    bar.hidden = !clash;
    if (!clash) return bar.replaceChildren();
    const words = clash.with_copy ? gettext("You changed this in another window as well.") : gettext("The file was changed in the same place by another person or program.");
    bar.replaceChildren(`${words} ${gettext("Both versions are kept; nothing was written over.")} `, button(gettext("Compare and decide"), compare));
  },
  others: (names) => {
    place.dataset.others = names.join(", ");
    const words = names.length ? gettext("Also being changed by {names}.", { names: names.join(", ") }) : "";
    if (by("write-others")) by("write-others").textContent = words;
  },
});
const compare = async () => {
  await keeper.keep(true);
  if (!keeper.clash) return;
  const clash = keeper.clash;
  const text = await decide(clash);
  if (text !== null) await keeper.decided(text, clash);
  editor.view.focus();
};

/** @param {string} view */
const show = (view) => {
  place.dataset.view = view;
  for (const tab of document.querySelectorAll(".write-views button")) tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.view === view));
  if (view === "text") return;
  for (const name of ["page", "findings", "outline"]) by(`side-${name}`).hidden = name !== view;
};

for (const made of document.querySelectorAll("[data-do]")) {
  made.addEventListener("click", () => acts[/** @type {HTMLElement} */ (made).dataset.do || ""]());
}
for (const tab of document.querySelectorAll(".write-views button")) {
  tab.addEventListener("click", () => show(/** @type {HTMLElement} */ (tab).dataset.view || "text"));
}
by("write-picture").addEventListener("change", async () => {
  await takePicture(by("write-picture").files[0]);
  by("write-picture").value = "";
});
for (const kind of ["paste", "drop"]) {
  editor.view.contentDOM.addEventListener(kind, (/** @type {any} */ event) => {
    const file = [...((event.clipboardData || event.dataTransfer)?.files || [])].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    takePicture(file);
  });
}
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    if (!event.defaultPrevented) acts.save();
    event.preventDefault();
  }
});
show(window.matchMedia("(max-width: 60rem)").matches ? "text" : "page");
keeper.open().then(look, (error) => keeper.note(gettext("The chapter cannot be opened: {reason}.", { reason: error.message }), "bad"));
