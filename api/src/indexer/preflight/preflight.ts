import type { BlockHeader } from '../../chain/block-header.js';
import { isAnswer } from '../../chain/chain-errors.js';
import type { ChainReader } from '../../chain/chain-reader.js';
import { ContractProbe } from '../../chain/dialects/contract-probe.js';
import { detectDialect } from '../../chain/dialects/detect-dialect.js';
import { Findings } from '../../chain/dialects/findings.js';
import type { Finding } from '../../chain/dialects/governor-dialect.js';
import type { OrganizationConfig } from '../../config/organizations.js';

/** What following an organization would be like. */
export interface PreflightReport {
  slug: string;
  findings: Finding[];
  isRefused: boolean;
}

/** Looks at an organization before it is followed: what is supported, what is done instead, what is refused. Writes nothing. */
export async function preflight(reader: ChainReader, organization: OrganizationConfig): Promise<PreflightReport> {
  const findings = new Findings();
  await reader.verifyChainId();
  const head = await reader.head();
  findings.support('chain', `${reader.chainId}, at block ${head.number}`);
  await checkFinality(reader, organization, findings);

  const report = await detectDialect(new ContractProbe(reader.provider), organization, head);
  findings.all.push(...report.findings);
  if (report.dialect) {
    judgeStartBlock(organization.startBlock, report.startBlock, findings);
    await checkLogs(reader, organization, head, findings);
  }
  return { slug: organization.slug, findings: findings.all, isRefused: findings.isRefused };
}

async function checkFinality(
  reader: ChainReader,
  { finalityBlocks }: OrganizationConfig,
  findings: Findings,
): Promise<void> {
  const finalized = await reader.findBlock('finalized').catch((error) => {
    if (!isAnswer(error)) throw error;
    return null;
  });
  if (finalized) findings.support('finality', `the node tells it, now block ${finalized.number}`);
  else
    findings.degrade(
      'finality',
      `the node does not tell it: ${finalityBlocks} blocks below the head are taken for final`,
    );
}

function judgeStartBlock(configured: number, found: number | null, findings: Findings): void {
  if (found === null) {
    findings.degrade(
      'start block',
      `the node keeps no old states to look for it: ${configured} of the configuration is taken`,
    );
  } else if (configured > found) {
    findings.degrade('start block', `${configured} is too late, the contracts begin at block ${found}: that is taken`);
  } else if (configured < found) {
    findings.support('start block', `${found}, found in the chain`);
  } else {
    findings.support('start block', `${found}`);
  }
}

/** A provider may refuse logs altogether, or bear short ranges only; the latter is found out as it goes. */
async function checkLogs(
  reader: ChainReader,
  { governor }: OrganizationConfig,
  head: BlockHeader,
  findings: Findings,
): Promise<void> {
  try {
    await reader.logsOfRange(head.number, head.number, [governor]);
    findings.support('logs', 'the node gives them');
  } catch (error) {
    findings.refuse('logs', `the node does not give them: ${(error as Error).message.split('\n')[0]}`);
  }
}
