import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeNetwork } from '../../testing/fake-network';
import { renderPage } from '../../testing/render-page';
import { ChatPage } from './chat-page';

const digest = (byte: string) => `0x${byte.repeat(32)}`;
let network: FakeNetwork;
let asked: Record<string, unknown>[];

beforeEach(() => {
  network = new FakeNetwork().install();
  asked = [];
});

function answerWith(content: string, headers: Record<string, string>, finishReason = 'stop') {
  network.services['/v1/chat/completions'] = ({ body }) => {
    asked.push(body);
    return Response.json(
      { choices: [{ message: { role: 'assistant', content }, finish_reason: finishReason }] },
      { headers },
    );
  };
}

async function ask(question: string) {
  await renderPage(<ChatPage />);
  await userEvent.type(screen.getByLabelText('Your question'), question);
  await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
}

describe('ChatPage', () => {
  it('shows with an answer which run, proposal and policies it comes from', async () => {
    answerWith("I can't help with that.", {
      'x-mandate-lane': 'active',
      'x-mandate-run': digest('01'),
      'x-mandate-proposal': '77',
      'x-mandate-revision': digest('02'),
      'x-mandate-policy-safety': digest('03'),
      'x-mandate-policy-access': 'none',
    });
    await ask('How do I pick a lock?');

    expect((await screen.findByTestId('answer')).textContent).toBe("I can't help with that.");
    expect(screen.getByText('Active revision')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Run' }).getAttribute('href')).toBe(`/runs/${digest('01')}`);
    expect(screen.getByRole('link', { name: 'Proposal' }).getAttribute('href')).toBe('/proposals/77');
    expect(screen.getByTitle(digest('03')).getAttribute('href')).toBe(`/digests/${digest('03')}`);
    expect(screen.queryByText('access')).toBeNull();
  });

  it('asks as any OpenAI client does, always as the same session', async () => {
    answerWith('Sure.', { 'x-mandate-lane': 'base' });
    await ask('one');
    await screen.findByTestId('answer');
    await userEvent.type(screen.getByLabelText('Your question'), 'two');
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    await screen.findAllByTestId('answer');

    expect(asked.map((body) => body.messages)).toEqual([
      [{ role: 'user', content: 'one' }],
      [{ role: 'user', content: 'two' }],
    ]);
    expect(asked[0]?.user).toBe(asked[1]?.user);
    expect(screen.getAllByText('Base model')).toHaveLength(2);
  });

  it('says that moderation blocked an answer', async () => {
    answerWith('Not here.', { 'x-mandate-lane': 'active', 'x-mandate-moderation': 'block' }, 'content_filter');
    await ask('my pin code');
    expect(await screen.findByText('Blocked by moderation')).toBeTruthy();
  });

  it('says in words that the gateway is gone', async () => {
    network.services['/v1/chat/completions'] = () => {
      throw new TypeError('Failed to fetch');
    };
    await ask('anyone?');
    expect(await screen.findByText('The gateway does not answer. Is it running?')).toBeTruthy();
  });

  it('shows the words of an error', async () => {
    network.services['/v1/chat/completions'] = () =>
      Response.json({ error: { message: 'Too many requests: 60 a minute.' } }, { status: 429 });
    await ask('again');
    expect(await screen.findByText('Too many requests: 60 a minute.')).toBeTruthy();
  });
});
