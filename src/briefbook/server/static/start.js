// @ts-check
/* The first run: files are sent in parts with progress; the state of the job is asked for while it runs. */

import { gettext } from "./words.js";

const PART_BYTES = 1 << 20;
const POLL_MILLISECONDS = 1000;
const root = document.documentElement;
const token = root.dataset.token ?? "";
const base = location.pathname.replace(/\/start.*$/, "/start");

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @typedef {{name: string, file: File}} Chosen */

/** @param {string} what @param {Record<string, string>} values @param {BodyInit} body @returns {Promise<any>} */
async function send(what, values, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/octet-stream", "X-Form-Token": token };
  const response = await fetch(`${base}/${what}?${new URLSearchParams(values)}`, { method: "POST", headers, body });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error([answer.title, answer.detail].filter(Boolean).join(". ") || gettext("The server did not answer as expected."));
  }
  return answer;
}

/** @param {Chosen} chosen @returns {Promise<boolean>} whether a file was taken */
async function upload({ name, file }) {
  const line = document.createElement("li");
  element("uploads").append(line);
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const values = { key, name, size: String(file.size) };
  try {
    let answer = { state: "more", path: "" };
    for (let offset = 0; offset < file.size || offset === 0; offset += PART_BYTES) {
      line.textContent = gettext("{name}: {share} sent", { name, share: `${Math.floor((100 * offset) / Math.max(file.size, 1))} %` });
      answer = await send("upload", { ...values, offset: String(offset) }, file.slice(offset, offset + PART_BYTES));
    }
    if (answer.state === "other") {
      answer = await ask(line, name, values);
    }
    line.textContent = `${name}: ${{ taken: gettext("added"), same: gettext("is there already"), dropped: gettext("left out") }[answer.state] ?? answer.state}${answer.state === "taken" ? ` (${answer.path})` : ""}.`;
    return answer.state === "taken";
  } catch (error) {
    line.textContent = `${gettext("{name}: not added.", { name })} ${error instanceof Error ? error.message : error}`;
    line.classList.add("trouble");
    return false;
  }
}

/** Another file has this name: the person says what to do.
 * @param {HTMLElement} line @param {string} name @param {Record<string, string>} values @returns {Promise<any>} */
function ask(line, name, values) {
  line.textContent = `${gettext("{name}: another file of this name is there already, and it differs.", { name })} `;
  return new Promise((resolve, reject) => {
    /** @param {string} words @param {() => Promise<any>} act */
    const choice = (words, act) => {
      const button = document.createElement("button");
      button.textContent = words;
      button.addEventListener("click", () => act().then(resolve, reject));
      line.append(button, " ");
      return button;
    };
    choice(gettext("Keep both"), () => send("upload", { ...values, offset: values.size, both: "true" }, "")).focus();
    choice(gettext("Leave this one out"), () => send("drop", { key: values.key }, ""));
  });
}

/** @param {Chosen[]} files */
async function uploadAll(files) {
  let taken = 0;
  let sent = 0;
  for (const chosen of files) {
    sent += 1;
    element("arriving").textContent = gettext("Adding {number} of {total}…", { number: sent, total: files.length });
    taken += Number(await upload(chosen));
  }
  const failed = document.querySelector("#uploads .trouble");
  element("arriving").textContent = gettext("{number} of {total} added.", { number: taken, total: files.length });
  if (taken && !failed) {
    location.reload();
  } else if (taken) {
    const link = document.createElement("a");
    link.href = base;
    link.textContent = ` ${gettext("Go on")}`;
    element("arriving").append(link);
  }
}

/** @param {FileSystemEntry} entry @param {string} within @returns {Promise<Chosen[]>} */
async function filesOf(entry, within) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ name: within + entry.name, file }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) {
      return files;
    }
    for (const inner of some) {
      files.push(...(await filesOf(inner, `${within}${entry.name}/`)));
    }
  }
}

for (const id of ["files", "folder"]) {
  const input = /** @type {HTMLInputElement} */ (element(id));
  const take = () => {
    const visible = Array.from(input.files ?? []).filter((file) => !file.name.startsWith("."));
    input.value = ""; // the same file may be chosen again
    if (visible.length) void uploadAll(visible.map((file) => ({ name: file.webkitRelativePath || file.name, file })));
  };
  input.addEventListener("change", take);
  take(); // what was chosen before the script had come
}

const drop = element("drop");
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = Array.from(event.dataTransfer?.items ?? [], (item) => item.webkitGetAsEntry());
  const files = Array.from(event.dataTransfer?.files ?? [], (file) => ({ name: file.name, file }));
  const found = entries.some(Boolean)
    ? (await Promise.all(entries.map((entry) => (entry ? filesOf(entry, "") : [])))).flat()
    : files;
  await uploadAll(found.filter(({ name }) => !/(^|\/)\./.test(name)));
});

const wasBusy = element("state").dataset.busy === "yes";

async function poll() {
  try {
    const response = await fetch(`${base}/state`, { headers: { Accept: "application/json" } });
    const state = await response.json();
    const busy = Boolean(state.is_busy);
    const isShown = Boolean(document.getElementById("progress"));
    if (busy !== wasBusy || Boolean(state.job?.running) !== isShown) {
      location.reload();
      return;
    }
    if (state.job?.running) {
      element("outcome").textContent = state.job.outcome;
      element("progress-words").textContent = state.job.words;
      const bar = /** @type {HTMLProgressElement} */ (element("progress"));
      if (state.job.total) {
        bar.max = state.job.total;
        bar.value = state.job.completed;
      }
    }
  } catch {
    if (document.getElementById("outcome")) {
      element("outcome").textContent = gettext("Briefbook does not answer: was it closed? What was finished is kept.");
    }
  }
  setTimeout(poll, POLL_MILLISECONDS);
}
setTimeout(poll, POLL_MILLISECONDS);
