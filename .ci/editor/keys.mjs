// Which key a place in the text belongs to, by a light scan that forgives half-written text.

const token = /"""[^]*?(?:"{3,}|$)|"(?:[^"\\\n]|\\.)*"?|(?:#|\/\/)[^\n]*|\$\{[^}\n]*\}?|\+?=|[:{}[\],\n]|[^\s"#{}[\],:=+$/]+|./gs;

const parts = raw => (raw.trim().match(/"[^"]*"|[^.]+/g) ?? []).map(part => part.trim().replace(/^"([^".]*)"$/, "$1"));

// HOCON and JSON.
function braces(text, at) {
  const outer = [];
  // here: path of the innermost container; entry: path of the key whose value is being read
  let here = [], list = false, entry = null, expects = true, waits = false, start = -1, raw = "";
  let found = { path: [], container: here };
  const note = (from, path) => { if (from <= at) found = { path, container: list ? null : here }; };
  const name = () => {
    entry = [...here, ...parts(raw)];
    note(start, entry);
    start = -1;
    raw = "";
  };
  for (const match of text.matchAll(token)) {
    const from = match.index, word = match[0], to = from + word.length;
    if (from > at && (start < 0 || start > at)) break;
    if (/^(?:#|\/\/)/.test(word)) continue;
    if (word === "\n" || word === ",") {
      if (start >= 0) name();
      if (waits && word === "\n") continue;
      [entry, expects, waits] = [null, !list, false];
      note(to, here);
    } else if (word === "{" || word === "[") {
      if (start >= 0) name();
      outer.push([here, list, entry]);
      [here, list, entry, expects, waits] = [entry ?? here, word === "[", null, word === "{", false];
      note(to, here);
    } else if (word === "}" || word === "]") {
      if (start >= 0) name();
      [here, list, entry] = outer.pop() ?? [[], false, null];
      [expects, waits] = [false, false];
      note(to, entry ?? here);
    } else if (/^(?:\+?=|:)$/.test(word) && start >= 0) {
      name();
      [expects, waits] = [false, true];
    } else if (expects) {
      if (start < 0 && word.trim()) start = from;
      if (start >= 0) raw += word;
    } else if (word.trim()) waits = false;
  }
  if (start >= 0) name();
  return found;
}

function indented(text, at) {
  const open = [];                // { indent, name } of the keys around
  let offset = 0, block = -1, path = [];
  for (const whole of text.split("\n")) {
    if (offset > at) break;
    offset += whole.length + 1;
    const line = whole.slice(0, 300);         // a key stands at the start; a long line would take the pattern long
    const width = line.search(/\S/);
    if (block >= 0 && (width < 0 || width > block)) continue;
    block = -1;
    if (width < 0) {
      path = open.map(key => key.name);
      continue;
    }
    const match = /^(\s*(?:-\s+)*)("[^"]*"|'[^']*'|[^\s#"'{[][^#]*?)\s*:(?:\s+(.*))?$/.exec(line);
    if (match) {
      while (open.length && open.at(-1).indent >= match[1].length) open.pop();
      open.push({ indent: match[1].length, name: match[2].replace(/^(["'])(.*)\1$/, "$2") });
      if (/^[|>][+-]?\d?[+-]?\s*(?:#.*)?$/.test(match[3] ?? "")) block = width;
    } else if (!/^\s*[#-]/.test(line)) while (open.length && open.at(-1).indent >= width) open.pop();
    path = open.map(key => key.name);
  }
  return { path, container: path };
}

/** path: of the key at the place; container: of the object a new line there would belong to, null inside a list. */
export const keyAt = (text, at, format) =>
  format === "yaml" && !/^\s*\{/.test(text) ? indented(text, at) : braces(text, at);
