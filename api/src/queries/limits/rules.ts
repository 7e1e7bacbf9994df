import { costRule } from './cost.rule.js';
import { depthRule } from './depth.rule.js';

/** What every document has to keep to, beside GraphQL's own rules. */
export const LIMIT_RULES = [depthRule, costRule];

/** Documents with more tokens than this are not even parsed. */
export const MAXIMUM_TOKENS = 5_000;
