import { type AbiParameter, decodeAbiParameters, type Hex, parseAbiParameters } from 'viem';
import { nameOf } from './event-text.js';

const threshold = 'struct Threshold { bytes32 metric; uint8 bound; uint64 valueE6; }';

/** The structs of IPolicyRegistry, in the order of its enum `PolicyKind`. */
const documents: readonly (readonly AbiParameter[])[] = [
  parseAbiParameters([
    'ModelPolicy policy',
    'struct ModelPolicy { bytes32 subject; string job; uint16 canaryBps; uint32 canarySeconds; uint32 canaryRequests; }',
  ]),
  parseAbiParameters([
    'SafetyPolicy policy',
    'struct SafetyPolicy { bytes32 subject; Threshold[] training; Threshold[] canary; }',
    threshold,
  ]),
  parseAbiParameters([
    'ModerationPolicy policy',
    'struct ModerationPolicy { bytes32 subject; ModerationRule[] rules; }',
    'struct ModerationRule { string phrase; uint8 action; bool onOutput; string message; }',
  ]),
  parseAbiParameters([
    'AccessPolicy policy',
    'struct AccessPolicy { bytes32 subject; AccessTier[] tiers; }',
    'struct AccessTier { uint96 minimumStake; uint32 requestsPerMinute; uint32 contextTokens; }',
  ]),
  parseAbiParameters([
    'RevenuePolicy policy',
    'struct RevenuePolicy { bytes32 subject; RevenueShare[] shares; }',
    'struct RevenueShare { address account; uint16 bps; }',
  ]),
];

/** The document of a policy by field names; null when it is not what its kind promises: the raw bytes are kept anyhow. */
export function bodyOf(kind: number, document: Hex): Record<string, unknown> | null {
  const parameters = documents[kind];
  if (!parameters) return null;
  try {
    const [policy] = decodeAbiParameters(parameters, document);
    return asJson(policy, parameters[0] as AbiParameter) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** A decoded value as JSON: names for bytes32, decimal strings for numbers that JSON could not hold. */
function asJson(value: unknown, parameter: AbiParameter): unknown {
  if (parameter.type.endsWith('[]')) {
    const item = { ...parameter, type: parameter.type.slice(0, -2) };
    return (value as unknown[]).map((one) => asJson(one, item));
  }
  if (parameter.type === 'tuple') {
    const { components } = parameter as unknown as { components: (AbiParameter & { name: string })[] };
    const fields = value as Record<string, unknown>;
    return Object.fromEntries(components.map((field) => [field.name, asJson(fields[field.name], field)]));
  }
  if (parameter.type === 'bytes32') return nameOf(value as Hex);
  if (typeof value === 'bigint') return value.toString();
  // jsonb has no NUL either.
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}
