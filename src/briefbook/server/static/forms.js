// @ts-check
/** Every form of the desk that writes is sent once the server answers; until then what was typed stays on the page. */

import { gettext } from "./words.js";

const root = document.documentElement.dataset.root ?? "/";
/** @type {WeakSet<HTMLFormElement>} forms whose server has just answered */
const answered = new WeakSet();

const LONGEST_WAIT = 10000; // milliseconds

/** @returns {Promise<boolean>} whether the server answers; what a proxy says in place of one that is stopped is no answer */
async function answers() {
  try {
    return (await fetch(`${root}healthz`, { cache: "no-store", signal: AbortSignal.timeout(LONGEST_WAIT) })).ok;
  } catch {
    return false;
  }
}

/** @type {HTMLElement | undefined} what was said last */
let lastSaid;

/**
 * Says beside the field or button in use that nothing was saved; at the end of a long form nobody would see it.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function tell(form, submitter) {
  const said = document.createElement("p");
  said.className = "not-sent";
  said.setAttribute("role", "alert");
  said.textContent = gettext("The server does not answer. Nothing was saved; what you typed is still here. Start it again or wait, then try once more.");
  const used = form.contains(document.activeElement) ? document.activeElement : submitter;
  const cell = used?.closest("td, th, dd, li");
  const line = used?.closest("p, label, fieldset");
  if (cell && form.contains(cell)) cell.append(said);
  else if (line && form.contains(line)) line.after(said);
  else form.append(said);
  lastSaid = said;
  said.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post" || answered.delete(form)) return; // a script of the page sends it
  event.preventDefault();
  lastSaid?.remove();
  if (!(await answers())) return tell(form, /** @type {HTMLElement | null} */ (event.submitter));
  answered.add(form);
  form.requestSubmit(event.submitter);
});
