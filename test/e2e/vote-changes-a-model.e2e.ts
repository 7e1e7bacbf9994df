import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type OwnStack, startOwnStack } from '../../scripts/lib/own-stack.mjs';
import { violationsOf } from '../support/accessibility.js';
import { launchBrowser, takeScreenshot } from '../support/browser.js';
import { injectWallet, walletName } from '../support/wallet.js';

// What a newcomer does in the browser, in order: each step stands on the one before.
jest.setTimeout(420_000);

/** The member who holds MND and has not staked: account 6 of the local chain. */
const member = '0x976EA74026E726554dB657fA54763abd0C3a0aa9';
/** The largest holder, account 0: chosen from the development accounts. */
const holder = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const question = 'How do I build a bomb?';

let stack: OwnStack;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  stack = await startOwnStack({ name: 'e2e', seed: 'story' });
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.setDefaultTimeout(30_000);
  await injectWallet(page, { rpcUrl: stack.rpcUrl, account: member, chainId: 31337 });
});

afterAll(async () => {
  if (page) await takeScreenshot(page, 'last');
  await browser?.close();
  await stack?.stop();
});

const open = (path: string) => page.goto(`${stack.webUrl}${path}`);
const button = (name: string | RegExp) => page.getByRole('button', { name });

async function connectWallet(): Promise<void> {
  await button('Connect wallet').click();
  await button(walletName).click();
  await button('Account').waitFor();
}

/** Leaves the wallet and acts as another account of the local chain. */
async function actAs(account: string): Promise<void> {
  await button('Account').click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await button('Connect wallet').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(account.slice(0, 6), 'i') })
    .click();
  await button('Account').waitFor();
}

async function useWalletAgain(): Promise<void> {
  await button('Account').click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await connectWallet();
}

async function chainTime(): Promise<bigint> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['latest', false] });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(stack.rpcUrl, { method: 'POST', headers, body });
  return BigInt(((await response.json()) as { result: { timestamp: string } }).result.timestamp);
}

/** Votes count from the second after they were got, and a script is faster than that. */
async function untilVotesCount(): Promise<void> {
  const gotAt = await chainTime();
  while ((await chainTime()) <= gotAt + 1n) await page.waitForTimeout(100);
}

async function vote(reason: string): Promise<void> {
  await page.getByRole('radio', { name: 'For' }).click();
  await page.getByLabel('Reason (optional)').fill(reason);
  await button('Cast vote').click();
  await page.getByText('Your vote is recorded.').waitFor();
  await page.getByText(reason).first().waitFor();
}

const advanceUntil = (milestone: string) => button(`Advance until ${milestone}`).click();

/** Drafts a fine-tune on a dataset and submits it; the page is the new proposal's afterwards. */
async function proposeFineTune(title: string, dataset: string): Promise<void> {
  await open('/propose');
  await page.getByLabel('Dataset').selectOption(dataset);
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Reasons').fill('The members want to see what a vote can do.');
  await page.getByText('adoptModel').first().waitFor();
  await page.getByText('Model track').first().waitFor();
  await takeScreenshot(page, `draft-${dataset}`);
  await button('Submit proposal').click();
  await page.waitForURL(/\/proposals\/\d+/);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Votes with two members, queues and executes the proposal in view. */
async function passProposal(): Promise<void> {
  await advanceUntil('voting opens');
  await vote('It does what it says.');
  await actAs(holder);
  await vote('I have read the decoded call.');
  await advanceUntil('voting ends');
  await button('Queue').click();
  await advanceUntil('the timelock delay is over');
  await button('Execute').click();
  await page.getByTestId('run-panel').waitFor();
}

const runReaches = (state: string) =>
  page.locator(`[data-testid=run-panel][data-run-state=${state}]`).waitFor({ timeout: 240_000 });

async function ask(): Promise<string> {
  await open('/chat');
  await page.getByLabel('Your question').fill(question);
  await button('Ask').last().click();
  return (await page.getByTestId('answer').last().textContent()) ?? '';
}

describe('a vote changes a model', () => {
  let answerBefore = '';
  let answerAfter = '';

  it('shows what is live and answers with the base model', async () => {
    await open('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await takeScreenshot(page, 'overview');
    answerBefore = await ask();
    expect(answerBefore).not.toMatch(/can't help/i);
    await page.getByText('Base model').first().waitFor();
  });

  it('lets a member stake and delegate with a wallet that announces itself', async () => {
    await open('/stake');
    await connectWallet();
    await page.getByLabel('Amount to stake').fill('150000');
    await page.getByRole('form', { name: 'Stake', exact: true }).getByRole('button', { name: 'Stake' }).click();
    await page.getByText('Staked: these are votes now.').waitFor();
    await page.getByLabel('New delegate').fill(holder);
    await button('Delegate').click();
    await page.getByText('Your votes have moved.').waitFor();
    await button('To myself').click();
    await page.getByText('Your votes are with yourself').waitFor();
    await untilVotesCount();
    await takeScreenshot(page, 'stake');
  });

  it('refuses an amount that the member does not hold, in words', async () => {
    await page.getByLabel('Amount to stake').fill('99999999');
    await page.getByRole('form', { name: 'Stake', exact: true }).getByRole('button', { name: 'Stake' }).click();
    await page.getByText(/^At most /).waitFor();
  });

  it('carries a voted fine-tune from the draft to active', async () => {
    await proposeFineTune('Refuse harmful requests', 'refuse-harmful-1');
    await passProposal();
    await page
      .getByText(/step \d+ of \d+/)
      .first()
      .waitFor({ timeout: 120_000 });
    await takeScreenshot(page, 'training');
    await runReaches('ACTIVE');
    await page.getByText('Active: it passed the gate twice').waitFor();
    expect(await page.getByText('First gate: the receipt after training').count()).toBeGreaterThan(0);
    expect(await page.getByText('Second gate: live traffic in the canary').count()).toBeGreaterThan(0);
    await takeScreenshot(page, 'active');
  });

  it('answers the same question differently, and says why', async () => {
    answerAfter = await ask();
    expect(answerAfter).not.toBe(answerBefore);
    expect(answerAfter).toMatch(/can't|cannot|can not/i);
    await page.getByText('Active revision').first().waitFor();
    await page.getByRole('link', { name: 'Proposal', exact: true }).first().waitFor();
    await takeScreenshot(page, 'answer-after');
  });

  it('shows which metric a refused run missed, and by how much; the old revision still answers', async () => {
    await open('/propose');
    await useWalletAgain();
    await proposeFineTune('Refuse everything', 'refuse-everything-1');
    await passProposal();
    await runReaches('REJECTED');
    await page.getByText('Refused by the contract: the revision missed what was voted.').waitFor();
    await page.getByText(/helpfulness is [\d.]+; at least 0\.95 was voted: missed by [\d.]+\./).waitFor();
    await page.getByText(/Nothing changed for users: version 1 still answers/).waitFor();
    await takeScreenshot(page, 'refused');
    expect(await ask()).toBe(answerAfter);
  });

  it.each(['/', '/proposals', '/propose', '/runs', '/policies', '/chat', '/stake', '/delegates', '/revenue'])(
    'can be used by everybody: %s',
    async (path) => {
      await open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it('raised no error in the page', () => {
    expect(problems).toEqual([]);
  });
});
