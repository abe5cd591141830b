/* On an item that a search led to (?find=QUESTION&n=RANK): the hits are marked on text and picture, with a way through
   them and on to the next item. Where nobody serves the collection live, nothing is asked and nothing changes. */
"use strict";
(function () {
  const { gettext } = window;
  const given = new URLSearchParams(location.search);
  const question = given.get("find");
  if (!question || !location.protocol.startsWith("http")) return;
  const root = document.documentElement.dataset.root;
  const files = document.documentElement.dataset.files || root;
  const item = location.pathname.split("/").pop().replace(/\.html$/, "");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };  // as text/folding.py
  const plain = (text) => text.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase().replace(/[ßæœøðđþłħıŋŧ]/g, (letter) => LETTERS[letter]);
  const made = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words }, more);

  const mark = (line, words) => {
    const wanted = new Set(words.split(/\s+/).map(plain).filter(Boolean));
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("mark")) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = node.data.split(/(\s+)/).map((part) => (plain(part) && wanted.has(plain(part)) ? made("mark", part) : document.createTextNode(part)));
      node.replaceWith(...parts);
    }
  };
  const onPicture = (hit) => {
    const layer = document.querySelector('.sheet[data-page="' + hit.page + '"] svg');
    if (!layer) return;
    for (const [left, top, right, bottom] of hit.boxes) {
      const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const place = { class: "hit", x: left - 2, y: top - 2, width: right - left + 4, height: bottom - top + 4 };
      for (const name in place) box.setAttribute(name, place[name]);
      layer.append(box);
    }
  };
  const lineOf = (hit) => document.getElementById("p" + hit.page + "-l" + hit.line);

  const bar = document.createElement("nav");
  bar.className = "hits";
  bar.setAttribute("aria-label", gettext("Hits of the search"));
  const results = new URLSearchParams({ q: question, order: given.get("order") || "relevance" });
  const toItem = (n, words, rel) => {
    results.set("n", n);
    const link = made("a", words, { href: root + "hit?" + results, rel });
    results.delete("n");
    return link;
  };
  const n = Number(given.get("n")) || 0;
  const of = Number(given.get("of")) || 0;
  bar.append(made("a", gettext("Results"), { href: root + "search?" + results }));
  if (n && of) {
    bar.append(made("span", gettext("item {number} of {total}", { number: n.toLocaleString(document.documentElement.lang), total: of.toLocaleString(document.documentElement.lang) })));
    if (n > 1) bar.append(toItem(n - 1, gettext("Previous item"), "prev"));
    if (n < of) bar.append(toItem(n + 1, gettext("Next item"), "next"));
  }
  document.querySelector("main").prepend(bar);

  fetch(files + "api/v1/items/" + item + "/hits?" + new URLSearchParams({ q: question }))
    .then((answer) => (answer.ok ? answer.json() : { hits: [] }))
    .then(({ hits }) => {
      hits.forEach((hit) => {
        onPicture(hit);
        if (lineOf(hit)) mark(lineOf(hit).querySelector(".t") || lineOf(hit), hit.words);
      });
      const lines = [...new Set(hits.map(lineOf).filter(Boolean))];
      if (!lines.length) return;
      let at = location.hash ? -1 : 0;
      const told = made("span", "", { role: "status" });
      const go = (step) => {
        at = (at + step + lines.length) % lines.length;
        lines.forEach((line, index) => line.classList.toggle("on", index === at));
        lines[at].scrollIntoView({ block: "center" });
        told.textContent = gettext("match {number} of {total}", { number: at + 1, total: lines.length });
      };
      const button = (words, step, key) => {
        const one = made("button", words, { type: "button", title: gettext("Key: {key}", { key }) });
        one.addEventListener("click", () => go(step));
        return one;
      };
      bar.append(button(gettext("Previous match"), -1, "p"), button(gettext("Next match"), 1, "n"), told);
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || /^(input|select|textarea)$/i.test(event.target.tagName)) return;
        if (event.key === "n") go(1);
        if (event.key === "p") go(-1);
      });
      const first = location.hash.match(/^#p(\d+)$/);
      if (first) at = Math.max(0, lines.findIndex((line) => line.id.startsWith("p" + first[1] + "-"))) - 1;
      else at = -1;
      go(1);
    })
    .catch(() => {});
})();
