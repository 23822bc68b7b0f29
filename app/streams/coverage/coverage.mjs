// How much of the library the crate binds, and how much of that a browser has seen at work.
//
//   node coverage.mjs SURFACE.json RECORDED_FOLDER
//
// SURFACE.json is what the crate itself says it binds (the example `surface`), RECORDED_FOLDER what the browser suite
// wrote down (recorder.js). Fails when a name of the declarations is neither bound nor left out with a reason, when one
// is both, or when less than 85 % of what is bound was exercised.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { declared } from "./declared.mjs";

const here = import.meta.dirname;
const [surfaceFile, recordedFolder] = process.argv.slice(2);
const { names, byNode, bases, checker } = declared(join(here, "../node_modules/amazon-connect-streams/src/index.d.ts"));
const surface = JSON.parse(readFileSync(surfaceFile, "utf8"));
const leftOut = new Map(
  JSON.parse(readFileSync(join(here, "left-out.json"), "utf8")).flatMap(({ names, reason }) => names.map((name) => [name, reason])),
);

const api = new Set(surface.api);
const keys = new Set(surface.data.flatMap(([type, members]) => members.map((member) => `${type}.${member}`)));
const words = new Map(surface.words);
// A class that declares again what its base has is the same function called on another object.
const inherited = (name) => {
  const [type, member] = name.split(".");
  const base = bases.get(type);
  return base !== undefined && member !== "new" && (api.has(`${base}.${member}`) || inherited(`${base}.${member}`));
};
const isBound = ({ name, kind, value }) => {
  if (value !== undefined) return words.get(name.split(/[.=]/)[0])?.includes(value) || words.get(name.split("=")[0])?.includes(value) || false;
  return api.has(name) || keys.has(name) || inherited(name);
};

const all = [...names.values()];
const bound = new Set(all.filter((item) => isBound(item)).map(({ name }) => name));
const unknown = all.filter(({ name }) => !bound.has(name) && !leftOut.has(name));
const twice = all.filter(({ name }) => bound.has(name) && leftOut.has(name));
const stale = [...leftOut.keys()].filter((name) => !names.has(name));

// What was seen: a name by itself, and every name in the types of what was given and taken.
const exercised = new Set();
const declarations = new Map([...byNode].map(([node, name]) => [name, node]));
const mark = (name) => bound.has(name) && exercised.add(name);
const plain = (type) => {
  const part = checker.getNonNullableType(type);
  if (part.isUnion()) return part.types;
  const reference = part.symbol?.name;
  if (reference === "Promise" || reference === "Array" || reference === "ReadonlyArray") {
    return checker.getTypeArguments(part).flatMap(plain);
  }
  return [part];
};
const walk = (type, shape, depth = 0) => {
  if (depth > 9) return;
  for (const part of plain(type)) {
    for (const [key, inner] of Object.entries(shape)) {
      if (key === "=") {
        const name = part.symbol && byNode.get(part.symbol.declarations?.[0]);
        for (const word of inner) if (part.value === word && name) mark(name);
        for (const word of inner) if (part.value === word) for (const item of all) if (item.value === word && item.name.startsWith(`${part.aliasSymbol?.name ?? type.aliasSymbol?.name}=`)) mark(item.name);
        continue;
      }
      const property = part.getProperty(key);
      const index = property ? undefined : part.getStringIndexType();
      if (property) {
        const node = property.declarations?.[0];
        if (node && byNode.has(node)) mark(byNode.get(node));
        walk(checker.getTypeOfSymbol(property), inner, depth + 1);
      } else if (index) walk(index, inner, depth + 1);
    }
  }
};
const signatures = (name) => {
  const node = declarations.get(name) ?? declarations.get(overridden(name));
  if (!node) return [];
  const type = checker.getTypeAtLocation(node);
  return type.getCallSignatures();
};
const overridden = (name) => {
  const [type, member] = name.split(".");
  const base = bases.get(type);
  return base && (names.has(`${base}.${member}`) ? `${base}.${member}` : overridden(`${base}.${member}`));
};
const seen = (called, positions) => {
  // What an object has of its base class is declared there.
  const name = names.has(called) ? called : (overridden(called) ?? called);
  mark(name);
  // An enumeration of the library was read whole and compared word by word.
  for (const item of all) if (item.value !== undefined && item.name.startsWith(`${name}.`)) mark(item.name);
  const node = declarations.get(name);
  for (const [position, shape] of Object.entries(positions)) {
    if (node && position === "result" && names.get(name)?.kind === "property") walk(checker.getTypeAtLocation(node), shape);
    for (const signature of signatures(name)) {
      if (position === "result") walk(signature.getReturnType(), shape);
      const argument = /^argument (\d+)(?:\.(\w+))?(?:\((\d+))?$/.exec(position);
      const parameter = argument && signature.getParameters()[Number(argument[1])];
      if (!parameter) continue;
      let type = checker.getTypeOfSymbol(parameter);
      if (argument[2]) {
        const option = checker.getNonNullableType(type).getProperty(argument[2]);
        if (!option) continue;
        const declaration = option.declarations?.[0];
        if (declaration && byNode.has(declaration)) mark(byNode.get(declaration));
        type = checker.getNonNullableType(checker.getTypeOfSymbol(option));
      }
      if (argument[3] === undefined) {
        walk(type, shape);
        // The callbacks among the options count as given.
      } else {
        const callback = checker.getNonNullableType(type).getCallSignatures()[0]?.getParameters()[Number(argument[3])];
        if (callback) {
          let given = checker.getTypeOfSymbol(callback);
          walk(given, shape);
        } else {
          // `...args: [T]`
          const rest = checker.getNonNullableType(type).getCallSignatures()[0]?.getParameters()[0];
          const tuple = rest && checker.getTypeOfSymbol(rest);
          const element = tuple && checker.isTupleType(tuple) ? checker.getTypeArguments(tuple)[Number(argument[3])] : undefined;
          if (element) walk(element, shape);
        }
      }
    }
  }
};
for (const file of readdirSync(recordedFolder)) {
  for (const [name, positions] of JSON.parse(readFileSync(join(recordedFolder, file), "utf8"))) seen(name, positions);
}

const kept = all.filter(({ name }) => leftOut.has(name) && !bound.has(name));
const share = exercised.size / bound.size;
const list = (title, items) => items.length && console.log(`${title}:\n  ${items.map((item) => item.name ?? item).join("\n  ")}`);
for (const reason of new Set(leftOut.values())) {
  const items = [...leftOut].filter(([name, why]) => why === reason && names.has(name)).map(([name]) => name);
  console.log(`left out ${items.length}: ${reason}\n  ${items.join(", ")}`);
}
if (process.env.COVERAGE_DETAIL) list("bound and not exercised", [...bound].filter((name) => !exercised.has(name)));
list("neither bound nor left out (new in this version of the library?)", unknown);
list("bound, though the list says left out", twice);
list("left out, though the declarations do not have it", stale);
console.log(`bound ${bound.size} of ${all.length}, exercised in a browser ${exercised.size} of ${bound.size}, left out ${kept.length} (each with its reason)`);
const failed = unknown.length || twice.length || stale.length || share < 0.85;
if (share < 0.85) console.log(`Too little was exercised: ${(share * 100).toFixed(1)} %, 85 % are asked for.`);
process.exit(failed ? 1 : 0);
