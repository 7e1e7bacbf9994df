import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { costRule } from '../../src/queries/limits/cost.rule.js';
import { depthRule, MAXIMUM_DEPTH } from '../../src/queries/limits/depth.rule.js';

const schema = buildSchema(`
  type Query { node: Node nodes(page: PageInput): NodePage! }
  type Node { name: String node: Node short: [Node!]! nodes(page: PageInput): NodePage! points(limit: Int): [Point!]! }
  type Point { x: Int }
  type NodePage { nodes: [Node!]! pageInfo: PageInfo! }
  type PageInfo { count: Int! }
  input PageInput { limit: Int afterCursor: String }
`);

const limitsOf = (document: string) =>
  validate(schema, parse(document), [depthRule, costRule]).map(({ extensions }) => extensions.limit);

const nested = (depth: number) => `${'{ node '.repeat(depth - 1)}{ name }${' }'.repeat(depth - 1)}`;

describe('the depth of a document', () => {
  it('is answered up to the maximum', () => {
    expect(limitsOf(nested(MAXIMUM_DEPTH))).toEqual([]);
    expect(limitsOf(nested(MAXIMUM_DEPTH + 1))).toEqual(['QUERY_TOO_DEEP']);
  });

  it('is refused fast at 50 levels', () => {
    const startedAt = performance.now();
    expect(limitsOf(nested(50))).toEqual(['QUERY_TOO_DEEP']);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  it('counts through fragments, each measured once', () => {
    const chain = Array.from(
      { length: 20 },
      (_, at) => `fragment F${at} on Node { node { ...F${at + 1} ...F${at + 1} } }`,
    );
    const document = `{ node { ...F0 } } ${chain.join(' ')} fragment F20 on Node { name }`;
    expect(limitsOf(document)).toContain('QUERY_TOO_DEEP');
  });

  it('ends on a fragment that spreads itself', () => {
    expect(limitsOf('{ node { ...F } } fragment F on Node { name ...F }')).toEqual([]);
  });

  it('lets tools learn the schema', () => {
    const introspection = `{ __schema { types ${'{ ofType '.repeat(15)}{ name }${' }'.repeat(15)} } }`;
    expect(limitsOf(introspection)).toEqual([]);
  });
});

describe('the cost of a document', () => {
  const pages = (outer: number, inner: number) =>
    `{ nodes(page: { limit: ${outer} }) { nodes { nodes(page: { limit: ${inner} }) { nodes { name } } } } }`;

  it('multiplies nested pages', () => {
    expect(limitsOf(pages(100, 50))).toEqual([]);
    expect(limitsOf(pages(100, 100))).toEqual([]);
    const three =
      '{ nodes(page: { limit: 100 }) { nodes { nodes(page: { limit: 100 }) { nodes { short { name } } } } } }';
    expect(limitsOf(three)).toEqual(['QUERY_TOO_COSTLY']);
  });

  it('takes a page by variable for the largest', () => {
    const document = `query ($page: PageInput) {
      nodes(page: $page) { nodes { nodes(page: $page) { nodes { short { name } } } } } }`;
    expect(limitsOf(document)).toEqual(['QUERY_TOO_COSTLY']);
  });

  it('gives no credit for a negative page', () => {
    const costly =
      'a: nodes(page: { limit: 100 }) { nodes { nodes(page: { limit: 100 }) { nodes { short { name } } } } }';
    expect(limitsOf(`{ ${costly} b: nodes(page: { limit: -1000000 }) { nodes { name } } }`)).toEqual([
      'QUERY_TOO_COSTLY',
    ]);
  });

  it('counts every alias', () => {
    const alias = (at: number) => `a${at}: nodes(page: { limit: 100 }) { nodes { short { name } } }`;
    const document = `{ ${Array.from({ length: 30 }, (_, at) => alias(at)).join(' ')} }`;
    expect(limitsOf(document)).toEqual(['QUERY_TOO_COSTLY']);
  });
});
