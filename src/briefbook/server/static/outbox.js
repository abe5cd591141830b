// @ts-check
/** What was decided and is not on the server's disk yet: kept in the browser until the server says that it is saved. */

/** @typedef {{ id: string, url: string, body: string, item: string, trouble?: string }} Letter
 *  A form to be sent: where to, its fields, and what it is about. */

const KEY = "briefbook outbox";
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

/** @returns {Letter[]} */
function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

export class Outbox {
  /** @param {{ saved: (letter: Letter, reply: any) => void, refused: (letter: Letter, page: string, status: number) => void, changed: () => void }} hooks */
  constructor(hooks) {
    this.hooks = hooks;
    this.wait = FIRST_WAIT;
    /** @type {Promise<void> | null} */
    this.running = null;
    this.offline = false;
  }

  /** @returns {Letter[]} what is not saved yet */
  get letters() {
    return stored();
  }

  /** @param {Letter[]} letters */
  keep(letters) {
    localStorage.setItem(KEY, JSON.stringify(letters));
    this.hooks.changed();
  }

  /** Keep a form in the browser and send it as soon as it can be sent.
   * @param {string} url
   * @param {URLSearchParams} body
   * @param {string} item */
  post(url, body, item) {
    this.keep([...stored(), { id: crypto.randomUUID?.() ?? String(Math.random()), url, body: body.toString(), item }]);
    return this.flush();
  }

  /** Send what is there, the oldest first; resolves once nothing can be sent any more.
   * @returns {Promise<void>} */
  flush() {
    this.running ??= this.#sendAll().finally(() => (this.running = null));
    return this.running;
  }

  async #sendAll() {
    for (let letter = stored()[0]; letter; letter = stored()[0]) {
      if (!(await this.#send(letter))) {
        setTimeout(() => this.flush(), this.wait);
        this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
        return;
      }
      this.wait = FIRST_WAIT;
    }
  }

  /** @param {Letter} letter
   *  @returns {Promise<boolean>} whether the server took or refused it; false: it could not be reached */
  async #send(letter) {
    const body = new URLSearchParams(letter.body);
    body.set("form", document.documentElement.dataset.token ?? "");
    let answer;
    try {
      answer = await fetch(letter.url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    } catch {
      this.offline = true;
      this.hooks.changed();
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) {
      this.offline = true;
      this.hooks.changed();
      return false;
    }
    this.offline = false;
    const text = await answer.text();
    this.keep(stored().filter((other) => other.id !== letter.id));
    if (answer.ok) this.hooks.saved(letter, JSON.parse(text));
    else this.hooks.refused(letter, text, answer.status);
    return true;
  }
}
