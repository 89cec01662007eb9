// How HOCON, JSON and YAML are coloured and indented. Light on purpose: the server says what is wrong.
import { StreamLanguage, indentService, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { tagHighlighter, tags } from "@lezer/highlight";

const constant = /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)$/i;
const brackets = { closeBrackets: { brackets: ["{", "[", "\""] }, indentOnInput: /^\s*[}\]]$/ };

// JSON is read as HOCON without comments and substitutions.
function hocon(json) {
  return {
    name: json ? "json" : "hocon",
    languageData: json ? brackets : { ...brackets, commentTokens: { line: "#" } },
    // open: brackets around this place; key: a key may stand here; waits: a value must follow; text: inside """
    startState: () => ({ open: [], key: true, waits: false, text: false }),
    token(stream, state) {
      if (state.text) {
        state.text = !stream.skipTo("\"\"\"");
        if (state.text) stream.skipToEnd(); else stream.match(/^"{3,}/);
        return "string";
      }
      const inObject = () => state.open.at(-1) !== "[";
      if (stream.sol() && !state.waits) state.key = inObject();
      if (stream.eatSpace()) return null;
      if (!json && stream.match(/^(?:#|\/\/)/)) {
        stream.skipToEnd();
        return "comment";
      }
      if (!json && stream.match("\"\"\"")) {
        state.text = true;
        state.waits = false;
        return "string";
      }
      if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) {
        state.waits = false;
        return state.key ? "propertyName" : "string";
      }
      if (!json && stream.match(/^\$\{[^}]*\}?/)) {
        state.waits = false;
        return "variableName";
      }
      if (state.key) {
        const word = stream.match(/^(?:(?!\/\/)[^\s{}[\],=:+#"$])+/);
        if (word && !(word[0] === "include" && stream.match(/^\s*[\w("]/, false))) return "propertyName";
        if (word) state.key = false;
        if (word) return null;
      } else {
        const word = stream.match(/^(?:(?!\/\/)[^\s{}[\],=#"$])+/);
        if (word && word[0] !== ":") {
          state.waits = false;
          return constant.test(word[0]) ? "number" : null;
        }
        if (word) return null;
      }
      const mark = stream.next();
      if (mark === "{" || mark === "[") {
        state.open.push(mark);
        state.waits = false;
        state.key = mark === "{";
      } else if (mark === "}" || mark === "]") {
        state.open.pop();
        state.waits = false;
        state.key = false;
      } else if (mark === ",") {
        state.key = inObject();
      } else if (mark === "=" || mark === ":") {
        state.key = false;
        state.waits = true;
      }
      return null;
    },
  };
}

const yaml = {
  name: "yaml",
  languageData: { ...brackets, commentTokens: { line: "#" } },
  // block: indent of the key whose | or > text goes on; quote: the quote that is still open; flow: depth of [ and {
  startState: () => ({ block: -1, quote: "", flow: 0, key: true }),
  token(stream, state) {
    if (stream.sol()) {
      if (state.block >= 0) {
        if (stream.indentation() > state.block) {
          stream.skipToEnd();
          return "string";
        }
        state.block = -1;
      }
      state.key = true;
    }
    if (state.quote) {
      const end = state.quote === "'" ? /^(?:[^']|'')*'/ : /^(?:[^"\\]|\\.)*"/;
      if (stream.match(end)) state.quote = ""; else stream.skipToEnd();
      return "string";
    }
    const spaced = stream.eatSpace() || stream.sol();
    if (stream.eol()) return null;
    if (spaced && stream.peek() === "#") {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/^(?:---|\.\.\.)(?=\s|$)/) || stream.match(/^[-?](?=\s|$)/)) return null;
    if ((state.key || state.flow) && stream.match(/^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:,[\]{}"'&*!|>%@`](?:[^:#,[\]{}]|:(?!\s|$))*?)(?=\s*:(?:\s|$))/)) {
      state.key = false;
      return "propertyName";
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"/) || stream.match(/^'(?:[^']|'')*'/)) return "string";
    const mark = stream.peek();
    if (mark === "\"" || mark === "'") {
      state.quote = mark;
      stream.skipToEnd();
      return "string";
    }
    if (stream.match(/^[|>][+-]?\d?[+-]?(?=\s*(?:#.*)?$)/)) {
      state.block = stream.indentation();
      return null;
    }
    if (stream.match(/^[&*][^\s,[\]{}]+/)) return "variableName";
    if (stream.match(/^![^\s,[\]{}]*/)) return null;
    if (/[[\]{},:]/.test(mark)) {
      if (mark === "[" || mark === "{") state.flow++;
      if ((mark === "]" || mark === "}") && state.flow) state.flow--;
      stream.next();
      return null;
    }
    state.key = false;
    const plain = stream.match(state.flow ? /^(?:[^,[\]{}#:]|:(?=\S)|#)+?(?=\s*(?:[,[\]{}]|:\s|\s#|$))/ : /^.+?(?=\s+#|\s*$)/);
    if (!plain) stream.next();
    return plain && (constant.test(plain[0]) || plain[0] === "~") ? "number" : "string";
  },
};

const languages = {
  hocon: StreamLanguage.define(hocon(false)),
  json: StreamLanguage.define(hocon(true)),
  yaml: StreamLanguage.define(yaml),
};

export const colours = syntaxHighlighting(tagHighlighter([
  { tag: tags.propertyName, class: "c-key" },
  { tag: tags.string, class: "c-str" },
  { tag: tags.number, class: "c-num" },
  { tag: tags.variableName, class: "c-var" },
  { tag: tags.comment, class: "c-com" },
]));

// A line stands as far in as the one before, one step more after an opening bracket (YAML: a colon or a dash), one
// step less when it begins with a closing one. Relative, so that a text indented otherwise stays as it is.
const indent = yamlRules => indentService.of((context, at) => {
  const { doc } = context.state, line = doc.lineAt(at);
  let before = line.text.slice(0, at - line.from);
  if (!before) {
    let { number } = line;
    while (--number > 0 && !doc.line(number).text.trim());
    if (number < 1) return 0;
    before = doc.line(number).text;
  }
  const width = context.countColumn(before, before.search(/\S|$/));
  const code = before.replace(yamlRules ? /(?:^|\s)#.*$/ : /(?:^|\s)(?:#|\/\/).*$/, "").trim();
  const opens = /[{[(]$/.test(code) || (yamlRules && /(?:^-.*)?(?::|[|>][+-]?)$/.test(code));
  const closes = /^\s*[}\]]/.test(context.textAfterPos(at));
  return Math.max(0, width + (opens ? context.unit : 0) - (closes ? context.unit : 0));
});

export const language = format => [languages[format] ?? languages.hocon, indent(format === "yaml"), indentUnit.of("  ")];
