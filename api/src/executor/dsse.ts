import canonicalize from 'canonicalize';
import { type BaseWallet, getAddress, hexlify, verifyMessage } from 'ethers';

/** A DSSE envelope (secure-systems-lab/dsse): a payload, its type, and who signed both. */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** An envelope whose signature is good. */
export interface OpenedEnvelope {
  readonly payloadType: string;
  readonly payload: string;
  /** The account that signed. */
  readonly signer: string;
}

/** An envelope that nobody has to believe. */
export class EnvelopeRefused extends Error {
  constructor(reason: string) {
    super(`envelope refused: ${reason}`);
    this.name = 'EnvelopeRefused';
  }
}

/** What is signed: type and payload with their lengths, so that neither can pass for a part of the other (DSSE's PAE). */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    Buffer.from(payload),
  ]);
}

/**
 * Signs a payload with an account's key: secp256k1 over EIP-191's hash of the encoding, as every Ethereum signer does it
 * and never for a transaction. `keyid` is the address. The text is canonical: its SHA-256 names the envelope.
 */
export async function sealEnvelope(payloadType: string, payload: string, wallet: BaseWallet): Promise<string> {
  const bytes = Buffer.from(payload, 'utf8');
  const signature = await wallet.signMessage(preAuthEncoding(payloadType, bytes));
  const sig = Buffer.from(signature.slice(2), 'hex').toString('base64');
  const envelope = { payloadType, payload: bytes.toString('base64'), signatures: [{ keyid: wallet.address, sig }] };
  return canonicalize(envelope) ?? '';
}

/** Reads an envelope and checks that the account it names has signed it. Throws `EnvelopeRefused`. */
export function openEnvelope(text: string): OpenedEnvelope {
  const { payloadType, payload, signatures } = parse(text);
  const [signature, more] = signatures;
  if (signature === undefined || more !== undefined) throw new EnvelopeRefused('it needs one signature');
  const bytes = Buffer.from(payload, 'base64');
  const signer = signerOf(preAuthEncoding(payloadType, bytes), signature.sig);
  if (signer !== signature.keyid) throw new EnvelopeRefused(`it names ${signature.keyid}, ${signer} signed it`);
  return { payloadType, payload: bytes.toString('utf8'), signer };
}

function signerOf(signed: Uint8Array, sig: string): string {
  try {
    return getAddress(verifyMessage(signed, hexlify(Buffer.from(sig, 'base64'))));
  } catch {
    throw new EnvelopeRefused('its signature is none');
  }
}

function parse(text: string): Envelope {
  try {
    const { payloadType, payload, signatures } = JSON.parse(text) as Envelope;
    if (typeof payloadType === 'string' && typeof payload === 'string' && Array.isArray(signatures)) {
      return { payloadType, payload, signatures };
    }
  } catch {
    // Said below.
  }
  throw new EnvelopeRefused('it is not in the form of DSSE');
}
