// @ts-check
/* The editor: CodeMirror with the marks of the checks, cards at citations, and suggestions of items. */
import { gettext } from "./words.js";
import * as cm from "./vendor/codemirror.min.js";

const remote = cm.Annotation.define();
const colours = cm.HighlightStyle.define([
  { tag: cm.tags.heading1, fontWeight: "600", fontSize: "1.25em" },
  { tag: cm.tags.heading2, fontWeight: "600", fontSize: "1.15em" },
  { tag: cm.tags.heading, fontWeight: "600" },
  { tag: cm.tags.strong, fontWeight: "600" },
  { tag: cm.tags.emphasis, fontStyle: "italic" },
  { tag: cm.tags.link, color: "var(--link)" },
  { tag: cm.tags.url, color: "var(--quiet)" },
  { tag: cm.tags.quote, color: "var(--quiet)" },
  { tag: cm.tags.monospace, fontFamily: "var(--mono)", fontSize: ".9em" },
  { tag: cm.tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [cm.tags.processingInstruction, cm.tags.contentSeparator], color: "var(--quiet)" },
]);
const theme = cm.EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--ground)", fontSize: "1rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "var(--serif)", lineHeight: "1.6", padding: ".8rem 0 6rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 .8rem 0 .4rem" },
  ".cm-scroller": { fontFamily: "var(--serif)", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--quiet)", border: "0", fontFamily: "var(--mono)", fontSize: ".72rem" },
  ".cm-gutter-lint": { width: "1.5em" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--mark)" },
  ".cm-selectionMatch": { backgroundColor: "var(--sunk)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--raised) 60%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "3px", maxWidth: "min(32rem, 92vw)" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--serif)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", marginInlineStart: "1em" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", borderColor: "var(--hair)" },
  ".cm-panel.cm-search": { padding: ".5rem" },
  ".cm-panel.cm-search label": { fontSize: ".8rem" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--ground)", backgroundImage: "none", color: "var(--ink)", border: "1px solid var(--line)", fontSize: ".85rem" },
  ".cm-diagnostic": { padding: ".5rem .8rem", borderLeftWidth: "4px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--doubt)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--line)" },
  ".cm-diagnosticAction": { font: "inherit", fontSize: ".85rem", backgroundColor: "var(--ground)", color: "var(--ink)", border: "1px solid var(--line)", padding: ".15rem .6rem", margin: ".3rem .4rem 0 0", minHeight: "28px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: ".25em" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--doubt)", textUnderlineOffset: ".25em" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--line)", textUnderlineOffset: ".25em" },
  ".cm-front-matter": { fontFamily: "var(--mono)", fontSize: ".82em", color: "var(--quiet)" },
  ".cm-front-matter span": { fontWeight: "400 !important", fontSize: "1em !important", color: "inherit !important" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--doubt)" },
});

// The front matter looks like what it is, and not like a heading, which Markdown takes it for.
const frontMatter = cm.ViewPlugin.define(
  (/** @type {any} */ view) => {
    const marks = (/** @type {any} */ doc) => {
      const lines = [];
      if (doc.line(1).text.trimEnd() === "---") {
        for (let number = 1; number <= Math.min(doc.lines, 60); number++) {
          const line = doc.line(number);
          lines.push(cm.Decoration.line({ class: "cm-front-matter" }).range(line.from));
          if (number > 1 && /^(---|\.\.\.)\s*$/.test(line.text)) return cm.Decoration.set(lines);
        }
      }
      return cm.Decoration.none;
    };
    return {
      decorations: marks(view.state.doc),
      update(/** @type {any} */ update) {
        if (update.docChanged) this.decorations = marks(update.state.doc);
      },
    };
  },
  { decorations: (/** @type {any} */ plugin) => plugin.decorations },
);

/**
 * @typedef {{code: string, severity: string, message: string, remedy: string, cannot_tell: boolean, line: number,
 *   from: number, to: number, fixes: {title: string, from: number, to: number, text: string, certain: boolean}[]}} Finding
 * @typedef {{item: string, from: number, to: number}} Cited
 * @typedef {{findings: Finding[], outline: {heading: string, level: number, at: number}[], citations: Cited[],
 *   quotations: any[], title: string, words: number, html: string}} Look
 */

/** The editor of one chapter. */
export class Editor {
  /**
   * @param {HTMLElement} place
   * @param {string} nonce
   * @param {{changed: () => void, moved: () => void, keys: Record<string, () => void>,
   *   suggest: (words: string) => Promise<any[]>, card: (item: string) => Promise<HTMLElement>}} act
   */
  constructor(place, nonce, act) {
    this.act = act;
    /** @type {Look | null} */
    this.look = null;
    this.looked = null; // the document that the look is about
    const keys = Object.entries(act.keys).map(([key, run]) => ({ key, preventDefault: true, run: () => (run(), true) }));
    this.view = new cm.EditorView({
      parent: place,
      extensions: [
        cm.EditorView.cspNonce.of(nonce),
        cm.keymap.of([
          ...keys,
          { key: "Enter", run: cm.insertNewlineContinueMarkup },
          { key: "Backspace", run: cm.deleteMarkupBackward },
          ...cm.completionKeymap,
          ...cm.lintKeymap,
          ...cm.searchKeymap,
          ...cm.historyKeymap,
          ...cm.defaultKeymap,
        ]),
        cm.history(),
        cm.lineNumbers(),
        cm.lintGutter({ hoverTime: 150 }),
        cm.highlightSpecialChars(),
        cm.drawSelection(),
        cm.highlightActiveLine(),
        cm.bracketMatching(),
        cm.highlightSelectionMatches(),
        cm.search({ top: true }),
        cm.EditorView.lineWrapping,
        cm.syntaxHighlighting(colours),
        cm.markdownLanguage,
        frontMatter,
        cm.autocompletion({ override: [(/** @type {any} */ context) => this.complete(context)], icons: false }),
        cm.hoverTooltip((/** @type {any} */ view, /** @type {number} */ at) => this.cardAt(at)),
        cm.EditorView.contentAttributes.of({ tabindex: "0", "aria-label": gettext("Text of the chapter, in Markdown"), spellcheck: "true", lang: document.documentElement.lang }),
        cm.EditorView.updateListener.of((/** @type {any} */ update) => {
          if (update.docChanged && !update.transactions.some((/** @type {any} */ step) => step.annotation(remote))) act.changed();
          else if (update.docChanged) act.moved();
          if (update.selectionSet) act.moved();
        }),
        theme,
      ],
    });
  }

  text() {
    return this.view.state.doc.toString();
  }

  /** Put another text in place of this one, changing only what differs. @param {string} text */
  replace(text) {
    const now = this.text();
    if (now === text) return;
    const changes = cm.diff(now, text).map((/** @type {any} */ step) => ({ from: step.fromA, to: step.toA, insert: text.slice(step.fromB, step.toB) }));
    this.view.dispatch({ changes, annotations: [remote.of(true), cm.Transaction.addToHistory.of(now !== "")] });
  }

  /** Insert words at the cursor, in place of what is selected. @param {string} words @param {[number, number]} [select] */
  insert(words, select) {
    const { from, to } = this.view.state.selection.main;
    const [start, end] = select || [words.length, words.length];
    this.view.dispatch({
      changes: { from, to, insert: words },
      selection: { anchor: from + start, head: from + end },
      scrollIntoView: true,
      userEvent: "input.paste",
    });
    this.view.focus();
  }

  /** Put marks around what is selected. @param {string} mark */
  around(mark) {
    const { from, to } = this.view.state.selection.main;
    const words = this.view.state.sliceDoc(from, to);
    this.insert(`${mark}${words}${mark}`, words ? undefined : [mark.length, mark.length]);
  }

  /** The text of the line before the cursor. */
  before() {
    const head = this.view.state.selection.main.from;
    return this.view.state.sliceDoc(this.view.state.doc.lineAt(head).from, head);
  }

  /** The citation at the cursor. @returns {Cited | undefined} */
  citedHere() {
    return this.citedAt(this.view.state.selection.main.head);
  }

  /** @param {number} at @returns {Cited | undefined} */
  citedAt(at) {
    return this.isLooked() ? this.look?.citations.find((cited) => cited.from <= at && at <= cited.to) : undefined;
  }

  isLooked() {
    return this.looked === this.view.state.doc;
  }

  /** Go to a place. @param {number} from @param {number} to */
  go(from, to = from) {
    const end = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, effects: cm.EditorView.scrollIntoView(Math.min(from, end), { y: "center" }) });
    this.view.focus();
  }

  /** Show what the checks say. @param {Look} look @param {any} doc The document that it is about. */
  show(look, doc) {
    if (doc !== this.view.state.doc) return;
    this.look = look;
    this.looked = doc;
    const end = doc.length;
    const diagnostics = look.findings.map((finding) => ({
      from: Math.min(finding.from, end),
      to: Math.min(Math.max(finding.to, finding.from), end),
      severity: finding.severity === "note" ? "info" : finding.severity,
      source: finding.code,
      message: finding.message + (finding.remedy ? `\n${finding.remedy}` : ""),
      actions: finding.fixes.map((fix) => ({ name: fix.title, apply: () => this.fix(fix) })),
    }));
    this.view.dispatch(cm.setDiagnostics(this.view.state, diagnostics));
  }

  /** Make a quick fix; not on a text that has changed since. @param {{from: number, to: number, text: string}} fix */
  fix(fix) {
    if (!this.isLooked()) return false;
    const why = fix.text.search(/: why(?: -->|"\n?)$/);
    const selection = why >= 0 ? { anchor: fix.from + why + 2, head: fix.from + why + 5 } : { anchor: fix.from + fix.text.length };
    this.view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.text }, selection, scrollIntoView: true, userEvent: "input" });
    this.view.focus();
    return true;
  }

  /** @param {any} context @returns {Promise<any>} */
  async complete(context) {
    const typed = context.matchBefore(/(?:[([]@?|[;,]\s*@?)[^()[\]@;,.“”"\n]{2,60}$/);
    if (!typed) return null;
    const words = typed.text.replace(/^[([;,\s@]+/, "");
    if (words.trim().length < 2 || !/\d|[A-Z]{2}/.test(words)) return null;
    const items = await this.act.suggest(words).catch(() => []);
    if (context.aborted || !items.length) return null;
    const options = items.slice(0, 12).map((item) => ({ label: item.item, detail: item.detail }));
    return { from: context.pos - words.length, options, filter: false };
  }

  /** @param {number} at @returns {Promise<any>} */
  async cardAt(at) {
    const cited = this.citedAt(at);
    if (!cited) return null;
    const dom = await this.act.card(cited.item).catch(() => null);
    return dom ? { pos: cited.from, end: cited.to, above: true, create: () => ({ dom }) } : null;
  }
}
