// What the server found wrong, marked in the text. The list below the editor is the source; it is read from the page.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutterLineClass } from "@codemirror/view";

const sprite = () => document.querySelector("use")?.getAttribute("href")?.split("#")[0] || "/icons.svg";

class Sentence extends WidgetType {
  constructor(text) { super(); this.text = text; }
  eq(other) { return other.text === this.text; }
  get estimatedHeight() { return 32; }
  ignoreEvent() { return true; }
  toDOM() {
    const row = document.createElement("div");
    row.className = "cm-says";
    row.innerHTML = `<div class="cm-says-box"><svg class="icon icon-14" aria-hidden="true"><use href="${sprite()}#circle-alert"/></svg><span></span></div>`;
    row.querySelector("span").textContent = this.text;
    return row;
  }
}

class NumberClass extends GutterMarker {
  constructor(name) { super(); this.elementClass = name; }
  eq(other) { return other.elementClass === this.elementClass; }
}

const kinds = Object.fromEntries(["bad", "warn"].map(kind => [kind, {
  line: Decoration.line({ class: `cm-${kind}` }),
  span: Decoration.mark({ class: `cm-${kind}-span` }),
  number: new NumberClass(`cm-${kind}`),
}]));

export const setFindings = StateEffect.define();

/** origin is the offset the server named; from and to follow the edits made since. */
export function readFindings(list) {
  return [...list?.querySelectorAll("[data-finding]") ?? []].map(item => {
    const sentence = item.querySelector("[data-sentence]");
    const from = Number(item.dataset.from), to = Number(item.dataset.to ?? from);
    return {
      origin: from, from, to,
      kind: item.dataset.severity === "error" ? "bad" : "warn",
      text: (sentence?.dataset.sentence || sentence?.textContent || "").trim(),
    };
  }).filter(finding => Number.isInteger(finding.from) && Number.isInteger(finding.to));
}

function draw(doc, all) {
  const marks = [], numbers = [], lines = new Map();
  for (const finding of all) {
    const line = doc.lineAt(finding.from);
    const row = lines.get(line.from) ?? lines.set(line.from, { line, kind: "warn", texts: [] }).get(line.from);
    if (finding.kind === "bad") {
      row.kind = "bad";
      if (finding.text && !row.texts.includes(finding.text)) row.texts.push(finding.text);
    }
    // An empty span still shows one character; a long one ends with its first line.
    let { from } = finding, to = Math.min(finding.to, line.to);
    if (to <= from) [from, to] = from < line.to ? [from, from + 1] : [Math.max(line.from, from - 1), from];
    if (to > from) marks.push(kinds[finding.kind].span.range(from, to));
  }
  for (const { line, kind, texts } of lines.values()) {
    marks.push(kinds[kind].line.range(line.from));
    numbers.push(kinds[kind].number.range(line.from));
    for (const text of texts) marks.push(Decoration.widget({ widget: new Sentence(text), side: 1, block: true }).range(line.to));
  }
  return { all, marks: Decoration.set(marks, true), numbers: RangeSet.of(numbers, true) };
}

export const findings = StateField.define({
  create: state => draw(state.doc, []),
  update(value, transaction) {
    let all = value.all, changed = false;
    if (transaction.docChanged) {
      changed = all.length > 0;
      all = all.flatMap(finding => {
        const from = transaction.changes.mapPos(finding.from, 1), to = transaction.changes.mapPos(finding.to, -1);
        // Whoever deletes the marked text has dealt with it.
        return to <= from && finding.to > finding.from ? [] : [{ ...finding, from, to: Math.max(from, to) }];
      });
    }
    for (const effect of transaction.effects) if (effect.is(setFindings)) {
      changed = true;
      const end = transaction.newDoc.length;
      all = effect.value.map(finding => ({ ...finding, from: Math.min(finding.from, end), to: Math.min(finding.to, end) }));
    }
    return changed ? draw(transaction.newDoc, all) : value;
  },
  provide: field => [
    EditorView.decorations.from(field, value => value.marks),
    gutterLineClass.from(field, value => value.numbers),
  ],
});
