/* The searches of a visitor, on the page of a site from disk and on the live one: what was asked, what is saved, how to cite it. */
"use strict";
(function () {
  const { gettext, ngettext } = window;
  const form = document.getElementById("search");
  if (!form) return;
  const day = (time) => new Date(time).toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
  const value = (name) => (form.elements[name] ? form.elements[name].value.trim() : "");
  // What was asked before, and what is saved: in this browser alone
  const place = document.getElementById("searches");
  const KEY = "briefbook-searches " + location.pathname;
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "[]");
    } catch (error) {
      return [];
    }
  };
  const store = (entries) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries));
    } catch (error) { /* a browser that keeps nothing for this page */ }
    list_();
  };
  const queryNow = () => new URLSearchParams([...new FormData(form)].filter((pair) => pair[1])).toString();
  const keep = (text, total) => {
    const query = queryNow();
    if (!query) return;
    const entries = stored();
    const before = entries.find((other) => other.query === query);
    const last = entries[0] && !entries[0].saved && text.startsWith(entries[0].text) && Date.now() - entries[0].at < 8000;  // typed on
    const rest = entries.filter((other, index) => other !== before && !(last && index === 0 && other !== before));
    store([{ query, text, total, at: Date.now(), saved: Boolean(before && before.saved) }, ...rest].filter((other, index) => other.saved || index < 20));
  };
  const labelOf = (entry_) => entry_.text || [...new URLSearchParams(entry_.query)].filter(([name]) => name !== "order").map(([, text]) => text).join(", ");
  const button = (words, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    made.addEventListener("click", act);
    return made;
  };
  const list_ = () => {
    if (!place) return;
    const entries = stored();
    place.hidden = !entries.length;
    for (const kind of [true, false]) {
      const shown = entries.filter((other) => other.saved === kind);
      const target = place.querySelector(kind ? ".saved" : ".recent");
      target.hidden = !shown.length;
      target.querySelector("ul").replaceChildren(...shown.map((other) => {
        const line = document.createElement("li");
        line.append(Object.assign(document.createElement("a"), { href: "?" + other.query, textContent: labelOf(other) }), " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: ngettext("{number} result", "{number} results", other.total) + ", " + day(other.at) }), " ", button(kind ? gettext("Remove") : gettext("Save"), () => store(kind ? stored().filter((entry_) => entry_.query !== other.query) : stored().map((entry_) => (entry_.query === other.query ? { ...entry_, saved: true } : entry_)))));
        return line;
      }));
    }
  };
  const citing = document.getElementById("cite-search");
  const cite = (total) => {
    if (!citing) return;
    const query = queryNow();
    citing.hidden = !query;
    const address = (form.dataset.address ? form.dataset.address.replace(/\/?$/, "/search.html") : location.origin + location.pathname) + "?" + query;
    const words = value("q");
    citing.querySelector("p").textContent = gettext("Search for “{words}” in {title}, {results}, {day}, {address}.", { words, title: form.dataset.title, results: ngettext("{number} result", "{number} results", total), day: day(Date.now()), address });
  };
  const clear = document.getElementById("forget");
  if (clear) clear.addEventListener("click", () => store(stored().filter((other) => other.saved)));
  list_();
  window.briefbookSearches = { keep: (text, total) => { keep(text, total); cite(total); } };
  if (form.dataset.total) window.briefbookSearches.keep(value("q"), Number(form.dataset.total));
})();
