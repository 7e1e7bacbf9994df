import type { Answer, Lie } from './lie.js';

/** Lies about the answers as such: who is answered, in what form, and of which chain. */
export const answerLies: Lie[] = [
  {
    name: 'an answer to another request',
    where: 'live',
    verdict: 'detected',
    error: /request \d+, eth_\w+, is answered for request \d+/,
    whole: (_calls, honest, isList) =>
      asAsked(
        honest.map((answer) => ({ ...answer, id: Number(answer.id) + 7 })),
        isList,
      ),
  },
  {
    name: 'an answer without an id',
    where: 'live',
    verdict: 'detected',
    error: /request \d+, eth_\w+, is answered for request undefined/,
    whole: (_calls, honest, isList) =>
      asAsked(
        honest.map(({ id: _, ...answer }) => answer as Answer),
        isList,
      ),
  },
  {
    name: 'an id as text',
    where: 'live',
    verdict: 'detected',
    error: /request \d+, eth_\w+, is answered for request \d+/,
    whole: (_calls, honest, isList) =>
      asAsked(
        honest.map((answer) => ({ ...answer, id: String(answer.id) })),
        isList,
      ),
  },
  {
    name: 'two answers for one call of a list',
    where: 'catching up',
    verdict: 'detected',
    error: /a list of \d+ calls has two answers for one/,
    whole: (_calls, honest, isList) =>
      asAsked(isList ? [...honest, { ...honest[0], result: null } as Answer] : honest, isList),
  },
  {
    name: 'the answers of a list in another order',
    where: 'catching up',
    verdict: 'harmless',
    whole: (_calls, honest, isList) => asAsked(honest.toReversed(), isList),
  },
  {
    name: 'a list with an answer too few',
    where: 'catching up',
    verdict: 'harmless',
    whole: (_calls, honest, isList) => asAsked(isList ? honest.slice(1) : honest, isList),
  },
  {
    name: 'the answers of a list with the ids of each other',
    where: 'catching up',
    verdict: 'detected',
    error: /block \d+ was asked for, block \d+ is the answer/,
    whole: (_calls, honest, isList) =>
      asAsked(
        honest.map((answer, index) => ({ ...answer, id: honest[honest.length - 1 - index]?.id })),
        isList,
      ),
  },
  {
    name: 'neither a result nor an error',
    where: 'live',
    verdict: 'detected',
    error: /the answer to eth_\w+ has no result/,
    whole: (_calls, honest, isList) =>
      asAsked(
        honest.map(({ result: _, ...answer }) => answer),
        isList,
      ),
  },
  {
    name: 'JSON that ends in the middle',
    where: 'live',
    verdict: 'detected',
    error: /the answer is not JSON/,
    whole: (_calls, honest) => JSON.stringify(honest).slice(0, 40),
  },
  {
    name: 'a page in HTML with status 200',
    where: 'live',
    verdict: 'detected',
    error: /the answer is not JSON/,
    whole: () => '<html><body>All systems operational</body></html>',
  },
  {
    name: 'an answer larger than any block',
    where: 'live',
    verdict: 'detected',
    error: /the answer is too large/,
    whole: () => Buffer.alloc(65 * 1024 * 1024, ' ').toString('latin1'),
  },
  {
    name: 'the id of another chain',
    where: 'final',
    verdict: 'detected',
    error: /answers for chain 5/,
    whole: (calls, honest, isList) =>
      asAsked(
        honest.map((answer, index) => (calls[index]?.method === 'eth_chainId' ? { ...answer, result: '0x5' } : answer)),
        isList,
      ),
  },
];

const asAsked = (answers: Answer[], isList: boolean): unknown => (isList ? answers : answers[0]);
