/* What an item's page gains with script: line and box light up together, words asked for are marked, deep zoom. */
"use strict";
(function () {
  const { gettext } = window;
  const byId = (id) => document.getElementById(id);

  // A line and its box light up together.
  const light = (part, on) => {
    const line = part.closest(".lines li") || byId(part.closest(".boxes a")?.getAttribute("href").slice(1));
    const box = line && byId(line.id.replace(/^p(\d+)-l/, "b$1-"));
    if (box) for (const each of [line, box]) each.classList.toggle("on", on);
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => event.target.closest && light(event.target, on));
  }

  // The words of a page can be marked and copied on its picture: they are laid over it when it is first pointed at.
  const withWords = (sheet) => {
    for (const box of sheet.querySelectorAll(".boxes a > rect")) {
      const line = byId(box.id.replace(/^b(\d+)-/, "p$1-l"))?.querySelector(".t")?.cloneNode(true);
      if (!line) continue;
      for (const added of line.querySelectorAll(".kind, .note-mark")) added.remove();
      const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => Number(box.getAttribute(side)));
      const words = document.createElementNS(box.namespaceURI, "text");
      const places = { x, y: y + height - Math.floor(height / 5), "font-size": Math.max(1, height), textLength: width, lengthAdjust: "spacingAndGlyphs" };
      for (const [name, value] of Object.entries(places)) words.setAttribute(name, value);
      words.textContent = line.textContent.trim();
      box.parentNode.after(words);
    }
  };
  for (const sheet of document.querySelectorAll(".sheet")) sheet.addEventListener("pointerenter", () => withWords(sheet), { once: true });

  // Words asked for (?q=...) are marked in the text and on the picture.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ŋ: "n", ŧ: "t" };  // as text/folding.py
  const plain = (text) => text.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase().replace(/[ßæœøðđþłħıŋŧ]/g, (letter) => LETTERS[letter]);
  const asked = (new URLSearchParams(location.search).get("q") || "").split(/\s+/).map(plain).filter(Boolean);
  let first = null;
  if (asked.length) {
    let results = "";
    try {
      results = sessionStorage.getItem("briefbook-results") || "";
    } catch (error) { /* a browser that keeps nothing for this page */ }
    const back = Object.assign(document.createElement("a"), {
      href: document.documentElement.dataset.root + "search.html" + (results || "?q=" + encodeURIComponent(new URLSearchParams(location.search).get("q"))),
      textContent: "← " + gettext("Back to the results"),
    });
    const bar = document.createElement("p");
    bar.className = "quiet back";
    bar.append(back);
    document.querySelector("main").prepend(bar);

    for (const line of document.querySelectorAll(".lines li")) {
      const text = line.querySelector(".t");
      const words = text.textContent.split(/\s+/);
      const hits = words.map((word, index) => (asked.some((one) => plain(word).startsWith(one)) ? index : -1)).filter((index) => index >= 0);
      if (!hits.length) continue;
      first = first || line;
      markIn(text, asked);
      const box = byId(line.id.replace(/^p(\d+)-l/, "b$1-"));
      if (!box) continue;
      const spans = (box.dataset.w || "").split(" ");
      for (const index of hits) {
        const span = (spans[index] || "").split(",");
        if (span.length < 2) continue;
        const hit = box.cloneNode();
        hit.removeAttribute("id");
        hit.setAttribute("class", "hit");
        hit.setAttribute("x", span[0] - 2);
        hit.setAttribute("width", span[1] - span[0] + 4);
        box.ownerSVGElement.append(hit);
      }
    }
    if (first && !location.hash) first.scrollIntoView({ block: "center" });
  }
  function markIn(text, wanted) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const parts = node.data.split(/(\s+)/).map((part) => {
        if (!plain(part) || !wanted.some((one) => plain(part).startsWith(one))) return document.createTextNode(part);
        const mark = document.createElement("mark");
        mark.textContent = part;
        return mark;
      });
      node.replaceWith(...parts);
    }
  }

  // Deep zoom, in a window of its own; the plain picture stays where it is.
  const root = document.documentElement.dataset.files || document.documentElement.dataset.root;
  const load = () =>
    new Promise((done, failed) => {
      if (window.OpenSeadragon) return done();
      const script = document.createElement("script");
      script.src = root + "static/vendor/openseadragon.min.js";
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const zoom = async (sheet, opener) => {
    const image = sheet.querySelector("img");
    const dialog = document.createElement("dialog");
    dialog.className = "viewer";
    dialog.setAttribute("aria-label", image.alt.split(";")[0]);
    const bar = document.createElement("div");
    bar.className = "bar-top";
    const canvas = document.createElement("div");
    canvas.className = "canvas";
    const help = document.createElement("span");
    help.className = "quiet";
    help.textContent = gettext("Keys: + and - zoom, arrows move, r rotates, 0 shows the whole page, f toggles full screen, Escape closes.");
    dialog.append(bar, canvas);
    document.body.append(dialog);
    dialog.showModal();
    await load();
    const width = Number(image.getAttribute("width"));
    const viewer = window.OpenSeadragon({
      element: canvas,
      drawer: "canvas",
      tileSources: { type: "image", url: image.src, buildPyramid: false },
      showNavigationControl: false,
      crossOriginPolicy: false,
      maxZoomPixelRatio: 6,
      gestureSettingsMouse: { clickToZoom: false },
      animationTime: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
    });
    const view = () => viewer.viewport;
    const acts = [
      ["+", gettext("Zoom in"), () => view().zoomBy(1.4)],
      ["-", gettext("Zoom out"), () => view().zoomBy(1 / 1.4)],
      ["0", gettext("Whole page"), () => view().goHome()],
      ["r", gettext("Rotate"), () => view().setRotation(view().getRotation() + 90)],
      ["f", gettext("Full screen"), () => (document.fullscreenElement ? document.exitFullscreen() : dialog.requestFullscreen())],
    ];
    for (const [, words, act] of acts) bar.append(button(words, act));
    bar.lastChild.className = "full";
    const close = button(gettext("Close"), () => dialog.close());
    close.className = "close";
    bar.append(help, close);
    // Back, and a phone's gesture for it, closes the viewer and stays on the page.
    history.pushState({ viewer: true }, "");
    const leave = () => dialog.close();
    window.addEventListener("popstate", leave, { once: true });
    dialog.addEventListener("keydown", (event) => {
      const key = event.key === "=" ? "+" : event.key.toLowerCase();
      const act = acts.find((one) => one[0] === key);
      if (act && !event.ctrlKey && !event.metaKey) {
        act[2]();
        event.preventDefault();
      }
    });
    dialog.addEventListener("close", () => {
      window.removeEventListener("popstate", leave);
      if (history.state?.viewer) history.back();
      viewer.destroy();
      dialog.remove();
      opener.focus();
    });
    viewer.addHandler("open", () => {
      for (const box of sheet.querySelectorAll(".boxes .hit, .boxes .quote rect, .boxes rect:target")) {
        const mark = document.createElement("div");
        mark.className = "osd-hit";
        const side = (name) => Number(box.getAttribute(name)) / width;
        viewer.addOverlay({ element: mark, location: new window.OpenSeadragon.Rect(side("x"), side("y"), side("width"), side("height")) });
      }
      dialog.dataset.open = "yes";
      canvas.querySelector("[tabindex]")?.focus();
    });
  };
  for (const sheet of document.querySelectorAll(".sheet")) {
    const opener = button(gettext("Zoom and rotate"), () => zoom(sheet, opener));
    opener.className = "zoom";
    const tools = document.createElement("div");
    tools.className = "tools";
    tools.append(opener);
    sheet.after(tools);
  }
})();
