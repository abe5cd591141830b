/* The timeline: a time is chosen by dragging over the bars or by two lists; the table and the list of papers follow, and it can be enlarged. */
"use strict";
(function () {
  const { gettext, ngettext } = window;
  const lanes = document.getElementById("lanes");
  const place = document.getElementById("selected");
  const rows = window.briefbookItems;
  if (!lanes || !place || !rows) return;
  const bins = lanes.dataset.bins.split(" ");
  const charts = [...lanes.querySelectorAll("svg")];
  const axis = lanes.querySelectorAll(".lane-axis span");
  const table = document.querySelector(".table tbody");
  const [ITEM, URL_, DATE, KEY, , , NUMBER, , SUBJECT, , , SENDER, ADDRESSEES] = rows.columns;
  const MAX_PAPERS_LISTED = 200;
  const language = document.documentElement.lang;
  const words = (bin) => {
    const [year, month, day] = bin.split("-").map(Number);
    if (!month) return bin;
    return new Date(Date.UTC(year, month - 1, day || 1)).toLocaleDateString(language === "en" ? "en-GB" : language, { timeZone: "UTC", year: "numeric", month: "long", ...(day ? { day: "numeric" } : {}) });
  };
  let shown = [0, bins.length - 1], chosen = null;
  lanes.dataset.brush = "";

  // The two lists, which work by keyboard, and the buttons
  const controls = document.createElement("form");
  controls.className = "filters";
  const select = (label, value) => {
    const made = document.createElement("select");
    made.append(...bins.map((bin, index) => new Option(words(bin), index)));
    made.value = value;
    const holder = document.createElement("label");
    holder.append(label + " ", made);
    controls.append(holder);
    made.addEventListener("change", () => choose(Number(from.value), Number(to.value)));
    return made;
  };
  const from = select(gettext("Dated from"), 0), to = select(gettext("to"), bins.length - 1);
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.addEventListener("click", act);
    controls.append(made);
    return made;
  };
  const enlarge = button(gettext("Enlarge"), () => { if (chosen) zoom(...chosen); });
  const all = button(gettext("Show all"), () => { zoom(0, bins.length - 1); choose(0, bins.length - 1); });
  document.getElementById("timeline-controls").append(controls);
  const answer = Object.assign(document.createElement("p"), { className: "quiet" });
  answer.setAttribute("role", "status");
  const list = Object.assign(document.createElement("ul"), { className: "plain papers" });
  place.append(answer, list);

  const zoom = (first, last) => {
    shown = [first, last];
    for (const chart of charts) chart.setAttribute("viewBox", first + " 0 " + (last - first + 1) + " " + chart.viewBox.baseVal.height);
    const middle = Math.floor((first + last + 1) / 2);
    axis[0].textContent = words(bins[first]);
    axis[1].textContent = first < middle && middle < last ? words(bins[middle]) : "";
    axis[2].textContent = first < last ? words(bins[last]) : "";
  };
  const mark = () => {
    for (const chart of charts) {
      let box = chart.querySelector(".chosen");
      if (!box) {
        box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        box.setAttribute("class", "chosen");
        box.setAttribute("y", "0");
        box.setAttribute("height", chart.viewBox.baseVal.height);
        chart.append(box);
      }
      box.setAttribute("x", chosen ? chosen[0] : 0);
      box.setAttribute("width", chosen ? chosen[1] - chosen[0] + 1 : 0);
    }
  };
  const choose = (begin, end) => {
    const [first, last] = [Math.min(begin, end), Math.max(begin, end)];
    chosen = first === 0 && last === bins.length - 1 ? null : [first, last];
    from.value = first;
    to.value = last;
    enlarge.disabled = !chosen;
    all.disabled = !chosen && shown[0] === 0 && shown[1] === bins.length - 1;
    mark();
    for (const row of table ? table.rows : []) {
      const key = row.querySelector("[data-key]").dataset.key;
      row.hidden = Boolean(chosen) && !(key >= bins[first] && key <= bins[last]);
    }
    list.replaceChildren();
    answer.textContent = "";
    if (!chosen) return;
    const length = bins[0].length;
    const papers = rows.rows.filter((row) => row[DATE] && row[KEY].length >= length && row[KEY].slice(0, length) >= bins[first] && row[KEY].slice(0, length) <= bins[last]);
    papers.sort((a, b) => (a[KEY] < b[KEY] ? -1 : a[KEY] > b[KEY] ? 1 : 0));
    const time = first === last ? words(bins[first]) : words(bins[first]) + " – " + words(bins[last]);
    answer.append(time + ": ", Object.assign(document.createElement("a"), { href: "items.html?after=" + bins[first] + "&before=" + bins[last], textContent: ngettext("{number} item", "{number} items", papers.length) }));
    list.append(...papers.slice(0, MAX_PAPERS_LISTED).map((row) => {
      const line = document.createElement("li");
      const route = [rows.names[row[SENDER]], row[ADDRESSEES].map((name) => rows.names[name]).join("; ")].filter(Boolean).join(" → ");
      line.append(Object.assign(document.createElement("a"), { href: row[URL_], textContent: route || row[ITEM] }), " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: [row[DATE], row[NUMBER] && gettext("no. {number}", { number: row[NUMBER] }), row[SUBJECT]].filter(Boolean).join(", ") }));
      return line;
    }));
    if (papers.length > MAX_PAPERS_LISTED) list.append(Object.assign(document.createElement("li"), { className: "quiet", textContent: gettext("… and more: see the table of items.") }));
  };

  // The brush
  let begun = null;
  const binAt = (chart, event) => {
    const box = chart.getBoundingClientRect();
    const share = Math.min(0.9999, Math.max(0, (event.clientX - box.left) / box.width));
    return shown[0] + Math.floor(share * (shown[1] - shown[0] + 1));
  };
  for (const chart of charts) {
    chart.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      begun = { bin: binAt(chart, event), x: event.clientX };
      chart.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    chart.addEventListener("pointermove", (event) => { if (begun) choose(begun.bin, binAt(chart, event)); });
    chart.addEventListener("pointerup", (event) => {
      if (!begun) return;
      choose(begun.bin, binAt(chart, event));
      begun = null;
    });
    chart.addEventListener("pointercancel", () => { begun = null; });
    chart.addEventListener("click", (event) => event.preventDefault());
    chart.addEventListener("dblclick", () => { if (chosen) zoom(...chosen); });
  }
  const asked = new URLSearchParams(location.search);
  const index = (name, usual) => Math.max(0, bins.indexOf(asked.get(name)) >= 0 ? bins.indexOf(asked.get(name)) : usual);
  choose(index("after", 0), index("before", bins.length - 1));
})();
