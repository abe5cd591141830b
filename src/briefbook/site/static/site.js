/* What every page gains with script: sortable tables, and cards that open at a citation. */
"use strict";
// Words of scripts in the language of the page: messages.js has them, where it is not English.
const briefbookMessages = window.briefbookMessages || { texts: {}, plural: (n) => Number(n !== 1) };
const briefbookFill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** A message, with values put in for {names}. */
window.gettext = (message, values = {}) => briefbookFill((briefbookMessages.texts[message] || [message])[0], values);
/** A message about a number, put in for {number} as the language writes it. */
window.ngettext = (one, many, number, values = {}) => {
  const forms = briefbookMessages.texts[one] || [one, many];
  const shown = number.toLocaleString(document.documentElement.lang);
  return briefbookFill(forms[Number(briefbookMessages.plural(number))] || many, { number: shown, ...values });
};

(function () {
  const { gettext } = window;
  // Tables: a head becomes a button that sorts by its column.
  let compare = null;  // made when a table is first sorted: a browser takes long to begin with the order of a language
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell ? cell.dataset.key || cell.textContent.trim() : "";
  };
  const sortBy = (table, head) => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    compare ||= new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row, head.cellIndex), row]);
    rows.sort((a, b) => (a[0] === "") - (b[0] === "") || (descending ? compare(b[0], a[0]) : compare(a[0], b[0])));
    body.append(...rows.map((pair) => pair[1]));
  };
  for (const table of document.querySelectorAll("table.sortable:not(#items)")) {
    if (!table.tBodies[0] || table.tBodies[0].rows.length < 2) continue;
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(table, head));
    }
  }

  // The scholar's layer: what was chosen holds on the next page too; the address may ask for it.
  const layer = document.getElementById("layer");
  if (layer) {
    const asked = new URLSearchParams(location.search).get("layer");
    const checks = document.getElementById("checked");
    const show = () => { if (checks) checks.open = layer.checked || location.hash === "#checked"; };
    try {
      layer.checked = asked ? asked === "scholar" : localStorage.getItem("briefbook-layer") === "scholar";
    } catch (error) {
      layer.checked = asked === "scholar";
    }
    show();
    layer.addEventListener("change", () => {
      show();
      try {
        localStorage.setItem("briefbook-layer", layer.checked ? "scholar" : "reader");
      } catch (error) { /* a browser that keeps nothing for this page */ }
    });
  }

  // Citations can be copied, pages printed.
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };
  const copier = (what, name) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: gettext("Copy") });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", async () => {
      button.textContent = (await copied(what.textContent.trim())) ? gettext("Copied") : gettext("Copying failed");
      window.setTimeout(() => { button.textContent = gettext("Copy"); }, 2000);
    });
    return button;
  };
  for (const form of document.querySelectorAll(".cite-forms dt")) {
    const held = form.nextElementSibling;
    form.append(copier(held.querySelector("pre") || held, gettext("Copy {name}", { name: form.firstChild.textContent.trim() })));
  }
  for (const line of document.querySelectorAll(".copyable")) line.after(copier(line, gettext("Copy the citation of this page")));
  const take = document.getElementById("take");
  if (take) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: gettext("Print this page") });
    button.addEventListener("click", () => window.print());
    take.append(button);
  }

  // Cards: what is said of an item at the foot of the page is shown beside its citation.
  const sources = new Map();
  for (const source of document.querySelectorAll(".sources > li")) {
    const link = source.querySelector("a");
    if (link) sources.set(link.pathname, source);
  }
  if (!sources.size) return;
  let card = null;
  let opener = null;
  let waiting = 0;
  const close = () => {
    window.clearTimeout(waiting);
    if (card) card.remove();
    if (opener) opener.removeAttribute("aria-expanded");
    card = opener = null;
  };
  const place = (link) => {
    const box = link.getClientRects()[0] || link.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const left = Math.max(16, Math.min(box.left, wide - card.offsetWidth - 16));
    const above = box.bottom + card.offsetHeight + 8 > window.innerHeight && box.top > card.offsetHeight + 8;
    const around = (card.offsetParent || document.body).getBoundingClientRect();  // the paragraph, where it has its own places
    card.style.left = left - around.left + "px";
    card.style.top = (above ? box.top - card.offsetHeight - 6 : box.bottom + 6) - around.top + "px";
  };
  const open = (link) => {
    if (opener === link) return;
    close();
    const source = sources.get(link.pathname);
    if (!source) return;
    card = document.createElement("div");
    card.className = "card";
    card.setAttribute("role", "group");
    card.setAttribute("aria-label", gettext("About {item}", { item: source.dataset.item }));
    for (const part of source.children) {
      if (part.matches("template[data-cutout]")) card.append(part.content.cloneNode(true));
      else card.append(part.cloneNode(true));
    }
    link.after(card);
    opener = link;
    link.setAttribute("aria-expanded", "true");
    place(link);
    card.addEventListener("mouseleave", later);
    card.addEventListener("mouseenter", () => window.clearTimeout(waiting));
    card.addEventListener("focusout", (event) => {
      if (card && !card.contains(event.relatedTarget) && event.relatedTarget !== opener) close();
    });
  };
  const later = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(close, 350);
  };
  for (const link of document.querySelectorAll("a.cite")) {
    if (!sources.has(link.pathname)) continue;
    let touched = false;
    link.addEventListener("mouseenter", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => open(link), 200);
    });
    link.addEventListener("mouseleave", later);
    link.addEventListener("focus", () => open(link));
    link.addEventListener("blur", (event) => {
      if (card && !card.contains(event.relatedTarget)) close();
    });
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" && opener !== link;
    });
    link.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault();
      touched = false;
      open(link);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card) {
      const link = opener;
      close();
      link.focus({ preventScroll: true });
      close();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (card && !card.contains(event.target) && event.target !== opener) close();
  });
})();
