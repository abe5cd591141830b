// @ts-check
/** The words of the desk in the language of the page: messages of gettext, which the server puts into the page. */

const language = document.documentElement.lang || "en";
/** @type {Record<string, string[]>} */
const texts = JSON.parse(document.getElementById("desk-messages")?.textContent || "{}");
const plurals = new Intl.PluralRules(language);
const categories = plurals.resolvedOptions().pluralCategories.slice();
const ORDER = ["zero", "one", "two", "few", "many", "other"];
categories.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));

/** @param {string} words @param {Record<string, unknown>} values */
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A message, with values put in for {names}.
 * @param {string} message @param {Record<string, unknown>} values */
export const gettext = (message, values = {}) => filled((texts[message] ?? [message])[0], values);

/** A message about a number, put in for {number} as the language writes it.
 * @param {string} singular @param {string} plural @param {number} number @param {Record<string, unknown>} values */
export function ngettext(singular, plural, number, values = {}) {
  const forms = texts[singular] ?? [singular, plural];
  const form = Math.min(categories.indexOf(plurals.select(number)), forms.length - 1);
  return filled(forms[form], { number: inFigures(number), ...values });
}

/** @param {number} number a whole number, with its thousands set apart as the language has it */
export const inFigures = (number) => number.toLocaleString(language);
