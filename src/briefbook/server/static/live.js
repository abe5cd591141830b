// @ts-check
/** What goes on at the desk at this moment: who else is here, and what others change. Asked only while the page is seen. */

import { gettext, ngettext } from "./words.js";

const RETRY_MS = 4000;
const tab = sessionStorage.getItem("briefbook tab") ?? Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
sessionStorage.setItem("briefbook tab", tab); // the next page of this window is the same window
let number = -1;
/** @type {string | null} */
let seen = null;
/** @type {AbortController | null} */
let asking = null;

/** @returns {string} what this page is about; review pages change it without being loaded anew */
const place = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-place]"))?.dataset.place ?? "";

/** @param {string[]} names */
function show(names) {
  const shown = document.getElementById("presence");
  if (!shown) return;
  const people = names.filter(Boolean);
  const words = [];
  if (people.length) words.push(ngettext("{names} is here now.", "{names} are here now.", people.length, { names: new Intl.ListFormat(document.documentElement.lang || "en").format(people) }));
  if (names.includes("")) words.push(gettext("You have this open in another window."));
  shown.textContent = words.join(" ");
}

async function ask() {
  const asked = place();
  const control = new AbortController();
  asking?.abort();
  asking = control;
  while (!document.hidden && asking === control) {
    const query = new URLSearchParams({ tab, place: asked, number: String(number) });
    if (seen !== null) query.set("seen", seen);
    try {
      const answer = await fetch(`${document.documentElement.dataset.desk}live?${query}`, { signal: control.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      number = news.number;
      seen = news.seen;
      show(news.others);
      if (news.items === null || news.items.length) {
        document.dispatchEvent(new CustomEvent("briefbook-changed", { detail: news.items }));
      }
    } catch {
      if (control.signal.aborted) return;
      await pause(RETRY_MS);
    }
  }
}

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const begin = () => {
  seen = null;
  show([]);
  if (document.hidden) asking?.abort();
  else ask();
};
document.addEventListener("visibilitychange", begin);
window.addEventListener("pagehide", () => {
  asking?.abort();
  asking = null;
  const query = new URLSearchParams({ tab, place: place(), left: "1" });
  fetch(`${document.documentElement.dataset.desk}live?${query}`, { keepalive: true }).catch(() => {}); // the page is gone; without it the others wait some seconds
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) begin();
});
const content = document.getElementById("content");
let shownPlace = place();
if (content) {
  new MutationObserver(() => {
    if (place() === shownPlace) return;
    shownPlace = place();
    begin();
  }).observe(content, { childList: true });
}
begin();
