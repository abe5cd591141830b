// @ts-check
/* What is typed is never lost: kept in the browser at once, on the server at a pause, in the book when it is saved. */
import { Refused } from "./write_server.js";
import { gettext } from "./words.js";

const PAUSE = 1500; // milliseconds after which what was typed is kept on the server
const POLL = 4000; // milliseconds between two looks at the file
const RETRY = 3000;

/**
 * @typedef {{text: string, before: string, base: string, when: number}} Typed
 * @typedef {{base: string, ours: string, theirs: string}} Conflict
 * @typedef {{parts: (string | Conflict)[], theirs: string, with_copy: boolean}} Clash
 * @typedef {{text: () => string, replace: (text: string) => void}} Text
 */

/** Keeps a chapter. `before` is what the server keeps of it, `base` what the file held that it comes from. */
export class Keeper {
  /**
   * @param {import("./write_server.js").Server} server
   * @param {Text} text
   * @param {{status: (words: string, tone?: string) => void, clash: (clash: Clash | null) => void, others: (names: string[]) => void}} tell
   */
  constructor(server, text, tell) {
    this.server = server;
    this.text = text;
    this.tell = tell;
    this.before = "";
    this.base = "";
    this.file = "";
    /** @type {Clash | null} */
    this.clash = null;
    this.offline = false;
    /** @type {Promise<void> | null} */
    this.running = null;
    this.timer = 0;
    this.key = `briefbook-write ${server.root} ${server.chapter}`;
    this.tab = sessionStorage.getItem("briefbook-tab") || Math.random().toString(36).slice(2);
    sessionStorage.setItem("briefbook-tab", this.tab);
    this.channel = new BroadcastChannel(this.key);
    this.channel.onmessage = () => this.refresh();
  }

  /** Load the chapter; what an earlier window could not send comes with it. */
  async open() {
    const state = await this.server.get("state", { chapter: this.server.chapter });
    this.take(state);
    this.text.replace(this.before);
    await this.claim();
    for (const [key, typed] of this.orphans()) {
      if (typed.text !== this.before) {
        if (this.text.text() !== this.before) continue; // one at a time; the next comes with the next visit
        this.before = typed.before;
        this.base = typed.base;
        this.text.replace(typed.text);
        this.store();
        await this.keep(true);
      }
      localStorage.removeItem(key);
    }
    this.show();
    window.addEventListener("online", () => this.keep(true));
    window.addEventListener("pagehide", () => this.store());
    window.addEventListener("beforeunload", (event) => {
      if (this.offline && this.text.text() !== this.before) event.preventDefault();
    });
    window.setInterval(() => document.visibilityState === "visible" && this.poll(), POLL);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.poll());
  }

  /** @param {any} state */
  take(state) {
    this.file = state.file;
    if (state.text !== undefined) {
      this.before = state.copy ? state.copy.text : state.text;
      this.base = state.copy ? state.copy.base : state.text;
    }
    this.tell.others(state.others.map((/** @type {string[]} */ row) => row[0]));
  }

  /** Hold this window's place in the browser's storage, so that another window does not take it for left behind. */
  async claim() {
    if (!navigator.locks) return;
    const taken = await new Promise((done) => {
      navigator.locks.request(`${this.key} ${this.tab}`, { ifAvailable: true }, (lock) => {
        done(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      });
    });
    if (taken) return;
    this.tab = Math.random().toString(36).slice(2); // a window that was doubled has the same name
    sessionStorage.setItem("briefbook-tab", this.tab);
    await this.claim();
  }

  /** What windows of this chapter left behind that are no longer open; this one's own first. @returns {[string, Typed][]} */
  orphans() {
    /** @type {[string, Typed][]} */
    const found = [];
    for (let index = 0; index < localStorage.length; index++) {
      const key = localStorage.key(index) || "";
      if (!key.startsWith(`${this.key} `)) continue;
      try {
        const typed = JSON.parse(localStorage.getItem(key) || "");
        const own = key === `${this.key} ${this.tab}`;
        if (own || Date.now() - typed.when > 5000) found.push([key, typed]);
      } catch {
        // not ours
      }
    }
    return found.sort((a, b) => Number(b[0].endsWith(this.tab)) - Number(a[0].endsWith(this.tab)));
  }

  /** The text was changed by its author. */
  changed() {
    this.store();
    this.show();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.keep(), PAUSE);
  }

  /** Keep the text in the browser, as long as the server has not got it. */
  store() {
    const key = `${this.key} ${this.tab}`;
    const text = this.text.text();
    try {
      if (text === this.before) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ text, before: this.before, base: this.base, when: Date.now() }));
    } catch {
      // the browser's storage is full or closed: the server has it in a moment
    }
  }

  /** Send what was typed; one request at a time. @param {boolean} always */
  async keep(always = false) {
    window.clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!always && this.text.text() === this.before) return;
    this.running = this.send();
    try {
      await this.running;
    } finally {
      this.running = null;
    }
    if (!this.clash && !this.offline && this.text.text() !== this.before) this.timer = window.setTimeout(() => this.keep(), PAUSE);
  }

  async send() {
    const text = this.text.text();
    await this.attempt(async () => {
      const answer = await this.server.post("keep", { before: this.before, base: this.base, text });
      if (answer.parts) {
        if (!answer.with_copy) this.before = text;
        this.clashes(answer);
        return;
      }
      this.clashes(null);
      this.accept(text, answer);
      this.channel.postMessage("kept");
    });
  }

  /** Take over what came of keeping or saving a text. @param {string} text @param {any} answer */
  accept(text, answer) {
    const merged = answer.text === null ? text : answer.text;
    if (this.text.text() === text) {
      this.before = merged;
      this.base = answer.base;
      this.file = answer.file;
      if (merged !== text) {
        this.text.replace(merged);
        this.note(gettext("What was changed elsewhere was merged into your text."));
      }
    } else if (merged === text) {
      this.before = text;
      this.base = answer.base;
      this.file = answer.file;
    } else {
      this.before = text; // more was typed meanwhile: the next request merges it
    }
    this.store();
  }

  /** Save to the book. */
  async save() {
    await this.keep();
    while (this.running) await this.running;
    if (this.clash || this.offline) return;
    const text = this.text.text();
    this.running = this.attempt(async () => {
      const answer = await this.server.post("save", { base: this.base, text });
      if (answer.parts) {
        this.before = text;
        this.clashes(answer);
        return;
      }
      this.accept(text, answer);
      this.note(gettext("Saved to the book at {time}.", { time: new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) }));
      this.channel.postMessage("saved");
    });
    await this.running;
    this.running = null;
  }

  /** Throw away what is not saved. */
  async discard() {
    while (this.running) await this.running;
    await this.attempt(async () => {
      await this.server.post("discard", {});
      this.take(await this.server.get("state", { chapter: this.server.chapter }));
      this.text.replace(this.before);
      this.store();
      this.clashes(null);
      this.channel.postMessage("kept");
    });
  }

  /** A person decided between two versions. @param {string} text @param {Clash} clash */
  async decided(text, clash) {
    if (clash.with_copy) this.before = clash.theirs;
    else this.base = clash.theirs;
    this.clashes(null);
    this.text.replace(text);
    this.store();
    await this.keep(true);
  }

  /** Has the file changed? Then what is not saved is merged with it. */
  async poll() {
    if (this.running || this.clash) return;
    if (this.offline) return this.keep(true);
    await this.attempt(async () => {
      const state = await this.server.get("state", { chapter: this.server.chapter, seen: this.file });
      if (state.text === undefined) {
        this.tell.others(state.others.map((/** @type {string[]} */ row) => row[0]));
        return;
      }
      await this.renew(state, gettext("The file was changed elsewhere; this is its newest text."));
    });
  }

  /** Another window of this person kept or saved something. */
  async refresh() {
    if (this.running || this.clash || this.offline) return;
    await this.attempt(async () => {
      await this.renew(await this.server.get("state", { chapter: this.server.chapter }), "");
    });
  }

  /** @param {any} state @param {string} words */
  async renew(state, words) {
    if (this.running) return;
    const kept = state.copy ? state.copy.text : state.text;
    if (this.text.text() === this.before && (!state.copy || state.copy.base === state.text)) {
      const isNew = kept !== this.before;
      this.take(state);
      if (isNew) {
        this.text.replace(this.before);
        if (words) this.note(words);
      }
    } else {
      this.file = state.file;
      window.setTimeout(() => this.keep(true));
    }
  }

  /** Do something over the network, and say what stands in the way. @param {() => Promise<void>} act */
  async attempt(act) {
    try {
      await act();
      this.offline = false;
      this.show();
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 401) {
        this.note(gettext("Not saved: {reason}.", { reason: error.message }), "bad");
        return;
      }
      if (!(error instanceof Refused) && !(error instanceof TypeError)) throw error;
      this.offline = true;
      this.store();
      const out = error instanceof Refused && error.status === 401;
      this.tell.status(
        out
          ? gettext("You are logged out. Your text is kept in this browser: log in in another window, then go on here.")
          : gettext("No connection. Your text is kept in this browser, and sent when the connection is back."),
        "bad",
      );
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.keep(true), RETRY);
    }
  }

  /** @param {Clash | null} clash */
  clashes(clash) {
    this.clash = clash;
    this.tell.clash(clash);
    this.show();
  }

  /** @param {string} words @param {string} tone */
  note(words, tone = "") {
    this.tell.status(words, tone);
    this.noted = Date.now();
  }

  show() {
    if (this.offline || Date.now() - (this.noted || 0) < 3000) return;
    const text = this.text.text();
    if (this.clash) this.tell.status(gettext("Two versions: see below."), "bad");
    else if (text !== this.before) this.tell.status(gettext("Typing …"));
    else if (text !== this.base) this.tell.status(gettext("Kept, not saved to the book yet."));
    else this.tell.status(gettext("All is saved to the book."));
  }
}
