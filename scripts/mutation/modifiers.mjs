import { rangeOf } from './syntax.mjs';

/** The modifiers of a function that are no calls of base constructors. */
export function guardsOf({ modifiers, kind }) {
  return kind === 'constructor' ? [] : modifiers.filter((modifier) => modifier.kind === 'modifierInvocation');
}

/** Whether the body can be put into a function of its own: its parameters have names to hand on. */
export const canBeSplit = ({ parameters }) => parameters.parameters.every(({ name }) => name !== '');

/**
 * Insertions that split a function in three: the body, the body behind its modifiers, and what chooses between them.
 * @param {object} node the function
 * @param {(node: object) => string} text
 * @param {number} id of the mutant that has no modifiers
 */
export function splitAtGuards(node, text, id) {
  const [bodyStart, bodyEnd] = rangeOf(node.body);
  const [open, guarded] = [`${node.name}_open${id}`, `${node.name}_guarded${id}`];
  const values = node.parameters.parameters.map(({ name }) => name).join(', ');
  const hasResults = node.returnParameters.parameters.length > 0;
  const results = hasResults ? ` returns ${text(node.returnParameters)}` : '';
  const mutability = ['view', 'pure'].includes(node.stateMutability) ? ` ${node.stateMutability}` : '';
  const guards = guardsOf(node);
  const head = (name, more) => `function ${name}${text(node.parameters)} private${mutability}${more}${results} `;
  const choice = hasResults
    ? `{ if (MutationSwitch.on(${id})) return ${open}(${values}); return ${guarded}(${values}); }`
    : `{ if (MutationSwitch.on(${id})) ${open}(${values}); else ${guarded}(${values}); }`;
  const passed = hasResults ? `return ${open}(${values});` : `${open}(${values});`;
  return [
    // A comment takes each modifier out of the head without moving anything.
    ...guards.map((guard) => ({ range: rangeOf(guard), prefix: '/*', suffix: '*/' })),
    { range: [bodyStart, bodyStart], prefix: `${choice}\n    ${head(open, '')}`, suffix: '' },
    {
      range: [bodyEnd, bodyEnd],
      prefix: `\n    ${head(guarded, ` ${guards.map(text).join(' ')}`)}{ ${passed} }`,
      suffix: '',
    },
  ];
}
