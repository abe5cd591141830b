// @ts-check
/* The rows of the table, asked for in windows as they come into view. */

import { gettext } from "./words.js";

/** @typedef {{item: string, values: Map<string, string>, marks: Map<string, string>}} Row */
/** @typedef {{columns: string[], where: string[], sort: string}} Query */

const WINDOW = 100;
const MAX_WINDOWS = 300;

export class Rows {
  /**
   * @param {string} address of the windows
   * @param {() => void} onRows called when rows have come
   * @param {(what: string) => void} onTrouble called when none came, with why
   */
  constructor(address, onRows, onTrouble) {
    this.address = address;
    this.onRows = onRows;
    this.onTrouble = onTrouble;
    this.total = 0;
    this.generation = "";
    /** @type {Query} */
    this.query = { columns: [], where: [], sort: "" };
    /** @type {Map<number, Row[]>} */
    this.windows = new Map();
    /** @type {Map<number, Promise<void>>} */
    this.coming = new Map();
    this.turn = 0;
    this.isStale = false;
  }

  /**
   * Begin anew with another query, or with the same after the catalogue has changed.
   * @param {Query} query
   */
  async reset(query) {
    this.query = query;
    this.turn++;
    this.coming.clear();
    this.isStale = true; // what is there is shown until the first new rows have come
    await this.#load(0);
  }

  /** @param {number} at @returns {Row | undefined} */
  row(at) {
    return this.windows.get(Math.floor(at / WINDOW))?.[at % WINDOW];
  }

  /**
   * Ask for rows that are not there yet.
   * @param {number} begin @param {number} end behind the last
   */
  async need(begin, end) {
    const wanted = [];
    for (let number = Math.floor(begin / WINDOW); number * WINDOW < Math.min(end, this.total); number++) {
      if (!this.windows.has(number)) wanted.push(this.coming.get(number) ?? this.#load(number));
    }
    await Promise.all(wanted);
  }

  /** @param {number} number */
  #load(number) {
    const turn = this.turn;
    const { columns, where, sort } = this.query;
    const asked = new URLSearchParams({ columns: columns.join(","), sort, begin: String(number * WINDOW), count: String(WINDOW) });
    for (const filter of where) asked.append("where", filter);
    const coming = fetch(`${this.address}?${asked}`, { headers: { Accept: "application/json" } })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(await troubleOf(answer));
        const window_ = await answer.json();
        if (turn !== this.turn) return;
        if (this.isStale) this.windows = new Map();
        this.isStale = false;
        this.total = window_.total;
        this.generation = window_.generation;
        this.windows.set(number, window_.rows.map((/** @type {[string, string[], string[]]} */ [item, values, marks]) => ({
          item,
          values: new Map(columns.map((name, at) => [name, values[at]])),
          marks: new Map(columns.map((name, at) => [name, marks[at]])),
        })));
        for (const oldest of this.windows.keys()) {
          if (this.windows.size <= MAX_WINDOWS) break;
          if (oldest !== number) this.windows.delete(oldest);
        }
        this.onRows();
      })
      .catch((error) => {
        if (turn === this.turn) this.onTrouble(error.message);
        throw error;
      })
      .finally(() => {
        if (this.coming.get(number) === coming) this.coming.delete(number);
      });
    this.coming.set(number, coming);
    return coming;
  }
}

/**
 * What an answer says is wrong: the words of its problem object.
 * @param {Response} answer
 */
export async function troubleOf(answer) {
  try {
    const problem = await answer.json();
    return [problem.title ?? problem.what, problem.detail ?? problem.remedy].filter(Boolean).join(". ") || gettext("the server answered {status}", { status: answer.status });
  } catch {
    return gettext("the server answered {status}", { status: answer.status });
  }
}
