// Writes wwwroot/icons.svg from the unpacked npm package lucide-static 1.62.0:
//   npm pack lucide-static@1.62.0 && tar xzf lucide-static-1.62.0.tgz
//   node .ci/icons.mjs package
// Add an icon: add its Lucide name below and run it again. To use another id, write "lucide-name=id".
import { readFileSync, writeFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const names = `
  activity arrow-right ban bell book-open bot box calendar chart-column check chevron-down chevron-left chevron-right
  chevron-up chevrons-up-down circle-alert circle-check circle-question-mark=circle-help circle-x clock code compass copy
  credit-card database download ellipsis external-link eye eye-off file-braces file-text fingerprint folder git-compare
  globe hard-drive history image info key-round layers link list-filter list-ordered lock log-in log-out mail menu minus
  monitor moon pencil plus receipt-text refresh-cw rotate-cw scroll-text search send server settings shield
  sliders-horizontal star sun terminal trash-2 triangle-alert upload user user-plus user-x users vault wand-sparkles
  webhook x
`.trim().split(/\s+/).map(n => n.split("="));

const from = process.argv[2];
if (!from) {
  console.error("usage: node .ci/icons.mjs <folder of the unpacked lucide-static package>");
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
const symbols = names.map(([name, id = name]) => {
  const svg = readFileSync(join(from, "icons", `${name}.svg`), "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${id}" viewBox="0 0 24 24">${body.trim().replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
});

// The product's own mark. currentColor is the square; the stroke is white.
symbols.push(`<symbol id="mark" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="currentColor"/>` +
  `<g fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round"><path d="M5.3 8.4h6.6M16.2 8.4h2.5M5.3 15.6h2.5M12.1 15.6h6.6"/>` +
  `<circle cx="14.05" cy="8.4" r="2.15"/><circle cx="9.95" cy="15.6" r="2.15"/></g></symbol>`);

const licence = readFileSync(join(from, "LICENSE"), "utf8");
const notice = licence.replace(/--+/g, "-").trim();
const out = `<svg xmlns="http://www.w3.org/2000/svg">
<!-- Icons: Lucide (lucide-static ${version}), without the mark, which belongs to ClearSettings.
${notice}
-->
${symbols.join("\n")}
</svg>
`;
const to = join(dirname(fileURLToPath(import.meta.url)), "..", "wwwroot", "icons.svg");
writeFileSync(to, out);
console.log(`${symbols.length} symbols, ${out.length} bytes: ${to}`);
