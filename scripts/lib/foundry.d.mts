/** Path of the real program of a Foundry tool. */
export function foundryBinary(tool: 'forge' | 'anvil'): string;
