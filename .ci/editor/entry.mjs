// Turns every textarea[data-editor] into a code editor. The textarea stays the form's field and always holds the text.
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { IndentContext, bracketMatching, getIndentation, indentOnInput } from "@codemirror/language";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { StyleModule } from "style-mod";
import { colours, language } from "./formats.mjs";
import { findings, readFindings, setFindings } from "./findings.mjs";
import { keyAt } from "./keys.mjs";

const find = (selector, root = document) => selector ? root.querySelector(selector) : null;
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (type, act) => document.addEventListener(type, act);
const tell = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));

// The Content Security Policy forbids style elements, a constructed sheet is allowed. Layer "base" lets editor.css win.
const sheet = new CSSStyleSheet(), mounted = new Set();
StyleModule.mount = (root, modules) => {
  const before = mounted.size;
  for (const module of [modules].flat()) mounted.add(module);
  if (mounted.size > before) sheet.replaceSync(`@layer base{${[...mounted].map(module => module.getRules()).join("\n")}}`);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};

const words = EditorState.phrases.of({
  "next": "Next", "previous": "Previous", "replace": "Replace", "replace all": "Replace all", "close": "Close",
  "match case": "Match case", "regexp": "Regular expression", "by word": "Whole words",
});

// ---- one editor ----------------------------------------------------------------------------------------------------

const editors = new Map();        // by textarea
let used = null;                  // the one that last had the focus

const editorOf = selector => editors.get(find(selector)) ?? (editors.has(used?.area) ? used : editors.values().next().value);

function attributes(area) {
  const fixed = area.readOnly || area.disabled;
  const labels = [...area.labels];
  // Not editable is not focusable either, but the keyboard must reach the text to read and scroll it.
  const named = { tabindex: "0" };
  for (const name of ["aria-label", "aria-labelledby", "aria-describedby", "aria-invalid"])
    if (area.hasAttribute(name)) named[name] = area.getAttribute(name);
  if (!named["aria-label"] && !named["aria-labelledby"] && labels.length) {
    labels.forEach((label, index) => label.id ||= `${area.id || area.name || "editor"}-label${index || ""}`);
    named["aria-labelledby"] = labels.map(label => label.id).join(" ");
  }
  if (fixed) named["aria-readonly"] = "true";
  return [EditorState.readOnly.of(fixed), EditorView.editable.of(!fixed), EditorView.contentAttributes.of(named)];
}

function enhance(area) {
  const format = () => (find(area.dataset.formatFrom)?.value || area.dataset.format || "hocon").toLowerCase();
  const formatPart = new Compartment(), attributePart = new Compartment();
  let changed = false, timer, list, path;

  const written = view => {
    area.value = view.state.doc.toString();
    changed = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const tellKey = () => {
    const found = keyAt(view.state.doc.toString(), view.state.selection.main.head, format()).path.join(".");
    if (found !== path) tell("vault-key", { path: path = found });
  };
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), closeBrackets(), colours, findings, words,
        search({ top: true }), highlightSelectionMatches({ minSelectionLength: 3 }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap]),
        formatPart.of(language(format())),
        attributePart.of(attributes(area)),
        EditorView.updateListener.of(update => {
          if (update.docChanged) written(update.view);
          if (update.focusChanged && update.view.hasFocus) used = editor;
          if (update.focusChanged && !update.view.hasFocus && changed) {
            changed = false;
            area.dispatchEvent(new Event("change", { bubbles: true }));
          }
          if (update.docChanged || update.selectionSet || update.focusChanged) {
            clearTimeout(timer);
            timer = setTimeout(tellKey, 150);
          }
        }),
      ],
    }),
  });

  const box = view.dom;
  area.after(box);
  // Hidden, yet still able to take the focus: from a label, from autofocus, from a script. It passes it on.
  const focused = document.activeElement === area;
  area.classList.add("sr");
  area.tabIndex = -1;
  area.setAttribute("aria-hidden", "true");
  const passFocus = () => view.focus();
  area.addEventListener("focus", passFocus);
  if (focused) view.focus();
  // The form hears the textarea only; and Escape, which closes a panel here, must not cancel the form around.
  for (const type of ["input", "change"]) box.addEventListener(type, event => event.stopPropagation());
  box.addEventListener("keydown", event => event.key === "Escape" && event.stopPropagation());

  const formatChanged = () => {
    view.dispatch({ effects: formatPart.reconfigure(language(format())) });
    path = undefined;
    tellKey();
  };
  const watch = new MutationObserver(records => records.some(record => record.attributeName === "data-format")
    ? formatChanged()
    : view.dispatch({ effects: attributePart.reconfigure(attributes(area)) }));
  watch.observe(area, { attributeFilter: ["data-format", "readonly", "disabled", "aria-label", "aria-labelledby", "aria-describedby", "aria-invalid"] });

  const editor = {
    area, view, format, formatChanged,
    // After a reset, or when the browser puts back what was typed before.
    takeOver() {
      if (area.value !== view.state.doc.toString()) editor.replace(area.value);
    },
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, annotations: isolateHistory.of("full"), scrollIntoView: true });
    },
    // records: null when the whole page is new
    look(records) {
      const now = find(area.dataset.findings);
      if (now === list && !records?.some(record => now?.contains(record.target))) return;
      list = now;
      view.dispatch({ effects: setFindings.of(readFindings(now)) });
    },
    go(offset) {
      const known = view.state.field(findings).all.find(finding => finding.origin === offset);
      const at = Math.min(Math.max(known ? known.from : offset, 0), view.state.doc.length);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      box.scrollIntoView({ block: "nearest" });
      view.focus();
    },
    end() {
      clearTimeout(timer);
      watch.disconnect();
      area.removeEventListener("focus", passFocus);
      view.destroy();
      editors.delete(area);
    },
  };
  editors.set(area, editor);
  editor.look(null);
}

// ---- edits from outside --------------------------------------------------------------------------------------------

function apply({ view }, edits) {
  const size = view.state.doc.length;
  const changes = edits.map(({ from, to = from, insert = "" }) => ({ from, to, insert: String(insert) }));
  const fits = changes.every(({ from, to }) => Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= size);
  if (!changes.length || !fits || view.state.readOnly) return;
  const set = view.state.changes(changes);
  const at = set.mapPos(changes.at(-1).to, 1);
  view.dispatch({ changes: set, selection: { anchor: at }, scrollIntoView: true, annotations: isolateHistory.of("full"), userEvent: "input.fix" });
}

// A key goes on a line of its own below the cursor. A key of the block around the cursor loses the block's path, and a
// key of another block goes to the end, where it means what it says. In JSON and YAML the server finds the place.
function insertKey({ view }, text) {
  if (view.state.readOnly) return;
  const { doc, selection } = view.state;
  let line = doc.lineAt(selection.main.head);
  const { container } = keyAt(doc.toString(), line.to, "hocon");
  const prefix = container?.length ? `${container.join(".")}.` : "";
  const near = container !== null && text.startsWith(prefix);
  if (near) text = text.slice(prefix.length);
  else line = doc.line(doc.lines);
  const blank = !line.text.trim();
  const columns = near ? getIndentation(new IndentContext(view.state, { simulateBreak: blank ? undefined : line.to }), blank ? line.from : line.to) ?? 0 : 0;
  const insert = `${blank ? "" : "\n"}${" ".repeat(columns)}${text}`;
  const from = blank ? line.from : line.to;
  view.dispatch({ changes: { from, to: line.to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, annotations: isolateHistory.of("full"), userEvent: "input.key" });
  view.focus();
}

// ---- files ---------------------------------------------------------------------------------------------------------

const endings = { conf: "hocon", hocon: "hocon", json: "json", yaml: "yaml", yml: "yaml" };

async function importFile(input) {
  const file = input.files[0], editor = editorOf(input.dataset.import);
  const refuse = text => { input.setCustomValidity(text); input.reportValidity(); };
  input.setCustomValidity("");
  // Outside the form, a refused file cannot keep the form from being sent.
  input.setAttribute("form", "");
  if (!file || !editor) return;
  const format = endings[file.name.split(".").pop().toLowerCase()];
  if (!format) return refuse("Choose a file that ends in .conf, .hocon, .json, .yaml or .yml.");
  if (file.size > 1 << 20) return refuse("This file is larger than 1 MB. Choose a smaller one.");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return refuse("This file is not text in UTF-8. Save it as UTF-8 and choose it again.");
  }
  input.value = "";                 // the same file can be chosen again
  const select = find(editor.area.dataset.formatFrom);
  const option = [...select?.options ?? []].find(choice => choice.value.toLowerCase() === format);
  if (option && !option.selected) {
    select.value = option.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  editor.replace(text);
  editor.view.focus();
  tell("announce", { value: `${file.name} is in the editor. Undo brings the text back.` });
}

function download(name, { view, format }) {
  const ending = { json: ".json", yaml: ".yaml" }[format()] ?? ".conf";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([view.state.doc.toString()], { type: "text/plain" }));
  link.download = name.replace(/\.(?:conf|hocon|json|ya?ml)$/, "") + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- the page ------------------------------------------------------------------------------------------------------

on("click", event => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
  const goto = event.target.closest("[data-goto]"), inserts = event.target.closest("[data-insert]"), saves = event.target.closest("[data-download-text]");
  const owner = goto && [...editors.values()].find(({ area }) => find(area.dataset.findings)?.contains(goto));
  const editor = owner ?? editorOf();
  if (!editor) return;
  if (goto) {
    event.preventDefault();
    editor.go(Number(goto.dataset.goto));
  }
  if (inserts && editor.format() === "hocon") {
    event.preventDefault();
    insertKey(editor, inserts.dataset.insert);
  }
  if (saves) download(saves.dataset.downloadText, editor);
});

on("change", event => {
  if (event.target.matches("input[type=file][data-import]")) importFile(event.target);
  for (const editor of editors.values()) if (find(editor.area.dataset.formatFrom) === event.target) editor.formatChanged();
});
on("reset", event => setTimeout(() => { for (const editor of editors.values()) if (editor.area.form === event.target) editor.takeOver(); }));
addEventListener("pageshow", () => { for (const editor of editors.values()) editor.takeOver(); });

on("vault-edit", event => {
  const editor = editorOf(), { edits = event.detail?.value?.edits } = event.detail ?? {};
  if (editor && Array.isArray(edits)) apply(editor, edits);
});

// The reference shows the key under the cursor.
let here;
function tint() {
  for (const item of findAll(".keyref-item[data-key]")) {
    const is = item.dataset.key === here;
    if (item.classList.contains("is-here") === is) continue;
    item.classList.toggle("is-here", is);
    if (is) item.setAttribute("aria-current", "true"); else item.removeAttribute("aria-current");
    const list = item.closest(".keyref");
    if (is && list) list.scrollTop += Math.min(0, item.getBoundingClientRect().top - list.getBoundingClientRect().top)
      + Math.max(0, item.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom);
  }
}
on("vault-key", event => { here = event.detail.path; tint(); });

function scan(records) {
  const outside = records?.filter(record => !record.target.parentElement?.closest(".cm-editor") && !record.target.matches?.(".cm-editor"));
  if (outside && !outside.length) return;
  for (const editor of [...editors.values()]) if (!editor.area.isConnected || !editor.view.dom.isConnected) editor.end();
  for (const area of findAll("textarea[data-editor]")) if (!editors.has(area)) enhance(area);
  for (const editor of editors.values()) editor.look(outside);
  tint();
}
scan(null);
new MutationObserver(scan).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-from", "data-to", "data-severity"] });
