import { describe, expect, it } from '@jest/globals';
import { verifyMessage, Wallet } from 'ethers';
import { EnvelopeRefused, openEnvelope, preAuthEncoding, sealEnvelope } from '../../src/executor/dsse.js';
import type { RunResult } from '../../src/executor/result-document.js';
import { canonicalText, inTotoType, readStatement, runStatement } from '../../src/executor/run-statement.js';
import type { RunLedgerEntity } from '../../src/store/run-ledger.entity.js';

const worker = new Wallet(`0x${'11'.repeat(32)}`);
const stranger = new Wallet(`0x${'22'.repeat(32)}`);
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const runId = `0x${'ab'.repeat(32)}`;
const entry = { runId, attempt: 2, chainId: 31337, registry: stranger.address, jobDigest: digest('1') };
const result = { artifactDigest: digest('2'), evaluationDigest: digest('3'), provenanceDigest: digest('4') };
const head = { sequence: 3, hash: digest('5') };
const signature = { digest: digest('6'), publicKey: 'a key' };
const statement = runStatement(entry as RunLedgerEntity, result as RunResult, worker.address, head, signature);
const seal = (payload = canonicalText(statement), type = inTotoType, by = worker) => sealEnvelope(type, payload, by);

describe('the statement behind a receipt', () => {
  it("names the run, the artifact, the worker's own provenance and the head of the log", async () => {
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://slsa.dev/provenance/v1',
      subject: [{ name: 'adapter', digest: { sha256: '2'.repeat(64) } }, { name: 'eval.json' }],
      predicate: {
        runDetails: {
          builder: { id: `eip155:31337:${worker.address}` },
          byproducts: [
            { name: 'provenance.json', digest: { sha256: '4'.repeat(64) } },
            { name: 'run-log', digest: { sha256: '5'.repeat(64) }, annotations: { sequence: 3 } },
            { name: 'model.sig', digest: { sha256: '6'.repeat(64) }, annotations: { publicKey: 'a key' } },
          ],
        },
      },
    });
    expect(readStatement(await seal(), worker.address)).toEqual({
      ...{ runId, attempt: 2, artifactDigest: digest('2'), provenanceDigest: digest('4'), logHead: head },
    });
  });

  it('is the same envelope when it is sealed again, so that a crash in between leaves one digest', async () => {
    expect(await seal()).toBe(await seal());
  });

  it("signs DSSE's encoding of type and payload as an Ethereum message, which any wallet library verifies", async () => {
    const encoding = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
    expect(Buffer.from(encoding).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');

    const { payloadType, payload, signatures } = JSON.parse(await seal());
    const signed = preAuthEncoding(payloadType, Buffer.from(payload, 'base64'));
    const sig = `0x${Buffer.from(signatures[0].sig, 'base64').toString('hex')}`;
    expect([payloadType, verifyMessage(signed, sig), signatures[0].keyid]).toEqual([
      inTotoType,
      worker.address,
      worker.address,
    ]);
  });

  it.each([
    ['a changed payload', { payload: Buffer.from('{}').toString('base64') }, 'signed it'],
    ['another type', { payloadType: 'text/plain' }, 'signed it'],
    ['no signature', { signatures: [] }, 'it needs one signature'],
    ['a signature that is none', { signatures: [{ keyid: worker.address, sig: 'AAAA' }] }, 'its signature is none'],
    ['no payload', { payload: undefined }, 'not in the form of DSSE'],
  ])('is refused with %s', async (_what, changes, reason) => {
    const envelope = JSON.stringify({ ...JSON.parse(await seal()), ...changes });
    expect(() => openEnvelope(envelope)).toThrow(EnvelopeRefused);
    expect(() => openEnvelope(envelope)).toThrow(reason);
  });

  it('is refused when somebody else signed it, or when it states something else', async () => {
    expect(() => openEnvelope('nonsense')).toThrow('not in the form of DSSE');
    const theirs = await seal(canonicalText(statement), inTotoType, stranger);
    expect(() => readStatement(theirs, worker.address)).toThrow(`the receipt is from ${worker.address}`);
    await expect(seal('{}').then((text) => readStatement(text, worker.address))).rejects.toThrow(
      'not the statement of a run',
    );
    await expect(seal('{}', 'text/plain').then((text) => readStatement(text, worker.address))).rejects.toThrow(
      'it holds text/plain',
    );
  });
});
