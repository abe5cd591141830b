// @ts-check
/* Two versions of one paragraph are shown beside each other, and a person decides. */

import { gettext } from "./words.js";

/** @typedef {import("./write_keeper.js").Clash} Clash */

/**
 * Ask a person to decide every conflict.
 * @param {Clash} clash
 * @returns {Promise<string | null>} The text; null if they went back without deciding.
 */
export function decide(clash) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("decide"));
  const list = /** @type {HTMLElement} */ (document.getElementById("decide-list"));
  const use = /** @type {HTMLButtonElement} */ (document.getElementById("decide-use"));
  const why = /** @type {HTMLElement} */ (document.getElementById("decide-why"));
  const other = clash.with_copy ? gettext("Your other window") : gettext("The file");
  why.textContent = clash.with_copy
    ? gettext("You changed the same place in another window. Nothing was lost: choose what is to stand.")
    : gettext("The file was changed in the same place, by another person or program. Nothing was lost: choose what is to stand.");
  /** @type {(string | null)[]} */
  const chosen = clash.parts.map((part) => (typeof part === "string" ? part : null));
  const rows = [];
  for (const [index, part] of clash.parts.entries()) {
    if (typeof part === "string") continue;
    const row = document.createElement("li");
    const group = document.createElement("fieldset");
    group.append(Object.assign(document.createElement("legend"), { textContent: gettext("Place {number}", { number: rows.length + 1 }) }));
    const both = part.ours + (part.ours && !part.ours.endsWith("\n") ? "\n" : "") + part.theirs;
    for (const [name, text] of [[gettext("What you wrote"), part.ours], [other, part.theirs], [gettext("Both, one after the other"), both]]) {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: `place-${index}` });
      radio.addEventListener("change", () => {
        chosen[index] = text;
        use.disabled = chosen.includes(null);
      });
      label.append(radio, ` ${name}`);
      if (text !== both) label.append(Object.assign(document.createElement("span"), { className: "version", textContent: text || "(nothing)" }));
      group.append(label);
    }
    row.append(group);
    rows.push(row);
  }
  list.replaceChildren(...rows);
  use.disabled = true;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "use" && !chosen.includes(null) ? chosen.join("") : null), { once: true });
  });
}
