/* The search of a site without a server: a question is parsed, the few files that it needs are loaded as scripts, which works from disk too, and what is found is counted, ordered and handed over. */
"use strict";
(function () {
  const { gettext } = window;
  const shared = document.documentElement.dataset.files || "";  // the way to what all languages of a site share
  const MAX_FILES_OF_BEGINNING = 2, MAX_FILES_OF_STAR = 8;
  const MIN_CORRECTED = 4;
  const MAX_SECTIONS_FIRST = 3;  // sections of chapters before the papers; the others follow them

  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };  // as text/folding.py
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßæœøðđþłħıŋŧ]/g, (letter) => LETTERS[letter]);
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || [];
  const L = "[\\p{L}\\p{N}]";
  const COMPOUND = new RegExp("(?<!" + L + ")(?:\\p{L}\\.(?: ?\\p{L}\\.)+(?!" + L + ")|\\p{L}(?:\\.\\p{L})+(?!" + L + ")|\\p{N}{1,3}(?:[,.'\u2019\u00a0\u2009\u202f]\\p{N}{3})+(?!" + L + ")|" + L + "+(?:[-\u2010\u2011]" + L + "+)+(?!" + L + "|\\." + L + "))", "gu");  // as text/compounds.py
  const together = (text) => text.replace(/\u00ad/g, "").replace(COMPOUND, (word) => word.replace(/[^\p{L}\p{N}]/gu, ""));

  // The files of an index
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
  const contents = { Index: {}, Words: {}, Rows: {}, Texts: {}, Spelling: {} };
  window.briefbookIndex = (name, value) => { contents.Index[name] = value; };
  window.briefbookSpelling = (name, value) => { contents.Spelling[name] = value; };
  for (const kind of ["Words", "Rows", "Texts"]) window["briefbook" + kind] = (name, number, value) => { contents[kind][name + " " + number] = value; };

  const last = (list, value) => {  // the last index whose element is not above a value, -1 if none
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const unpack = (entry, into) => {
    if (entry[0] === "!") {
      const bits = atob(entry.slice(1));
      for (let byte = 0; byte < bits.length; byte++) {
        const value = bits.charCodeAt(byte);
        for (let bit = 0; bit < 8; bit++) if (value & (1 << bit)) into.set(byte * 8 + bit, (into.get(byte * 8 + bit) || 0) + 1);
      }
      return;
    }
    let number = 0;
    for (const part of entry.split(",")) {
      const [step, count] = part.split(":");
      number += parseInt(step, 36);
      into.set(number, (into.get(number) || 0) + Number(count || 1));
    }
  };
  const howMany = (entry) => (entry[0] === "!" ? 1e6 + entry.length : entry.split(",").length);

  const TABLE = Array.from({ length: 256 }, (_, value) => {
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });
  const pairOf = (first, second) => {  // as search_index.py
    let sum = 0xffffffff;
    for (const byte of new TextEncoder().encode(first + " " + second)) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return "#p:" + (((sum ^ 0xffffffff) >>> 0) % 46656).toString(36).padStart(3, "0");
  };

  class Index {
    constructor(name) {
      this.name = name;
      this.root = (name === "book" ? "" : shared) + "search/" + (name === "book" ? "book-" : "");
      this.own = "search/" + (name === "book" ? "book-" : "");
    }
    async open() {
      await script((this.name === "book" ? "" : shared) + "search/" + this.name + ".js");
      Object.assign(this, contents.Index[this.name] || { total: 0, dated: 0, rowsPerFile: 25, firsts: [], keys: [] });
      return this;
    }
    async words(number) {
      await script(this.root + "words-" + number + ".js");
      return contents.Words[this.name + " " + number] || {};
    }
    async row(document_) {
      const file = Math.floor(document_ / this.rowsPerFile);
      await script(this.own + "rows-" + file + ".js");
      return (contents.Rows[this.name + " " + file] || [])[document_ % this.rowsPerFile];
    }
    async text(row) {
      await script(this.root + "texts-" + row[1] + ".js");
      return (contents.Texts[this.name + " " + row[1]] || [])[row[2]] || "";
    }
    async spellings() {
      await script(this.root + "spelling.js");
      return (contents.Spelling[this.name] || "").split(" ").filter(Boolean);
    }
    // The documents with a word, or with words that begin so: all of them with a star, else as far as few files tell.
    async places(word, star) {
      const found = new Map();
      if (!this.firsts.length) return found;
      const from = Math.max(0, last(this.firsts, word));
      const upTo = last(this.firsts, word + "\uffff");
      const wide = star || (word.length > 2 && word[0] !== "#");
      const files = Math.min(wide ? upTo - from + 1 : 1, star ? MAX_FILES_OF_STAR : MAX_FILES_OF_BEGINNING);
      const whole = !star && upTo - from + 1 > MAX_FILES_OF_BEGINNING;
      for (let file = from; file < from + (whole ? 1 : files); file++) {
        const held = await this.words(file);
        if (whole) { if (Object.hasOwn(held, word)) unpack(held[word], found); } else for (const other in held) if (other === word || (wide && other.startsWith(word))) unpack(held[other], found);
      }
      return found;
    }
    // The first document that is not dated before a day, month or year, or is dated after all of it.
    async placeOf(key, after) {
      const is = (other) => (after ? other.slice(0, key.length) > key : other >= key);
      let file = 0;
      while (file + 1 < this.keys.length && this.keys[file + 1] && !is(this.keys[file + 1])) file++;
      for (let number = file * this.rowsPerFile; number < Math.min(this.dated, (file + 1) * this.rowsPerFile); number++) if (is((await this.row(number))[0])) return number;
      return Math.min(this.dated, (file + 1) * this.rowsPerFile);
    }
    async dates(from, to) {
      const found = new Map();
      const first = from ? await this.placeOf(from, false) : 0, end = to ? await this.placeOf(to, true) : this.dated;
      for (let number = first; number < end; number++) found.set(number, 0);
      return found;
    }
    every() {
      return new Map(Array.from({ length: this.total }, (_, number) => [number, 0]));
    }
  }
  const items = new Index("items"), book = new Index("book");

  // The question: words, "phrases", -words, OR, NOT, brackets, beginnings*, and fields
  const FIELDS = { from: "f", to: "t", class: "c", number: "n", item: "i", post: "ft" };
  const DATES = new Set(["date", "month"]);
  const TOKEN = /\s*(?:(-(?=\S))?(?:([A-Za-z]+):(?=["“”\S]))?(?:["“”]([^"“”]*)["“”]?(~\d*)?|([()])|([^\s()"“”]+)))/y;
  class Cannot extends Error {}
  const parse = (text) => {
    const tokens = [], beyond = [];
    TOKEN.lastIndex = 0;
    for (let match; TOKEN.lastIndex < text.length && (match = TOKEN.exec(text)); ) {
      const [whole, minus, field, phrase, loose, bracket, word] = match;
      const written = whole.trim();
      if (bracket) { if (minus) tokens.push({ kind: "NOT" }); tokens.push({ kind: bracket }); continue; }
      if (loose || /~\d*$/.test(word || "") || /^[*?]|[*?](?=.)|\?$/.test(word || "")) { beyond.push(written); continue; }
      if (!field && /^(OR|AND|NOT)$/.test(word || "")) { tokens.push({ kind: word }); continue; }
      if (!field && /^NEAR(\/\d+)?$/.test(word || "")) { beyond.push(word); continue; }
      const name = field ? field.toLowerCase() : "";
      if (name && !Object.hasOwn(FIELDS, name) && !DATES.has(name)) { beyond.push(written); continue; }
      if (minus) tokens.push({ kind: "NOT" });
      const value = phrase === undefined ? word : phrase;
      if (name) tokens.push({ kind: "field", name, value: value.trim() });
      else {
        const words = wordsOf(together(value));
        if (words.length) tokens.push({ kind: "words", words, star: phrase === undefined && /\*$/.test(word) });
        else if (minus) tokens.pop();
      }
    }
    if (beyond.length) throw new Cannot([...new Set(beyond)].join(", "));
    let at = 0;
    const either = () => {
      const parts = [all()];
      while (tokens[at] && tokens[at].kind === "OR") { at++; parts.push(all()); }
      const some = parts.filter(Boolean);
      return some.length > 1 ? { kind: "or", parts: some } : some[0] || null;
    };
    const all = () => {
      const parts = [];
      while (tokens[at] && tokens[at].kind !== "OR" && tokens[at].kind !== ")") {
        if (tokens[at].kind === "AND") { at++; continue; }
        const part = operand();
        if (part) parts.push(part);
      }
      return parts.length > 1 ? { kind: "and", parts } : parts[0] || null;
    };
    const operand = () => {
      const token = tokens[at++];
      if (!token) return null;
      if (token.kind === "NOT") {
        const part = operand();
        return part ? { kind: "not", part } : null;
      }
      if (token.kind === "(") {
        const part = either();
        if (tokens[at] && tokens[at].kind === ")") at++;
        return part;
      }
      return token.kind === ")" ? null : token;
    };
    const parts = [];
    while (at < tokens.length) {
      const part = either();
      if (part) parts.push(part);
      if (tokens[at] && tokens[at].kind === ")") at++;
    }
    return parts.length > 1 ? { kind: "and", parts } : parts[0] || null;
  };
  const shownWords = (node, list = []) => {
    if (!node || node.kind === "not") return list;
    if (node.kind === "words") list.push(...node.words);
    for (const part of node.parts || []) shownWords(part, list);
    return list;
  };
  const phrasesOf = (node) => {  // of those that must be there
    if (!node) return [];
    if (node.kind === "words") return node.words.length > 1 ? [node.words] : [];
    return node.kind === "and" ? node.parts.flatMap(phrasesOf) : [];
  };
  const both = (left, right) => {
    const [few, many] = left.size <= right.size ? [left, right] : [right, left];
    const found = new Map();
    for (const [number, score] of few) if (many.has(number)) found.set(number, score + many.get(number));
    return found;
  };
  const ask = async (index, node, misses) => {
    if (node.kind === "words") {
      let found = null;
      for (const word of new Set(node.words)) {
        const places = await index.places(word, node.star && word === node.words.at(-1));
        if (!places.size) misses.add(word);
        const weight = Math.log(1 + index.total / (1 + places.size));
        const scored = new Map();
        for (const [number, count] of places) scored.set(number, weight * (count / (count + 1.2)));
        found = found ? both(found, scored) : scored;
      }
      if (index.pairs && found && found.size) for (const [place, word] of node.words.entries()) {
        const next = node.words[place + 1];
        if (next === undefined || place > 3 || (node.star && place + 2 === node.words.length)) break;
        found = both(found, await index.places(pairOf(word, next), false));
      }
      return found || new Map();
    }
    if (node.kind === "field") return field(index, node);
    if (node.kind === "not") {
      const without = await ask(index, node.part, new Set());
      const found = index.every();
      for (const number of without.keys()) found.delete(number);
      return found;
    }
    let found = null;
    const parts = node.kind === "and" ? [...node.parts].sort((a, b) => (a.kind === "not") - (b.kind === "not")) : node.parts;
    for (const part of parts) {
      if (found && node.kind === "and" && part.kind === "not") {
        for (const number of (await ask(index, part.part, new Set())).keys()) found.delete(number);
        continue;
      }
      const next = await ask(index, part, misses);
      if (!found) found = next;
      else if (node.kind === "and") found = both(found, next);
      else for (const [number, score] of next) found.set(number, (found.get(number) || 0) + score);
    }
    return found || new Map();
  };
  const field = async (index, { name, value }) => {
    if (DATES.has(name)) {
      const [first, end] = value.includes("..") ? value.split("..") : [value, value];
      if (![first, end].every((day) => /^(\d{4}(-\d\d(-\d\d)?)?)?$/.test(day))) throw new Cannot(name + ":" + value);
      return index.dates(first, end);
    }
    if (name === "item") return index.places("#i:" + plain(value.replace(/\*$/, "")), value.endsWith("*"));
    let every = null;
    for (const word of wordsOf(value)) {
      const found = new Map();
      for (const letter of FIELDS[name]) for (const [number, count] of await index.places("#" + letter + ":" + word, false)) found.set(number, count);
      every = every ? both(every, found) : found;
    }
    return every || new Map();
  };
  const within = async (index, wanted, found) => {
    if (wanted.from) found = both(found, await index.places("#f:=" + wanted.from, false));
    if (wanted.to) found = both(found, await index.places("#t:=" + wanted.to, false));
    if (wanted.class) found = both(found, await index.places("#c:=" + wanted.class, false));
    if (wanted.when) found = both(found, await index.dates(wanted.when, wanted.when));
    return found;
  };
  const hasPhrase = (text, phrase) => (" " + wordsOf(together(text)).join(" ") + " ").includes(" " + phrase.join(" "));

  // What a word that nothing has may have been meant for
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      let low = i;
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
        low = Math.min(low, next[j]);
      }
      if (low > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  };
  const correction = async (word) => {
    if (word.length < MIN_CORRECTED || /\p{N}/u.test(word)) return "";
    const most = word.length > 6 ? 2 : 1;
    let best = "", least = most + 1;
    for (const index of [items, book]) for (const other of await index.spellings()) {
      const far = distance(word, other, Math.min(most, least));
      if (far < least) [best, least] = [other, far];
    }
    return best;
  };

  const search = async (text, wanted, order) => {
    await Promise.all([items.open(), book.open()]);
    const question = parse(text);
    const isNarrowed = Object.values(wanted).some(Boolean);
    const misses = { items: new Set(), book: new Set() };
    let found = question ? await ask(items, question, misses.items) : items.every();
    found = await within(items, wanted, found);
    const words = [...new Set(shownWords(question))];
    const prose = question && words.length && !isNarrowed && !hasFields(question) ? await ask(book, question, misses.book) : new Map();
    const numbers = [...found.keys()];
    const byScore = (a, b) => found.get(b) - found.get(a) || a - b;
    const byDate = (a, b) => (a >= items.dated) - (b >= items.dated) || a - b;
    const latest = (a, b) => (a >= items.dated) - (b >= items.dated) || b - a;
    numbers.sort({ date: byDate, latest }[order] || byScore);
    const sections = [...prose.keys()].sort((a, b) => prose.get(b) - prose.get(a) || a - b);
    const phrases = phrasesOf(question);
    const hit = (index, number) => async () => {
      const row = await index.row(number);
      if (!row) return null;
      const text_ = await index.text(row);
      if (phrases.length && !phrases.every((phrase) => hasPhrase(text_ + " . " + row.slice(3, 7).join(" . "), phrase))) return null;
      return { index: index.name, row, text: text_ };
    };
    return { total: numbers.length + sections.length, papers: numbers.length, sections: sections.length, isExact: !phrases.length, words, misses: [...misses.items].filter((word) => misses.book.has(word) || !prose.size), hits: [...sections.slice(0, MAX_SECTIONS_FIRST).map((number) => hit(book, number)), ...numbers.map((number) => hit(items, number)), ...sections.slice(MAX_SECTIONS_FIRST).map((number) => hit(book, number))] };
  };
  const hasFields = (node) => node.kind === "field" || (node.part ? hasFields(node.part) : (node.parts || []).some(hasFields));

  // The commonest words that go on as the last word of a question does
  const completions = async (text, most) => {
    const match = /(?:^|[\s("“”-])([\p{L}\p{N}]{3,})$/u.exec(text);
    if (!match) return [];
    await Promise.all([items.open(), book.open()]);
    const begun = plain(match[1]);
    const counts = new Map();
    for (const index of [items, book]) {
      if (!index.firsts.length) continue;
      const held = await index.words(Math.max(0, last(index.firsts, begun)));
      for (const word in held) if (word.startsWith(begun) && word !== begun) counts.set(word, Math.max(counts.get(word) || 0, howMany(held[word])));
    }
    const best = [...counts].filter(([, count]) => count > 1 || counts.size < most).sort((a, b) => b[1] - a[1]).slice(0, most);
    return best.map(([word]) => text.slice(0, text.length - match[1].length) + word);
  };
  window.briefbookSearch = { search, completions, correction, Cannot, wordsOf, together, plain };
})();
