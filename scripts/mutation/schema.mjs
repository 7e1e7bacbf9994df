import path from 'node:path';
import { constantsOf, isUseOfConstant } from './constants.mjs';
import { alternativesTo } from './expressions.mjs';
import { canBeSplit, guardsOf, splitAtGuards } from './modifiers.mjs';
import { isRemovable, standsAlone } from './statements.mjs';
import { rangeOf, walk } from './syntax.mjs';

/**
 * One small change of our sources.
 * @typedef {{id: number, file: string, line: number, place: string, operator: string, original: string, changed: string}} Mutant
 */

const switchName = 'MutationSwitch';
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** Puts texts around ranges; of two that begin or end together the one that was given first is the outer one. */
export function wrapped(text, wraps) {
  const starts = wraps.map(({ range, prefix }, order) => ({ at: range[0], order, text: prefix, side: 1 }));
  const ends = wraps.map(({ range, suffix }, order) => ({ at: range[1], order: -order, text: suffix, side: 0 }));
  const insertions = [...starts, ...ends].sort((a, b) => a.at - b.at || a.side - b.side || a.order - b.order);
  let [done, at] = ['', 0];
  for (const insertion of insertions) {
    done += text.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return done + text.slice(at);
}

/** What all sources share while they are gone through: the mutants so far, and what cannot be said. */
export class Schema {
  /** @type {Mutant[]} */
  mutants = [];
  /** Mutations that no switch can express. @type {{file: string, line: number, what: string}[]} */
  beyond = [];
  #constants;
  #idsOfConstants = new Map();

  constructor(sources) {
    this.#constants = constantsOf(sources, walk);
  }

  /** The source with every mutation in it, each behind its switch. */
  instrument(source) {
    const wraps = [];
    walk(source.tree, (node, above) => {
      const isCode = above.some(({ nodeType }) => nodeType === 'Block');
      if (node.nodeType === 'InlineAssembly') this.#tellBeyond(source, node, 'assembly');
      if (node.nodeType === 'FunctionDefinition' && node.body) wraps.push(...this.#functionWraps(source, node, above));
      if (isCode) wraps.push(...this.#codeWraps(source, node, above));
    });
    if (wraps.length === 0) return source.text;
    const pragma = /^pragma solidity [^;]*;/m.exec(source.text);
    const end = pragma.index + pragma[0].length;
    const way = path.relative(path.dirname(source.name), `contracts/src/${switchName}.sol`);
    const imported = `\nimport {${switchName}} from "${way.startsWith('.') ? way : `./${way}`}";`;
    return wrapped(source.text, [{ range: [end, end], prefix: imported, suffix: '' }, ...wraps]);
  }

  #textIn = (source) => (node) => source.text.slice(...rangeOf(node));

  #place(source, above, start) {
    const name = (kind) => above.findLast(({ nodeType }) => nodeType === kind)?.name;
    const contract = name('ContractDefinition') ?? path.basename(source.name, '.sol');
    const within = name('FunctionDefinition') || name('ModifierDefinition') || 'constructor';
    return { file: source.name, line: source.text.slice(0, start).split('\n').length, place: `${contract}.${within}` };
  }

  #tellBeyond(source, node, what) {
    this.beyond.push({ ...this.#place(source, [], rangeOf(node)[0]), what });
  }

  #add(source, above, start, operator, original, changed) {
    const texts = { original: oneLine(original), changed: oneLine(changed) };
    return this.#push({ ...this.#place(source, above, start), operator, ...texts });
  }

  #push(mutant) {
    const id = this.mutants.length + 1;
    this.mutants.push({ id, ...mutant });
    return id;
  }

  #functionWraps(source, node, above) {
    const guards = guardsOf(node);
    if (guards.length === 0) return [];
    if (!canBeSplit(node)) {
      this.#tellBeyond(source, node, 'modifier');
      return [];
    }
    const text = this.#textIn(source);
    const names = guards.map(text).join(' ');
    const id = this.#add(source, [...above, node], rangeOf(guards[0])[0], 'modifier', names, 'none');
    return splitAtGuards(node, text, id);
  }

  #codeWraps(source, node, above) {
    if (isRemovable(node, above)) return [this.#removal(source, node, above)];
    const choices = isUseOfConstant(node, this.#constants)
      ? this.#constantChoices(source, node)
      : this.#choices(source, node, above);
    if (choices.length === 0) return [];
    const prefix = choices.map(({ id, text }) => `${switchName}.on(${id}) ? (${text}) : `).join('');
    return [{ range: rangeOf(node), prefix: `(${prefix}`, suffix: ')' }];
  }

  #removal(source, node, above) {
    const [start, end] = rangeOf(node);
    const id = this.#add(source, above, start, 'statement', source.text.slice(start, end), 'left out');
    const isClosed = /[;}]$/.test(source.text.slice(start, end));
    const close = isClosed ? end : source.text.indexOf(';', end) + 1;
    if (!standsAlone(above)) return { range: [start, end], prefix: `if (!${switchName}.on(${id})) `, suffix: '' };
    return { range: [start, close], prefix: `{ if (!${switchName}.on(${id})) `, suffix: ' }' };
  }

  #choices(source, node, above) {
    const text = this.#textIn(source);
    return alternativesTo(node, text, above).map((alternative) => {
      const id = this.#add(source, above, rangeOf(node)[0], alternative.operator, text(node), alternative.text);
      return { id, text: alternative.text };
    });
  }

  /** One pair of mutants for each constant, wherever it is used. */
  #constantChoices(source, node) {
    const constant = this.#constants.get(node.referencedDeclaration);
    const at = this.#textIn(source)(node);
    if (!this.#idsOfConstants.has(constant.id)) {
      const { file, line, place, name } = constant;
      const add = (changed) => this.#push({ file, line, place, operator: 'constant', original: name, changed });
      this.#idsOfConstants.set(constant.id, constant.others(name).map(add));
    }
    const ids = this.#idsOfConstants.get(constant.id);
    return constant.others(at).map((text, index) => ({ id: ids[index], text }));
  }
}

/** What every instrumented source asks: whether a mutant is the one that the block's coinbase names. */
export const switchSource = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

library ${switchName} {
    function on(uint256 id) internal pure returns (bool) {
        function (uint256) internal view returns (bool) reading = _on;
        function (uint256) internal pure returns (bool) asPure;
        // Pure functions are mutated too: the switch reads the block, and does not say so.
        assembly ("memory-safe") {
            asPure := reading
        }
        return asPure(id);
    }

    function _on(uint256 id) private view returns (bool) {
        return uint64(uint160(address(block.coinbase))) == id;
    }
}
`;
