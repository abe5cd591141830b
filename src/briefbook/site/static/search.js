/* The search page: the index that lies beside the pages in scripts; beyond its size Pagefind, where the site is hosted and has it. */
"use strict";
(function () {
  const { gettext, ngettext, briefbookSearch } = window;
  const form = document.getElementById("search");
  if (!form || !briefbookSearch) return;
  const { search, correction, Cannot, wordsOf, together, plain } = briefbookSearch;
  const results = document.getElementById("results");
  const answer = document.getElementById("answer");
  const STEP = 10, MAX_LOOKED = 40;
  let turn = 0;

  const value = (name) => (form.elements[name] ? form.elements[name].value.trim() : "");
  const filters = () => ({ from: value("from"), to: value("to"), class: value("class"), when: value("when") });
  const spelt = (words) => words.map((word) => [...word].join("[-.,'\u2019\u2010\u2011]?")).join("|");
  const first = (text, words) => (words.length ? plain(text).search(new RegExp("(?<![\\p{L}\\p{N}])(" + spelt(words) + ")", "u")) : -1);
  const snippet = (whole, words, kind) => {
    const text = whole.replaceAll("\f", " ");  // the end of a page
    const shown = document.createElement("p");
    shown.className = kind || "said";
    const at = Math.max(0, first(text, words));
    const from = at > 90 ? text.lastIndexOf(" ", at - 80) + 1 : 0;
    const end = from + 260 < text.length ? text.lastIndexOf(" ", from + 260) : text.length;
    const part = (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
    for (const piece of part.split(/(\s+)/)) {
      if ([...wordsOf(piece), ...wordsOf(together(piece))].some((one) => words.some((word) => one.startsWith(word)))) shown.append(Object.assign(document.createElement("mark"), { textContent: piece }));
      else shown.append(piece);
    }
    return shown;
  };
  const pageOf = (text, words) => {  // the page of the first word asked for, as many as there are form feeds before it
    const at = first(text, words);
    return at < 0 ? 0 : plain(text).slice(0, at).split("\f").length - 1;
  };
  const own = async (text) => {
    const found = await search(text, filters(), value("order"));
    const shown = (words) => (make) => async () => {
      const hit = await make();
      if (!hit) return null;
      const [, , , item, url, title, more, flag] = hit.row;
      if (hit.index === "book") return { url, title, note: more ? gettext("a chapter of the book") + ", " + more : gettext("a chapter of the book"), snippet: snippet(more && hit.text.startsWith(more) ? hit.text.slice(more.length) : hit.text, words, "prose-said") };
      const page = pageOf(hit.text, words);
      const note = (page ? gettext("p. {page}", { page }) + ", " : "") + (more || gettext("date not known"));
      const query = words.length ? "?q=" + encodeURIComponent(words.join(" ")) : "";
      return { url: url + query + (page ? "#p" + page : ""), title, item, note, flag, snippet: snippet(hit.text, words, flag === "printed" ? "said printed" : "said") };
    };
    return { ...found, hits: found.hits.map(shown(found.words)) };
  };

  // Pagefind
  let engine = null;
  const pagefind = async (text) => {
    const base = new URL(".", location.href).href;
    if (!engine) {
      engine = await import(base + "pagefind/pagefind.js");
      await engine.options({ excerptLength: 40, baseUrl: new URL(".", location.href).pathname });
      await engine.mergeIndex(base + "pagefind-book/", { baseUrl: new URL(".", location.href).pathname }).catch(() => {});
    }
    const wanted = filters();
    const given = {};
    if (wanted.from) given.post = wanted.from;
    if (wanted.to) given.addressee = wanted.to;
    if (wanted.class) given.classification = wanted.class;
    if (wanted.when) given[wanted.when.length > 4 ? "month" : "year"] = wanted.when;
    const sort = { date: { date: "asc" }, latest: { date: "desc" } }[value("order")];
    const words = wordsOf(text);
    const some = words.length ? text.replace(/[“”]/g, '"') : null;
    const found = await engine.search(some, { filters: given, ...(sort ? { sort } : {}) });
    return {
      total: found.results.length,
      hits: found.results.map((one) => async () => {
        const data = await one.data();
        const shown = document.createElement("p");
        shown.className = data.meta.item ? "said" : "prose-said";
        for (const piece of data.excerpt.split(/(<mark>.*?<\/mark>)/s)) {
          const inner = piece.match(/^<mark>(.*)<\/mark>$/s);
          const text_ = new DOMParser().parseFromString(inner ? inner[1] : piece, "text/html").body.textContent;
          shown.append(inner ? Object.assign(document.createElement("mark"), { textContent: text_ }) : text_);
        }
        const item = data.meta.item;
        return { url: data.url + (item ? "?q=" + encodeURIComponent(words.join(" ")) : ""), title: data.meta.title, item, note: item ? data.meta.date || gettext("date not known") : gettext("a chapter of the book"), snippet: shown };
      }),
    };
  };

  const ask = async (text) => {
    const hosted = location.protocol.startsWith("http") && document.documentElement.dataset.pagefind === "yes";
    const shipped = form.dataset.shipped === "yes";
    if (hosted && !shipped) {
      try {
        return await pagefind(text);
      } catch (error) {
        engine = null;
      }
    }
    return shipped ? own(text) : null;
  };
  const entry = (hit) => {
    const made = document.createElement("li");
    const head = document.createElement("p");
    head.append(Object.assign(document.createElement("a"), { href: hit.url, textContent: hit.title }));
    if (hit.flag === "specimen") head.append(" ", Object.assign(document.createElement("span"), { className: "tag specimen-tag", textContent: gettext("specimen") }));
    const note = Object.assign(document.createElement("p"), { className: "quiet", textContent: (hit.item ? hit.item + ", " : "") + hit.note });
    made.append(head, note, hit.snippet);
    return made;
  };
  const narrow = form.querySelector(".narrow");  // shown on a phone, where the filters would stand before the results
  const unfold = (on) => {
    narrow.setAttribute("aria-expanded", String(on));
    form.classList.toggle("unfolded", on);
  };
  narrow.addEventListener("click", () => unfold(narrow.getAttribute("aria-expanded") !== "true"));
  const remember = () => {
    try {
      sessionStorage.setItem("briefbook-results", location.search);
    } catch (error) { /* a browser that keeps nothing for this page */ }
  };
  const run = async (save) => {
    const mine = ++turn;
    const text = value("q");
    const wanted = filters();
    if (save) {
      const query = new URLSearchParams([...new FormData(form)].filter((pair) => pair[1]));
      history.replaceState(null, "", query.size ? "?" + query : location.pathname);
    }
    if (!text && !Object.values(wanted).some(Boolean)) {
      results.replaceChildren();
      answer.textContent = "";
      return;
    }
    let found, asked = text, corrected = "";
    try {
      found = await ask(asked);
      if (mine === turn && found && !found.total && found.misses && found.misses.length) {
        for (const word of found.misses) {
          const other = await correction(word);
          if (other) asked = asked.replace(new RegExp("(?<![\\p{L}\\p{N}])" + word + "(?![\\p{L}\\p{N}])", "giu"), other);
        }
        if (asked !== text) {
          const again = await ask(asked);
          if (again.total) [found, corrected] = [again, asked];
        }
      }
    } catch (error) {
      if (!(error instanceof Cannot)) throw error;
      if (mine !== turn) return;
      results.replaceChildren();
      answer.textContent = gettext("This search, which runs in the browser, cannot do: {parts}. It takes words, “phrases”, OR, NOT, brackets, a minus sign before a word, a star behind its beginning, and the fields from, to, post, class, number, item and date. The full query language needs the live site (briefbook serve).", { parts: error.message });
      return;
    }
    if (mine !== turn) return;
    results.replaceChildren();
    if (!found) {
      answer.textContent = gettext("This collection is too large to be searched from disk; see below.");
      return;
    }
    const number = found.total;
    const NOTHING = gettext("Nothing found. Try fewer words or only the beginning of a word; words misread by the machine cannot be found.");
    const counted = (papers, sections) => [  // what is counted: papers, and parts of the book
      papers || !sections ? ngettext("{number} item", "{number} items", papers) : "",
      sections ? ngettext("{number} passage of the book", "{number} passages of the book", sections) : "",
    ].filter(Boolean).join(", ");
    const isSure = found.isExact !== false || number <= STEP;
    let said = !number ? NOTHING : found.papers === undefined ? ngettext("{number} result", "{number} results", number) : counted(found.papers, found.sections);
    if (number && !isSure) said = gettext("at most {results}", { results: said });
    const whole = (results) => (corrected ? gettext("No results for “{words}”. Results for “{other}” instead: {results}", { words: text, other: corrected, results }) : results);
    const show = async (start) => {
      const made = [];
      let at = start;
      while (at < found.hits.length && made.length < STEP && at - start < MAX_LOOKED) {
        const part = await Promise.all(found.hits.slice(at, at + STEP - made.length).map((make) => make()));
        at += part.length;
        made.push(...part.filter(Boolean));
        if (mine !== turn) return;
      }
      if (!start && at >= found.hits.length && found.isExact === false) said = made.length ? counted(made.filter((hit) => hit.item).length, made.filter((hit) => !hit.item).length) : NOTHING;
      if (!start) answer.textContent = whole(said);
      results.append(...made.map(entry));
      if (at >= found.hits.length) return;
      const more = Object.assign(document.createElement("button"), { type: "button", textContent: gettext("Show more") });
      more.addEventListener("click", () => { more.parentNode.remove(); show(at); });
      const line = document.createElement("li");
      line.append(more);
      results.append(line);
    };
    remember();
    await show(0);
    if (mine === turn && window.briefbookSearches) window.briefbookSearches.keep(text, number);
  };

  let typed = 0;
  form.addEventListener("input", () => { window.clearTimeout(typed); typed = window.setTimeout(() => run(true), 220); });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(true); });
  for (const [name, text] of new URLSearchParams(location.search)) if (form.elements[name]) form.elements[name].value = text;
  run(false);
})();
