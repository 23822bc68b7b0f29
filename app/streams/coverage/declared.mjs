// Every public name of the library, as its own declarations list them.
//
// Functions, methods, constructors, properties, enumeration members, words of string unions and option keys. A member
// is `Class.member`, a member of a nested object type `Class.member.inner`, a word of a union `Type=word`. What a type
// inherits is counted where it is declared.
import ts from "typescript";

/**
 * @typedef {{ name: string, kind: string, value?: string }} Declared `value` is the text behind an enumeration member.
 * @returns {{ names: Map<string, Declared>, byNode: Map<ts.Node, string>, bases: Map<string, string>, checker: ts.TypeChecker }}
 */
export function declared(file) {
  const program = ts.createProgram([file], { target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] });
  // Its making joins the nodes to their parents, without which they have no text.
  const checker = program.getTypeChecker();
  const names = new Map();
  const byNode = new Map();
  const bases = new Map();

  const note = (node, name, kind, value) => {
    names.set(name, { name, kind, ...(value === undefined ? {} : { value }) });
    byNode.set(node, name);
  };
  const text = (node) => (ts.isStringLiteral(node) ? node.text : node.getText());
  const literal = (type) => (type && ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : undefined);

  const inside = (prefix, type) => {
    if (!type) return;
    if (ts.isTypeLiteralNode(type)) members(prefix, type.members);
    else if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
      for (const part of type.types) {
        const word = literal(part);
        if (word === undefined) inside(prefix, part);
        else note(part, `${prefix}=${word}`, "word", word);
      }
    } else if (ts.isArrayTypeNode(type)) inside(prefix, type.elementType);
    else if (ts.isParenthesizedTypeNode(type)) inside(prefix, type.type);
  };
  const members = (prefix, list) => {
    for (const member of list) {
      if (ts.isConstructorDeclaration(member)) note(member, `${prefix}.new`, "constructor");
      else if (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) {
        note(member, `${prefix}.${text(member.name)}`, "method");
      } else if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
        const name = `${prefix}.${text(member.name)}`;
        const value = literal(member.type);
        note(member, name, value === undefined ? "property" : "enumeration member", value);
        if (value === undefined) inside(name, member.type);
      } else if (ts.isIndexSignatureDeclaration(member)) inside(prefix, member.type);
    }
  };
  const statement = (node) => {
    if (ts.isModuleDeclaration(node)) node.body.statements.forEach(statement);
    else if (ts.isFunctionDeclaration(node)) note(node, node.name.text, "function");
    else if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
      const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
      if (base) bases.set(node.name.text, base.types[0].expression.getText());
      members(node.name.text, node.members);
    } else if (ts.isEnumDeclaration(node)) {
      for (const member of node.members) {
        note(member, `${node.name.text}.${text(member.name)}`, "enumeration member", text(member.initializer));
      }
    } else if (ts.isTypeAliasDeclaration(node)) inside(node.name.text, node.type);
    else if (ts.isVariableStatement(node)) {
      for (const variable of node.declarationList.declarations) {
        // An object of words is an enumeration under another name.
        const words = variable.type && ts.isTypeLiteralNode(variable.type) && variable.type.members.every((member) => literal(member.type));
        if (!words) note(variable, variable.name.text, "property");
        inside(variable.name.text, variable.type);
      }
    }
  };
  program.getSourceFile(file).statements.forEach(statement);
  return { names, byNode, bases, checker };
}
