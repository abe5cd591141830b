// What the desk uses of CodeMirror, and nothing else.
export { EditorState, Compartment, Annotation, Transaction, StateEffect, StateField } from "@codemirror/state";
export {
  EditorView, Decoration, ViewPlugin, drawSelection, highlightActiveLine, highlightSpecialChars, hoverTooltip,
  showTooltip, keymap, lineNumbers, placeholder, rectangularSelection,
} from "@codemirror/view";
export {
  defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory, temporarilySetTabFocusMode,
} from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting, syntaxTree, bracketMatching } from "@codemirror/language";
export { commonmarkLanguage, deleteMarkupBackward, insertNewlineContinueMarkup, markdownLanguage } from "@codemirror/lang-markdown";
export { forceLinting, lintGutter, lintKeymap, setDiagnostics, setDiagnosticsEffect } from "@codemirror/lint";
export { autocompletion, completionKeymap, startCompletion, closeBrackets } from "@codemirror/autocomplete";
export { highlightSelectionMatches, search, searchKeymap, openSearchPanel } from "@codemirror/search";
export { tags } from "@lezer/highlight";
export { diff } from "@codemirror/merge";
