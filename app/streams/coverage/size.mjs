// The crate's own share of the page's wasm, kept in a ledger: a change of more than 2 % must be explained.
//
//   node size.mjs FRONTEND.wasm
//
// FRONTEND.wasm is the page as the compiler made it, with the names of its functions. It is made small as the release is,
// but keeps the names, and the functions of this crate are counted: its own, and those of others that exist for its types
// (reading a contact as data is a function of serde). What was merged into functions of others is counted there.
// Wants wasm-bindgen and wasm-opt on the path.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [wasm] = process.argv.slice(2);
const ledgerFile = join(import.meta.dirname, "size-ledger.json");

const folder = mkdtempSync(join(tmpdir(), "size-"));
const small = join(folder, "small.wasm");
execFileSync("wasm-bindgen", ["--target", "web", "--keep-debug", "--no-demangle", "--no-typescript", "--out-name", "page", "--out-dir", folder, wasm]);
execFileSync("wasm-opt", ["-Oz", "-g", join(folder, "page_bg.wasm"), "-o", small]);
const bytes = readFileSync(small);
rmSync(folder, { recursive: true });

let at = 8;
const number = () => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
};
const text = () => {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
};
let imported = 0;
const sizes = [];
const names = new Map();
while (at < bytes.length) {
  const section = bytes[at++];
  const end = number() + at;
  if (section === 2) {
    for (let count = number(); count > 0; count -= 1) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) {
        imported += 1;
        number();
      } else if (kind === 1) {
        at += 1;
        if (number() & 1) [number(), number()];
        else number();
      } else if (kind === 2) {
        if (number() & 1) [number(), number()];
        else number();
      } else if (kind === 3) at += 2;
    }
  } else if (section === 10) {
    for (let count = number(); count > 0; count -= 1) {
      const size = number();
      sizes.push(size);
      at += size;
    }
  } else if (section === 0 && text() === "name") {
    while (at < end) {
      const kind = bytes[at++];
      const inner = number() + at;
      if (kind === 1) for (let count = number(); count > 0; count -= 1) names.set(number(), text());
      at = inner;
    }
  }
  at = end;
}

const own = sizes.reduce((sum, size, index) => (names.get(index + imported)?.includes("connect_streams") ? sum + size : sum), 0);
const whole = sizes.reduce((sum, size) => sum + size, 0);
const ledger = JSON.parse(readFileSync(ledgerFile, "utf8"));
const kept = ledger.at(-1).bytes;
const change = ((own - kept) / kept) * 100;
console.log(`connect-streams is ${own} bytes of ${whole} bytes of code in the page (${((own / whole) * 100).toFixed(1)} %); the ledger says ${kept} (${change >= 0 ? "+" : ""}${change.toFixed(1)} %)`);
if (Math.abs(change) > 2) {
  console.log(`That is more than 2 %: add ${own} with its reason to app/streams/coverage/size-ledger.json.`);
  process.exit(1);
}
