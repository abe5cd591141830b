// @ts-check
/** One item a screen, decided by keys. The next item is loaded beforehand; what was decided is sent behind it. */

import { Outbox } from "./outbox.js";
import { frame, numbersOf, openLarge } from "./picture.js";
import { gettext, inFigures } from "./words.js";

/** @typedef {{ url: string, page: Document }} Loaded */

const main = /** @type {HTMLElement} */ (document.getElementById("content"));
/** @type {Promise<Loaded | null> | null} */
let following = null;
/** @type {{ item: string, page: string, status: number } | null} */
let refusal = null;
let saved = sessionStorage.getItem("briefbook saved") ?? "";
let undone = "";
/** @type {{ words: string, address: string }[]} */
let repairs = [];
let toDiscuss = false;
/** Is the next item awaited? Keys do nothing until it is there. */
let isLeaving = false;

const outbox = new Outbox({
  saved: (letter, reply) => {
    saved = letter.item;
    sessionStorage.setItem("briefbook saved", saved);
    repairs = reply.repairs ?? [];
    const left = document.getElementById("left");
    if (left && typeof reply.left === "number") left.textContent = inFigures(reply.left);
    showOutbox();
  },
  refused: (letter, page, status) => {
    refusal = { item: letter.item, page, status };
    showOutbox();
  },
  changed: () => showOutbox(),
});

/** @param {string} name @returns {HTMLElement | null} */
const byId = (name) => document.getElementById(name);
const review = () => /** @type {HTMLElement} */ (byId("review"));
const form = () => /** @type {HTMLFormElement} */ (byId("fields"));
/** @returns {HTMLElement[]} */
const fields = () => [...form().querySelectorAll(".field")].map((one) => /** @type {HTMLElement} */ (one));
/** @param {HTMLElement} field */
const inputOf = (field) => /** @type {HTMLInputElement} */ (field.querySelector('input[type="text"]'));
/** @param {HTMLElement} field @param {string} part */
const hidden = (field, part) => /** @type {HTMLInputElement} */ (field.querySelector(`input[name^="${part}-"]`));
const mayDecide = () => Boolean(form().querySelector(".acts"));

/** @param {string} tag @param {string} text @param {() => void} [act] */
function made(tag, text, act) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (act) {
    element.setAttribute("type", "button");
    element.addEventListener("click", act);
  }
  return element;
}

/** Say what is saved, what is not yet, and what was refused. */
function showOutbox() {
  const bar = byId("outbox");
  if (!bar) return;
  const waiting = outbox.letters;
  bar.classList.toggle("unsaved", outbox.offline && waiting.length > 0);
  const parts = [];
  if (refusal) {
    const refused = refusal;
    parts.push(made("p", `${refused.status === 409 ? gettext("{item} was not saved: somebody else changed it.", { item: refused.item }) : gettext("{item} was not saved.", { item: refused.item })} ${reasonOf(refused.page)} `));
    parts.push(made("button", gettext("Decide"), () => swap(new DOMParser().parseFromString(refused.page, "text/html"), "")));
  }
  if (waiting.length && outbox.offline) {
    parts.push(made("p", gettext("No connection: {count} not saved yet, kept in this browser; trying again.", { count: waiting.length })));
  } else if (waiting.length) {
    parts.push(made("p", gettext("Saving {item} …", { item: waiting[0].item })));
    parts[parts.length - 1].ariaHidden = "true"; // said once it is saved, or could not be
  } else if (saved) {
    parts.push(made("p", gettext("Saved: {item}.", { item: saved })), made("button", gettext("Undo"), undo));
    for (const repair of repairs) {
      const link = document.createElement("a");
      link.href = repair.address;
      link.textContent = gettext("{repair}: the same repair?", { repair: repair.words });
      parts.push(link);
    }
  }
  if (!parts.length && undone) parts.push(made("p", gettext("Undone: {item}.", { item: undone })));
  bar.replaceChildren(...parts);
}

/** Why something was refused, as the page says that came instead: it names the value and its field.
 * @param {string} page */
function reasonOf(page) {
  return new DOMParser().parseFromString(page, "text/html").querySelector('[role="alert"] strong')?.textContent?.trim() ?? "";
}

/** Load a page of the queue, with its pictures, without showing it.
 * @param {string} url
 * @returns {Promise<Loaded | null>} */
async function load(url) {
  if (!url) return null;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const pictures = [...page.querySelectorAll("image")].map((one) => one.getAttribute("href") ?? "");
    pictures.push(page.querySelector(".scan img")?.getAttribute("src") ?? "");
    for (const address of new Set(pictures)) if (address) new Image().src = address;
    return { url, page };
  } catch {
    return null;
  }
}

/** Show a loaded page in place of this one.
 * @param {Document} page
 * @param {string} url its address; "" if the address stays
 * @param {boolean} [isBack] the address is the browser's already */
function swap(page, url, isBack = false) {
  const content = page.getElementById("content");
  if (!content || !page.getElementById("review")) {
    if (url) location.assign(url);
    return;
  }
  if (refusal && !url) refusal = null;
  if (page.getElementById("review")?.dataset.item !== undone) undone = "";
  main.replaceChildren(...[...content.childNodes].map((node) => document.importNode(node, true)));
  document.title = page.title;
  if (url && !isBack) history.pushState("reviewed", "", url);
  window.scrollTo(0, 0);
  begin();
}

/** @param {string} url */
async function go(url) {
  if (!url) return;
  const loaded = await load(url);
  if (loaded) swap(loaded.page, url);
  else location.assign(url);
}

/** The fields that are in doubt and not settled yet, from a field on, those before it last.
 * @param {HTMLElement} [from] */
function open(from) {
  const all = fields();
  const at = from ? all.indexOf(from) + 1 : 0;
  return [...all.slice(at), ...all.slice(0, at)].filter((field) => "doubt" in field.dataset && !field.classList.contains("settled"));
}

/** @param {HTMLElement} field @param {boolean} [isFirst] the item has only just come: a screen reader says its title too */
function focus(field, isFirst = false) {
  const input = inputOf(field);
  if (isFirst) {
    const about = input.getAttribute("aria-describedby") ?? "";
    input.setAttribute("aria-describedby", `item-heading ${about}`);
    input.addEventListener("blur", () => input.setAttribute("aria-describedby", about), { once: true });
  }
  input.focus({ preventScroll: true });
  input.select();
  field.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} field @param {string} words */
function settle(field, words) {
  field.classList.add("settled");
  const mark = field.querySelector(".mark");
  if (mark) mark.textContent = words;
}

/** @param {HTMLElement} field */
function unsettle(field) {
  field.classList.remove("settled");
  hidden(field, "right").value = "";
  hidden(field, "unsure").value = "";
  const mark = field.querySelector(".mark");
  if (mark) mark.textContent = "";
}

/** The field is right as it stands, or as it was corrected: on to the next in doubt, or save.
 * @param {HTMLElement} field */
function right(field) {
  const input = inputOf(field);
  const isChanged = input.value.trim() !== hidden(field, "before").value;
  const isNew = isChanged && !field.classList.contains("settled");
  input.classList.remove("editing");
  delete field.dataset.proposed;
  hidden(field, "unsure").value = "";
  if (isChanged) settle(field, gettext("corrected"));
  else if ("doubt" in field.dataset) {
    hidden(field, "right").value = "1";
    settle(field, gettext("right"));
  }
  forward(field, isNew);
}

/** On to the next field in doubt, or save. Whoever corrects a field that nobody doubted may be about to correct another:
 * the item is saved by one Enter more.
 * @param {HTMLElement} field @param {boolean} [isNew] was it corrected just now? */
function forward(field, isNew = false) {
  const [next] = open(field);
  if (next) focus(next);
  else if (isNew && !("doubt" in field.dataset)) {
    settle(field, gettext("corrected; Enter saves the item"));
    step(field, 1);
  } else submit("approve");
}

/** Send what was decided and go on to the next item.
 * @param {string} does */
async function submit(does) {
  if (isLeaving) return;
  isLeaving = true;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form())) body.append(name, String(value));
  body.set("do", does);
  const { item = "", next = "", queue = "" } = review().dataset;
  const sending = outbox.post(form().action, body, item);
  if (does === "save") {
    await sending;
    isLeaving = false;
    if (!refusal) await go(location.href);
    return;
  }
  const loaded = await following;
  if (loaded && loaded.url === next) swap(loaded.page, next);
  else if (next) await go(next);
  else {
    await sending;
    isLeaving = false;
    if (!refusal && !outbox.letters.length) location.assign(queue);
  }
}

/** Undo what was saved last, and show its item again. */
async function undo() {
  await outbox.flush();
  if (!saved || outbox.letters.length) return;
  const body = new URLSearchParams({ item: saved, form: document.documentElement.dataset.token ?? "" });
  const answer = await fetch(`${review().dataset.undo}${location.search}`, { method: "POST", body, headers: { Accept: "application/json" } });
  const reply = await answer.json();
  if (!answer.ok) {
    byId("outbox")?.replaceChildren(made("p", gettext("Not undone: {reason}.", { reason: reply.title ?? answer.status })));
    return;
  }
  undone = saved;
  saved = "";
  sessionStorage.removeItem("briefbook saved");
  await go(reply.address);
}

/** Show the page of the scan that a field was read from, and frame the place.
 * @param {HTMLElement} field */
function showPlace(field) {
  const { page, box } = field.dataset;
  if (!page || !box) return;
  const figure = showPage(page);
  if (figure) frame(figure, numbersOf(box));
}

/** @param {string} page @returns {HTMLElement | null} */
function showPage(page) {
  let shown = null;
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll(".scan"))) {
    figure.hidden = figure.dataset.page !== page;
    if (!figure.hidden) shown = figure;
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll("[data-show]"))) {
    button.setAttribute("aria-pressed", String(button.dataset.show === page));
  }
  return shown;
}

/** @param {HTMLElement} field @param {number} step */
function step(field, step) {
  const all = fields().filter((one) => one.offsetParent !== null);
  const next = all[all.indexOf(field) + step];
  if (next) focus(next);
}

/** @param {HTMLElement} field @param {string} value */
function choose(field, value) {
  inputOf(field).value = value;
  settle(field, gettext("corrected"));
  forward(field, true);
}

/** Does a value of the field begin with a figure, so that a digit may be the first of a value?
 * @param {HTMLElement} field */
function holdsFigures(field) {
  return ["date", "number", "sent", "received", "event"].includes(field.dataset.field ?? "");
}

/** Put a candidate into a field whose values begin with figures: Enter takes it, and another figure begins a value.
 * @param {HTMLElement} field @param {string} value @param {string} digit */
function propose(field, value, digit) {
  unsettle(field);
  const input = inputOf(field);
  input.value = value;
  input.select();
  field.dataset.proposed = digit;
  const mark = field.querySelector(".mark");
  if (mark) mark.textContent = gettext("Enter takes it; another figure begins a value");
}

/** What a key does while no value is being typed; true if it did something.
 * @param {HTMLElement} field
 * @param {KeyboardEvent} event
 * @returns {boolean} */
function command(field, event) {
  const input = inputOf(field);
  const candidates = /** @type {NodeListOf<HTMLElement>} */ (field.querySelectorAll("[data-choose]"));
  const chosen = /^[1-9]$/.test(event.key) ? candidates[Number(event.key) - 1] : undefined;
  const proposed = field.dataset.proposed ?? "";
  delete field.dataset.proposed;
  if (proposed && /^[0-9./-]$/.test(event.key)) {
    unsettle(field);
    input.value = proposed + event.key;
    input.classList.add("editing");
    return true;
  }
  if (proposed && event.key === "Escape") {
    unsettle(field);
    input.value = hidden(field, "before").value;
    input.select();
    return true;
  }
  if (chosen) {
    if (holdsFigures(field)) propose(field, chosen.dataset.choose ?? "", event.key);
    else choose(field, chosen.dataset.choose ?? "");
    return true;
  }
  switch (event.key) {
    case " ":
      input.classList.add("editing");
      input.setSelectionRange(input.value.length, input.value.length);
      return true;
    case "Delete":
      choose(field, "");
      return true;
    case "-":
      hidden(field, "unsure").value = "1";
      hidden(field, "right").value = "";
      input.value = hidden(field, "before").value;
      settle(field, gettext("cannot tell"));
      forward(field);
      return true;
    case "ArrowDown":
      step(field, 1);
      return true;
    case "ArrowUp":
      step(field, -1);
      return true;
  }
  return anywhere(event);
}

/** What a key does wherever nothing is being typed; true if it did something.
 * @param {KeyboardEvent} event
 * @returns {boolean} */
function anywhere(event) {
  switch (event.key) {
    case "ArrowRight":
    case "PageDown":
      if (mayDecide()) submit("skip");
      else go(review().dataset.next ?? "");
      return true;
    case "ArrowLeft":
    case "PageUp":
      if (history.state === "reviewed") history.back();
      else go(review().dataset.before ?? "");
      return true;
    case "Backspace":
      undo();
      return true;
    case "!":
      toDiscuss = true;
      byId("why")?.focus();
      return true;
    case "+": {
      const figure = /** @type {HTMLElement | null} */ (main.querySelector(".scan:not([hidden])"));
      if (figure) openLarge(figure);
      return true;
    }
    case "?": {
      const keys = /** @type {HTMLDetailsElement | null} */ (byId("keys"));
      if (keys) {
        keys.open = !keys.open;
        if (keys.open) keys.scrollIntoView({ block: "nearest" });
      }
      return true;
    }
  }
  return false;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !byId("review")) return;
  if (isLeaving) {
    event.preventDefault();
    return;
  }
  const target = /** @type {HTMLElement} */ (event.target);
  const field = /** @type {HTMLElement | null} */ (target.closest(".field"));
  const isInput = target instanceof HTMLInputElement && target.type === "text";
  let done = false;
  if (field && isInput && mayDecide()) {
    if (event.key === "Enter") {
      right(field);
      done = true;
    } else if (target.classList.contains("editing")) {
      if (event.key === "Escape") {
        target.value = hidden(field, "before").value;
        target.classList.remove("editing");
        unsettle(field);
        target.select();
        done = true;
      }
    } else {
      done = command(field, event);
      if (!done && event.key.length === 1) target.classList.add("editing");
    }
  } else if (target.id === "why") {
    if (event.key === "Enter") {
      submit(toDiscuss ? "discuss" : "approve");
      done = true;
    }
  } else if (!isInput && !target.closest("dialog, textarea, select, summary, a, button")) {
    if (event.key === "Enter" && mayDecide()) {
      const [next] = open();
      if (next) focus(next);
      else submit("approve");
      done = true;
    } else done = anywhere(event);
  } else if (!isInput && !target.closest("dialog, textarea, select") && event.key !== "Enter" && event.key !== " ") {
    done = anywhere(event);
  }
  if (done) event.preventDefault();
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("button"));
  const field = /** @type {HTMLElement | null} */ (target.closest(".field"));
  if (button?.dataset.choose !== undefined && field) choose(field, button.dataset.choose);
  else if (button?.dataset.show) showPage(button.dataset.show);
  else if (button?.classList.contains("zoom")) {
    const figure = /** @type {HTMLElement | null} */ (button.closest(".scan"));
    if (figure) openLarge(figure);
  } else if (button?.dataset.take) takeTheirs(button.dataset.take, button.dataset.value ?? "");
  else if (target instanceof HTMLInputElement && field && mayDecide()) target.classList.add("editing");
}

/** @param {string} name @param {string} value */
function takeTheirs(name, value) {
  const field = fields().find((one) => one.dataset.field === name);
  if (!field) return;
  inputOf(field).value = value;
  hidden(field, "before").value = value;
  focus(field);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  if (event.target !== form()) return;
  event.preventDefault();
  submit(/** @type {HTMLButtonElement | null} */ (event.submitter)?.value || "approve");
}

/** Set up the item that is shown. */
const UNSAVED = "briefbook unsaved fields";

/** A comment reloads the page: what was typed into its fields and not saved is kept for it. */
function keepUnsaved() {
  const values = fields()
    .filter((field) => inputOf(field).value.trim() !== hidden(field, "before").value)
    .map((field) => [field.dataset.field, inputOf(field).value]);
  const why = /** @type {HTMLInputElement | null} */ (byId("why"))?.value ?? "";
  sessionStorage.setItem(UNSAVED, JSON.stringify({ item: review().dataset.item, values, why }));
}

function restoreUnsaved() {
  const kept = JSON.parse(sessionStorage.getItem(UNSAVED) ?? "null");
  sessionStorage.removeItem(UNSAVED);
  if (!kept || kept.item !== review().dataset.item || !mayDecide()) return;
  for (const [name, value] of kept.values) {
    const field = fields().find((one) => one.dataset.field === name);
    if (field) inputOf(field).value = value;
  }
  const why = /** @type {HTMLInputElement | null} */ (byId("why"));
  if (why && kept.why) why.value = kept.why;
}

function begin() {
  if (!byId("review")) return;
  restoreUnsaved();
  toDiscuss = isLeaving = false;
  const [first] = open();
  const conflict = /** @type {HTMLElement | null} */ (main.querySelector("[data-take]"));
  const conflicting = conflict ? fields().find((field) => field.dataset.field === conflict.dataset.take) : undefined;
  if (mayDecide() || first) focus(conflicting ?? first ?? fields()[0], true);
  following = load(review().dataset.next ?? "");
  showOutbox();
}

main.addEventListener("focusin", (event) => {
  const field = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".field"));
  if (field) showPlace(field);
});
main.addEventListener("input", (event) => {
  const field = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".field"));
  if (field) unsettle(field);
});
main.addEventListener("focusout", (event) => {
  if (event.target instanceof HTMLInputElement) event.target.classList.remove("editing");
});
document.addEventListener("keydown", onKey);
document.addEventListener("briefbook-changed", (event) => {
  /** @type {string[] | null} */
  const items = /** @type {CustomEvent} */ (event).detail;
  const item = byId("review")?.dataset.item ?? "";
  following = load(byId("review")?.dataset.next ?? "");
  if (!items?.includes(item) || item === saved || item === undone || outbox.letters.some((letter) => letter.item === item)) return;
  const bar = byId("outbox");
  if (!bar || bar.querySelector(".elsewhere")) return;
  const note = made("p", `${gettext("Somebody else has just changed this item.")} `);
  note.className = "elsewhere";
  note.append(made("button", gettext("Show it as it is now"), () => go(location.href)));
  bar.append(note);
});
main.addEventListener("click", onClick);
main.addEventListener("submit", onSubmit);
main.addEventListener("submit", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest(".comments")) keepUnsaved();
});
window.addEventListener("popstate", async () => {
  const loaded = await load(location.href);
  if (loaded) swap(loaded.page, location.href, true);
  else location.reload();
});
window.addEventListener("online", () => outbox.flush());
window.addEventListener("beforeunload", (event) => {
  if (outbox.letters.length) event.preventDefault();
});
begin();
outbox.flush();
