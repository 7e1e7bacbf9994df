import { isGuard } from './expressions.mjs';

// Statements that can be left out.
const removable = new Set([
  'ExpressionStatement',
  'EmitStatement',
  'RevertStatement',
  'Continue',
  'Break',
  'TryStatement',
]);

const isBlock = ({ nodeType }) => nodeType === 'Block' || nodeType === 'UncheckedBlock';

/** The compiler wants a local reference to storage or calldata to be set on every way. */
function setsReference({ expression }) {
  if (expression?.nodeType !== 'Assignment') return false;
  return / (storage|calldata) pointer$|calldata$/.test(expression.leftHandSide.typeDescriptions.typeString ?? '');
}

/** Whether leaving a statement out is a mutation of its own, and one that compiles. */
export function isRemovable(node, above) {
  const isEmptyReturn = node.nodeType === 'Return' && !node.expression;
  if (!removable.has(node.nodeType) && !isEmptyReturn) return false;
  if (above.at(-1).nodeType === 'ForStatement' && above.at(-1).body !== node) return false;
  // Told as a guard, at its condition.
  const parent = above.findLast((candidate) => !isBlock(candidate));
  if (node.nodeType === 'RevertStatement' && isGuard(parent)) return false;
  return !setsReference(node);
}

/** Whether a statement stands without braces around it. */
export function standsAlone(above) {
  return !isBlock(above.at(-1)) && above.at(-1).nodeType !== 'TryCatchClause';
}
