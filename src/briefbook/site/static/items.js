/* The table of all items with script: filter, sort and group every row, however many parts the table has. */
"use strict";
(function () {
  const { gettext, ngettext } = window;
  const rows = window.briefbookItems;
  const table = document.getElementById("items");
  const form = document.getElementById("filters");
  if (!rows || !table || !form) return;
  const [ITEM, URL_, DATE, KEY, FROM, TO, NUMBER, CLASS, SUBJECT, FLAG, UNSURE, SENDER, ADDRESSEES] = rows.columns;
  const nameOf = (number) => rows.names[number];
  const sender = (row) => nameOf(row[SENDER]);
  const addressees = (row) => row[ADDRESSEES].map(nameOf);
  const STEP = 200;
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const words = rows.rows.map((row) => [row[ITEM], row[DATE], row[KEY], row[FROM], row[TO].join(" "), sender(row), addressees(row).join(" "), row[NUMBER], row[CLASS], row[SUBJECT]].join(" ").toLowerCase());
  const sorters = { item: (row) => row[ITEM], date: (row) => row[KEY], from: sender, to: (row) => addressees(row).join(), number: (row) => row[NUMBER], classification: (row) => row[CLASS], subject: (row) => row[SUBJECT] };
  const count = document.getElementById("count");
  const body = table.tBodies[0];
  const more = document.createElement("button");
  more.type = "button";
  table.parentNode.after(more);
  let order = { column: "", down: false };
  let found = [];
  let shown = 0;

  const safe = (name) => [...new TextEncoder().encode(name)].map((byte) => { const letter = String.fromCharCode(byte); return byte < 128 && /[A-Za-z0-9._-]/.test(letter) ? letter : "~" + byte.toString(16).padStart(2, "0"); }).join("");
  const cell = (kind, label, content, more_ = {}) => {
    const made = document.createElement(kind);
    if (label) made.dataset.label = label;
    made.append(...[content].flat());
    return Object.assign(made, more_);
  };
  const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });
  const office = (code, name) => {
    const shown = [link("offices/" + safe(code) + ".html", name)];
    if (name.toLowerCase() !== code.toLowerCase()) shown.push(" ", Object.assign(document.createElement("span"), { className: "quiet scholar", textContent: code }));
    return shown;
  };
  const offices = (codes, names) => codes.flatMap((code, index) => (index ? ["; "] : []).concat(code ? office(code, names[index]) : ""));
  const markIfUnsure = (row, name, content) => {
    if (!row[UNSURE].split(" ").includes(name)) return content;
    const marked = Object.assign(document.createElement("span"), { className: "unsure", title: gettext("hard to read") });
    marked.append(...[content].flat());
    return [marked, Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (" + gettext("hard to read") + ")" })];
  };
  const line = (row) => {
    const made = document.createElement("tr");
    const head = cell("th", "", [link(row[URL_], row[ITEM])], { scope: "row" });
    for (const flag of row[FLAG] ? row[FLAG].split(" ") : []) head.append(" ", Object.assign(document.createElement("span"), { className: "tag " + (flag === "specimen" ? "specimen-tag" : "doubt"), textContent: flag === "specimen" ? gettext("specimen") : gettext("provisional") }));
    made.append(head, cell("td", gettext("Date"), markIfUnsure(row, "date", row[DATE]), { className: "nowrap bare" }), cell("td", gettext("From"), markIfUnsure(row, "from", offices([row[FROM]], [sender(row)]))), cell("td", gettext("To"), markIfUnsure(row, "to", offices(row[TO], addressees(row)))), cell("td", gettext("Number"), markIfUnsure(row, "number", row[NUMBER]), { className: "num" }), cell("td", gettext("Classification"), markIfUnsure(row, "classification", row[CLASS]), { className: "bare" }), cell("td", gettext("Subject"), markIfUnsure(row, "subject", row[SUBJECT]), { className: "bare alone" }));
    return made;
  };
  const heading = (words_) => cell("tr", "", cell("th", "", words_, { colSpan: 7, scope: "rowgroup" }));
  const show = (restart) => {
    if (restart) { body.replaceChildren(); shown = 0; }
    const group = form.elements.group.value;
    const upTo = Math.min(found.length, shown + STEP);
    let last = shown && group ? groupOf(rows.rows[found[shown - 1]], group) : null;
    for (; shown < upTo; shown++) {
      const row = rows.rows[found[shown]];
      if (group && groupOf(row, group) !== last) { last = groupOf(row, group); body.append(heading(last)); }
      body.append(line(row));
    }
    more.hidden = shown >= found.length;
    more.textContent = ngettext("Show {number} more", "Show {number} more", Math.min(STEP, found.length - shown));
    count.textContent = found.length === rows.rows.length ? ngettext("{number} item", "{number} items", found.length) : ngettext("{shown} of {number} item", "{shown} of {number} items", rows.rows.length, { shown: found.length.toLocaleString(document.documentElement.lang) });
  };
  const seriesOf = (row) => (row[FROM] && row[NUMBER] ? sender(row) + " " + (row[KEY].slice(0, 4) || gettext("of unknown year")) : "");
  const groupOf = (row, group) => ({ date: row[DATE] || gettext("Date not known"), from: sender(row) || gettext("Sender not known"), series: seriesOf(row) || gettext("In no numbered series") })[group];
  const value = (name) => form.elements[name].value.trim();
  const find = () => {
    const asked = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const from = value("from"), to = value("to"), after = value("after"), before = value("before");
    found = [];
    rows.rows.forEach((row, index) => {
      if (from && row[FROM] !== from) return;
      if (to && !row[TO].includes(to)) return;
      if (after && !(row[KEY] >= after && row[DATE])) return;
      if (before && !(row[KEY].slice(0, before.length) <= before && row[DATE])) return;
      if (asked.every((word) => words[index].includes(word))) found.push(index);
    });
    const group = value("group");
    const grouped = { date: [sorters.date], from: [sorters.from], series: [seriesOf, sorters.number] }[group] || [];
    const keys = [...grouped.slice(0, 1), ...(order.column ? [sorters[order.column]] : []), ...grouped.slice(1)];
    if (keys.length) found.sort((a, b) => {
      for (const [place, key] of keys.entries()) {
        const one = key(rows.rows[a]), two = key(rows.rows[b]);
        const down = order.down && key === sorters[order.column] && place >= (group ? 1 : 0);
        const result = (one === "") - (two === "") || (down ? compare(two, one) : compare(one, two));
        if (result) return result;
      }
      return a - b;
    });
    show(true);
  };
  for (const head of table.tHead.rows[0].cells) {
    const sorter = document.createElement("button");
    sorter.type = "button";
    sorter.append(...head.childNodes);
    head.append(sorter);
    sorter.addEventListener("click", () => {
      const column = head.dataset.column;
      order = { column, down: order.column === column && !order.down };
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      find();
    });
  }
  const given = new URLSearchParams(location.search);
  for (const [name, text] of given) if (form.elements[name]) form.elements[name].value = text;
  let typed = 0;
  form.addEventListener("input", () => { window.clearTimeout(typed); typed = window.setTimeout(find, 80); });
  form.addEventListener("reset", () => window.setTimeout(find));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => show(false));
  form.hidden = false;
  const parts = document.getElementById("parts");
  if (parts) parts.hidden = true;
  find();
})();
