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

/** @param {HTMLFormElement} form */
function tell(form) {
  const said = document.createElement("p");
  said.className = "not-sent";
  said.setAttribute("role", "alert");
  said.textContent = gettext("The server does not answer. Nothing was saved; what you typed is still here. Start it again or wait, then try once more.");
  form.append(said);
  said.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post" || answered.delete(form)) return; // a script of the page sends it
  event.preventDefault();
  form.querySelector(".not-sent")?.remove();
  if (!(await answers())) return tell(form);
  answered.add(form);
  form.requestSubmit(event.submitter);
});
