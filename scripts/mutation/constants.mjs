import path from 'node:path';
import { rangeOf } from './syntax.mjs';

/** How texts near a value are made from the text that reads it; null when nothing is near. */
function neighbours(type) {
  if (/^u?int\d+$/.test(type)) return (at) => [`${at} + 1`, `${at} - 1`];
  return /^bytes\d+$/.test(type) ? (at) => [`~${at}`] : null;
}

/** The values that have a name, by the number of their declaration, and where they are declared. */
export function constantsOf(sources, walk) {
  const constants = new Map();
  for (const { name: file, text, tree } of sources) {
    walk(tree, (node) => {
      const others = node.constant ? neighbours(node.typeDescriptions.typeString) : null;
      if (node.nodeType !== 'VariableDeclaration' || others === null) return;
      const line = text.slice(0, rangeOf(node)[0]).split('\n').length;
      constants.set(node.id, { id: node.id, name: node.name, file, line, place: path.basename(file, '.sol'), others });
    });
  }
  return constants;
}

/** Whether what is read here is a constant's value: code that runs, not another declaration. */
export function isUseOfConstant(node, constants) {
  return ['Identifier', 'MemberAccess'].includes(node.nodeType) && constants.has(node.referencedDeclaration);
}
