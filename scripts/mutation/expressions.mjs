// What may stand in the place of an expression. Each operator gives the text of its alternatives.

const relational = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
};
const arithmetic = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<<': '>>',
  '>>': '<<',
  '&': '|',
  '|': '&',
  '^': '&',
};
const counting = { '++': '--', '--': '++' };
const typeOf = (node) => node?.typeDescriptions?.typeString ?? '';
const isInteger = (type) => /^u?int\d+$/.test(type);
const is = (operator, text) => ({ operator, text });

/** An `if` that does nothing but refuse. */
export function isGuard({ nodeType, trueBody, falseBody }) {
  if (nodeType !== 'IfStatement' || falseBody) return false;
  const [first, ...more] = trueBody.statements ?? [trueBody];
  return first?.nodeType === 'RevertStatement' && more.length === 0;
}

function binary(node, text, above) {
  const { operator, leftExpression: left, rightExpression: right } = node;
  if (operator in relational) {
    const isLoop = above.at(-1).nodeType === 'ForStatement';
    const others = isLoop ? relational[operator].slice(0, 1) : relational[operator];
    return others.map((other) => is('relational operator', `${text(left)} ${other} ${text(right)}`));
  }
  if (operator === '&&' || operator === '||') {
    return [left, right].map((side) => is('half of a condition', text(side)));
  }
  if (!(operator in arithmetic) || /const/.test(typeOf(node))) return [];
  return [is('arithmetic operator', `${text(left)} ${arithmetic[operator]} ${text(right)}`)];
}

function assignment({ operator, leftHandSide, rightHandSide }, text) {
  const plain = operator.slice(0, -1);
  if (!(plain in arithmetic)) return [];
  return [is('arithmetic operator', `${text(leftHandSide)} ${arithmetic[plain]}= ${text(rightHandSide)}`)];
}

function unary({ operator, prefix, subExpression }, text, above) {
  if (operator === '!') return [is('negation', text(subExpression))];
  const isLoopStep = above.at(-2)?.nodeType === 'ForStatement' && above.at(-1).nodeType === 'ExpressionStatement';
  if (!(operator in counting) || isLoopStep) return [];
  const other = counting[operator];
  return [is('arithmetic operator', prefix ? `${other}${text(subExpression)}` : `${text(subExpression)}${other}`)];
}

/** Whether the compiler takes any integer in the place of this literal. */
function isIntegerPlace(node, [...above]) {
  const parent = above.at(-1);
  if (parent.nodeType === 'BinaryOperation')
    return (
      parent.operator !== '**' && isInteger(typeOf(parent.commonType ? { typeDescriptions: parent.commonType } : null))
    );
  if (parent.nodeType === 'VariableDeclarationStatement') return isInteger(typeOf(parent.declarations[0]));
  if (parent.nodeType === 'Assignment') return isInteger(typeOf(parent.leftHandSide));
  if (parent.nodeType === 'Conditional') return isInteger(typeOf(parent));
  if (parent.nodeType === 'IndexAccess') return true;
  if (parent.nodeType === 'FunctionCall' && parent.kind === 'typeConversion') return isInteger(typeOf(parent));
  if (parent.nodeType === 'FunctionCall' && parent.kind === 'functionCall') {
    const types = /^function \(([^)]*)\)/.exec(typeOf(parent.expression))?.[1].split(',') ?? [];
    return isInteger(types[parent.arguments.indexOf(node)] ?? '');
  }
  return false;
}

function literal(node, text, above) {
  if (node.kind === 'bool') return [is('constant', node.value === 'true' ? 'false' : 'true')];
  if (node.kind !== 'number' || !typeOf(node).startsWith('int_const') || !isIntegerPlace(node, above)) return [];
  const more = is('constant', `${text(node)} + 1`);
  return Number(node.value) === 0 ? [more] : [more, is('constant', `${text(node)} - 1`)];
}

function conditional({ trueExpression, falseExpression }, text) {
  return [trueExpression, falseExpression].map((side) => is('half of a choice', text(side)));
}

function call(node, text) {
  const { expression, arguments: values } = node;
  const name = /^(.+\.)(min|max)$/.exec(text(expression));
  if (!name || values.length !== 2) return [];
  return [is('min and max', `${name[1]}${name[2] === 'min' ? 'max' : 'min'}(${values.map(text).join(', ')})`)];
}

const byKind = {
  BinaryOperation: binary,
  Assignment: assignment,
  UnaryOperation: unary,
  Literal: literal,
  Conditional: conditional,
  FunctionCall: call,
};

const zeros = { bool: null, address: 'address(0)' };

/** What stands for nothing, in the place of what a function returns. */
function zeroOf(type) {
  if (isInteger(type)) return `${type}(0)`;
  return /^bytes\d+$/.test(type) ? `${type}(0)` : (zeros[type] ?? null);
}

/** Alternatives that follow from where an expression stands. */
function byPlace(node, text, above) {
  const parent = above.at(-1);
  if (parent.nodeType === 'IfStatement' && parent.condition === node) {
    if (isGuard(parent)) return [is('guard', 'false')];
    return ['BinaryOperation', 'UnaryOperation'].includes(node.nodeType) ? [] : [is('negation', `!(${text(node)})`)];
  }
  if (parent.nodeType !== 'Return') return [];
  const results =
    above.findLast(({ nodeType }) => nodeType === 'FunctionDefinition')?.returnParameters.parameters ?? [];
  if (results.length !== 1) return [];
  const type = typeOf(results[0]);
  if (type === 'bool') {
    return ['BinaryOperation', 'UnaryOperation', 'Literal'].includes(node.nodeType)
      ? []
      : [is('negation', `!(${text(node)})`)];
  }
  const zero = zeroOf(type);
  return zero === null || text(node) === '0' ? [] : [is('result', zero)];
}

/** The alternatives to an expression. @returns {{operator: string, text: string}[]} */
export function alternativesTo(node, text, above) {
  const alternatives = [...(byKind[node.nodeType]?.(node, text, above) ?? []), ...byPlace(node, text, above)];
  // A zero is the same with its type around it.
  const plain = alternatives.map((one) => one.text.replace(/^\w+\((\d+)\)$/, '$1'));
  return alternatives.filter((_, index) => plain.indexOf(plain[index]) === index);
}
