/* The search page: Pagefind where the site is hosted and has it, else the index that lies beside the pages in scripts. */
"use strict";
(function () {
  const { gettext, ngettext } = window;
  const form = document.getElementById("search");
  if (!form) return;
  const results = document.getElementById("results");
  const answer = document.getElementById("answer");
  const STEP = 20;
  const files = document.documentElement.dataset.files || "";  // the way to what all languages of a site share
  let turn = 0;

  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };  // as text/folding.py
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßæœøðđþłħıŋŧ]/g, (letter) => LETTERS[letter]);
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || [];
  const L = "[\\p{L}\\p{N}]";
  const COMPOUND = new RegExp("(?<!" + L + ")(?:\\p{L}\\.(?: ?\\p{L}\\.)+(?!" + L + ")|\\p{L}(?:\\.\\p{L})+(?!" + L + ")|\\p{N}{1,3}(?:[,.'\u2019\u00a0\u2009\u202f]\\p{N}{3})+(?!" + L + ")|" + L + "+(?:[-\u2010\u2011]" + L + "+)+(?!" + L + "|\\." + L + "))", "gu");  // as text/compounds.py
  const together = (text) => text.replace(/\u00ad/g, "").replace(COMPOUND, (word) => word.replace(/[^\p{L}\p{N}]/gu, ""));
  // What is asked and cannot be answered here; the live search has all of it.
  const cannot = (text) => {
    const parts = [];
    const bare = text.replace(/["“”][^"“”]*["“”]?(~\d*)?/g, (phrase, loose) => { if (loose) parts.push(phrase); return " "; });
    for (const word of bare.split(/\s+/).filter(Boolean)) {
      if (/^(OR|AND|NOT|NEAR)$|^NEAR\/\d+$/i.test(word) && (word === word.toUpperCase() || /\//.test(word))) parts.push(word);
      else if (/^-?\(*[A-Za-z]+:/.test(word) || /[()]/.test(word) || /~\d*$/.test(word) || /^-?[*?]|[*?](?=.)/.test(word)) parts.push(word);
    }
    return [...new Set(parts)];
  };
  const parse = (text) => {
    const asked = { words: [], phrases: [], not: [] };
    for (const [, minus, phrase, word] of text.matchAll(/(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))/g)) {
      const words = wordsOf(together(phrase === undefined ? word : phrase));
      if (!words.length) continue;
      if (minus) asked.not.push(...words);
      else {
        asked.words.push(...words);
        if (words.length > 1) asked.phrases.push(words);
      }
    }
    return asked;
  };
  const filters = () => ({ from: value("from"), to: value("to"), class: value("class"), when: value("when") });
  const value = (name) => (form.elements[name] ? form.elements[name].value.trim() : "");

  // The index in scripts
  const loaded = new Map();
  const script = (src) => {
    if (!loaded.has(src)) loaded.set(src, new Promise((done) => {
      const made = document.createElement("script");
      made.src = src;
      made.onload = () => done(true);
      made.onerror = () => done(false);
      document.head.append(made);
    }));
    return loaded.get(src);
  };
  let items = { rows: [], shards: [], depth: 1, texts: 40 };
  let narratives = [];
  const shards = {};
  const texts = {};
  window.briefbookItems = (given) => { items = given; };
  window.briefbookNarratives = (given) => { narratives = given; };
  window.briefbookWords = (name, given) => { shards[name] = given; };
  window.briefbookTexts = (part, given) => { texts[part] = given; };
  const shardOf = (word) => [...word].slice(0, items.depth).map((one) => (/[a-z0-9]/.test(one) ? one : "_" + one.codePointAt(0).toString(16))).join("");
  const unpack = (packed, into) => {
    let number = 0;
    for (const part of packed.split(",")) {
      const [step, count] = part.split(":");
      number += parseInt(step, 36);
      into.set(number, (into.get(number) || 0) + Number(count || 1));
    }
  };
  const placesOf = async (word) => {
    const name = shardOf(word);
    const found = new Map();
    if (!items.shards.includes(name)) return found;
    await script(files + "search/words-" + name + ".js");
    const held = shards[name] || {};
    for (const one in held) if (one === word || (word.length > 2 && one.startsWith(word))) unpack(held[one], found);
    return found;
  };
  const textOf = async (number) => {
    const part = Math.floor(number / items.texts);
    await script(files + "search/texts-" + part + ".js");
    return (texts[part] || [])[number % items.texts] || "";
  };
  const hasPhrase = (text, phrase) => (" " + wordsOf(together(text)).join(" ")).includes(" " + phrase.join(" "));
  const snippet = (text, asked, kind) => {
    const shown = document.createElement("p");
    shown.className = kind || "said";
    const pattern = asked.words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter(Boolean);
    const spelt = pattern.map((word) => [...word].join("[-.,'\u2019\u2010\u2011]?"));
    const at = pattern.length ? plain(text).search(new RegExp("(?<![\\p{L}\\p{N}])(" + spelt.join("|") + ")", "u")) : 0;
    const from = at > 90 ? text.lastIndexOf(" ", at - 80) + 1 : 0;
    const end = from + 260 < text.length ? text.lastIndexOf(" ", from + 260) : text.length;
    const part = (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
    for (const piece of part.split(/(\s+)/)) {
      if ([...wordsOf(piece), ...wordsOf(together(piece))].some((one) => pattern.some((word) => one.startsWith(word)))) shown.append(Object.assign(document.createElement("mark"), { textContent: piece }));
      else shown.append(piece);
    }
    return shown;
  };
  const pageOf = (text, asked) => {  // the page of the first word asked for, as many as there are form feeds before it
    const spelt = asked.words.map((word) => [...word].join("[-.,'\u2019\u2010\u2011]?"));
    const folded = plain(text);
    const at = spelt.length ? folded.search(new RegExp("(?<![\\p{L}\\p{N}])(" + spelt.join("|") + ")", "u")) : -1;
    return at < 0 ? 0 : folded.slice(0, at).split("\f").length - 1;
  };
  const own = async (text) => {
    await Promise.all([script("search/items.js"), script("search/book.js")]);
    const asked = parse(text);
    const wanted = filters();
    const passes = (row) => (!wanted.from || row[5] === wanted.from) && (!wanted.to || row[6].includes(wanted.to)) && (!wanted.class || row[7] === wanted.class) && (!wanted.when || row[4].startsWith(wanted.when));
    let scores = null;
    for (const word of new Set(asked.words)) {
      const places = await placesOf(word);
      const weight = Math.log(1 + items.rows.length / (1 + places.size));
      const next = new Map();
      for (const [number, count] of places) if (!scores || scores.has(number)) next.set(number, (scores ? scores.get(number) : 0) + weight * (count / (count + 1.2)));
      scores = next;
    }
    scores = scores || new Map(asked.not.length || Object.values(wanted).some(Boolean) ? items.rows.map((_, number) => [number, 0]) : []);
    for (const word of asked.not) for (const number of (await placesOf(word)).keys()) scores.delete(number);
    let found = [...scores.keys()].filter((number) => passes(items.rows[number]));
    if (asked.phrases.length) {
      const kept = [];
      for (const number of found) {
        const held = (await textOf(number)) + " " + items.rows[number].slice(0, 4).join(" ");
        if (asked.phrases.every((phrase) => hasPhrase(held, phrase))) kept.push(number);
      }
      found = kept;
    }
    const key = (number) => items.rows[number][4];
    const orders = {
      date: (a, b) => !key(a) - !key(b) || key(a).localeCompare(key(b)),
      latest: (a, b) => !key(a) - !key(b) || key(b).localeCompare(key(a)),
    };
    const byScore = (a, b) => scores.get(b) - scores.get(a);
    found.sort((a, b) => (orders[value("order")] || byScore)(a, b) || a - b);
    const prose = Object.values(wanted).some(Boolean) || !asked.words.length ? [] : narratives.filter((one) => {
      const held = [...wordsOf(one.title + " " + one.text), ...wordsOf(together(one.title + " " + one.text))];
      return asked.words.every((word) => held.some((other) => other.startsWith(word))) && asked.phrases.every((phrase) => hasPhrase(one.text, phrase)) && !asked.not.some((word) => held.includes(word));
    });
    return {
      total: found.length + prose.length,
      hits: [
        ...prose.map((one) => async () => ({ url: one.url, title: one.title, note: gettext("a chapter of the book"), snippet: snippet(one.text, asked, "prose-said") })),
        ...found.map((number) => async () => {
          const row = items.rows[number];
          const held = await textOf(number);
          const page = pageOf(held, asked);
          const note = (page ? gettext("p. {page}", { page }) + ", " : "") + (row[3] || gettext("date not known"));
          return { url: row[1] + "?q=" + encodeURIComponent(asked.words.join(" ")) + (page ? "#p" + page : ""), title: row[2], item: row[0], note, flag: row[8], snippet: snippet(held, asked) };
        }),
      ],
    };
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
    const asked = parse(text);
    const some = asked.words.length ? text.replace(/[“”]/g, '"') : null;
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
        return { url: data.url + (item ? "?q=" + encodeURIComponent(asked.words.join(" ")) : ""), title: data.meta.title, item, note: item ? data.meta.date || gettext("date not known") : gettext("a chapter of the book"), snippet: shown };
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
    if (hit.flag) head.append(" ", Object.assign(document.createElement("span"), { className: "tag specimen-tag", textContent: gettext("specimen") }));
    const note = Object.assign(document.createElement("p"), { className: "quiet", textContent: (hit.item ? hit.item + ", " : "") + hit.note });
    made.append(head, note, hit.snippet);
    return made;
  };
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
    const beyond = cannot(text);
    if (beyond.length) {
      results.replaceChildren();
      answer.textContent = gettext("This search, which runs in the browser, cannot do: {parts}. It takes words, “phrases” and a minus sign before a word, with the filters above; leave the rest out, or put it in quotation marks to search for it as words. The full query language needs the live site (briefbook serve).", { parts: beyond.join(", ") });
      return;
    }
    const found = await ask(text);
    if (mine !== turn) return;
    results.replaceChildren();
    if (!found) {
      answer.textContent = gettext("This collection is too large to be searched from disk; see below.");
      return;
    }
    answer.textContent = found.total ? ngettext("{number} result", "{number} results", found.total) : gettext("Nothing found. Try fewer words or only the beginning of a word; words misread by the machine cannot be found.");
    const show = async (start) => {
      const part = await Promise.all(found.hits.slice(start, start + STEP).map((make) => make()));
      if (mine !== turn) return;
      results.append(...part.map(entry));
      if (start + STEP >= found.hits.length) return;
      const more = Object.assign(document.createElement("button"), { type: "button", textContent: gettext("Show more") });
      more.addEventListener("click", () => { more.parentNode.remove(); show(start + STEP); });
      const line = document.createElement("li");
      line.append(more);
      results.append(line);
    };
    remember();
    await show(0);
  };
  let typed = 0;
  form.addEventListener("input", () => { window.clearTimeout(typed); typed = window.setTimeout(() => run(true), 220); });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(true); });
  for (const [name, text] of new URLSearchParams(location.search)) if (form.elements[name]) form.elements[name].value = text;
  run(false);
})();
