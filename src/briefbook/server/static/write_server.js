// @ts-check
/* What the scripts of the writing desk ask of the server. */

import { gettext } from "./words.js";

/** A request that the server refused: its status and its words. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The connection to the server of one chapter. */
export class Server {
  /** @param {string} root @param {string} chapter @param {string} token */
  constructor(root, chapter, token) {
    this.root = root;
    this.chapter = chapter;
    this.token = token;
  }

  /** @param {string} what @param {Record<string, string>} values @returns {Promise<any>} */
  async get(what, values = {}) {
    const response = await fetch(`${this.root}/${what}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
    return answer(response);
  }

  /** @param {string} what @param {Record<string, string>} values @returns {Promise<any>} */
  async post(what, values) {
    return this.send(what, JSON.stringify({ chapter: this.chapter, ...values }), "application/json");
  }

  /**
   * Send something with the form's token; where that has expired, with a fresh one.
   * @param {string} what @param {BodyInit} body @param {string} type @returns {Promise<any>}
   */
  async send(what, body, type) {
    for (const last of [false, true]) {
      const headers = { Accept: "application/json", "Content-Type": type, "X-Form-Token": this.token };
      const response = await fetch(`${this.root}/${what}`, { method: "POST", headers, body });
      if (response.status !== 403 || last) return answer(response);
      this.token = (await this.get("state", { chapter: this.chapter })).token;
    }
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function answer(response) {
  if (response.ok && !response.redirected) return response.json();
  if (response.redirected) throw new Refused(401, gettext("log in first"));
  let words = response.statusText;
  try {
    const problem = await response.json();
    words = [problem.title, problem.detail].filter(Boolean).join(": ");
  } catch {
    // a proxy's own page
  }
  throw new Refused(response.status, words);
}
