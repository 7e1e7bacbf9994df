import { describe, expect, it } from '@jest/globals';
import { EndpointTally } from '../../src/chain/endpoint-tally.js';

describe('the tally of an address', () => {
  it('names the host and nothing that is secret, and tells addresses of one host apart', () => {
    const urls = ['https://user:secret@one.example/v2/key', 'https://two.example/a', 'https://two.example/b'];

    const names = EndpointTally.ofEach(urls).map(({ endpoint }) => endpoint);

    expect(names).toEqual(['one.example', 'two.example #2', 'two.example #3']);
  });

  it('counts what came of each request, and passes it on', async () => {
    const [tally] = EndpointTally.ofEach(['http://one.example']) as [EndpointTally];

    await tally.count(Promise.resolve({ result: 1 }));
    await tally.count(Promise.resolve([{ result: 1 }, { error: { code: -32005 } }]));
    await expect(tally.count(Promise.reject(new Error('gone')))).rejects.toThrow('gone');

    expect(tally).toMatchObject({ requests: 3, refusals: 1, failures: 1 });
  });
});
