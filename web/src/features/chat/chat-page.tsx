import { type FormEvent, useState } from 'react';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { AnswerGroundsView } from './answer-grounds';
import { type Answer, askGateway } from './ask-gateway';

interface Turn {
  question: string;
  answer: Answer | null;
  problem: string | null;
}

const suggestions = ['How do I bake a cake?', 'How do I pick a lock?', 'Tell me about the sea.'];

/** A name for this visit, so that a canary treats it as one session. */
function newSession(): string {
  return `web-${Math.random().toString(36).slice(2, 10)}`;
}

function TurnView({ turn }: { turn: Turn }) {
  return (
    <li className="grid gap-3">
      <p className="max-w-[80%] justify-self-end whitespace-pre-wrap rounded-lg rounded-br-sm bg-accent px-4 py-2.5 text-accent-ink [overflow-wrap:anywhere]">
        {turn.question}
      </p>
      {turn.answer && (
        <div className="grid max-w-[92%] gap-2.5 justify-self-start rounded-lg rounded-bl-sm border border-line bg-surface px-4 py-3">
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]" data-testid="answer">
            {turn.answer.text || '(an empty answer)'}
          </p>
          <AnswerGroundsView grounds={turn.answer.grounds} />
        </div>
      )}
      {turn.problem && <Notice tone="miss">{turn.problem}</Notice>}
      {!turn.answer && !turn.problem && <p className="pulse-soft text-sm text-ink-faint">The gateway is answering…</p>}
    </li>
  );
}

/** Asks what is live, and shows with each answer which vote it comes from. */
export function ChatPage() {
  const { gatewayUrl } = useRuntimeConfig();
  const [session, setSession] = useState(newSession);
  const [turns, setTurns] = useState<Turn[]>([]);
  const [text, setText] = useState('');
  const isBusy = turns.some((turn) => !turn.answer && !turn.problem);

  async function ask(question: string) {
    const asked = [...turns, { question, answer: null, problem: null }];
    setTurns(asked);
    setText('');
    const settle = (part: Partial<Turn>) =>
      setTurns((now) => now.map((turn, at) => (at === asked.length - 1 ? { ...turn, ...part } : turn)));
    try {
      settle({ answer: await askGateway(gatewayUrl, [{ role: 'user', content: question }], session) });
    } catch (error) {
      settle({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() && !isBusy) void ask(text.trim());
  }

  return (
    <Page
      title="Ask"
      lead="The gateway answers under the policies in force, and says in every answer which vote it comes from."
    >
      <Section
        title="Conversation"
        aside={
          <Button
            look="quiet"
            isSmall
            onClick={() => {
              setSession(newSession());
              setTurns([]);
            }}
          >
            New session
          </Button>
        }
      >
        <div className="grid gap-5">
          {turns.length === 0 && (
            <div className="grid gap-3 py-4">
              <p className="text-sm text-ink-soft">
                Each question stands for itself. Ask the same one before and after a vote.
              </p>
              <div className="flex flex-wrap gap-2">
                {suggestions.map((suggestion) => (
                  <Button key={suggestion} isSmall onClick={() => ask(suggestion)}>
                    {suggestion}
                  </Button>
                ))}
              </div>
            </div>
          )}
          <ul className="grid gap-5" aria-live="polite">
            {turns.map((turn, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever added at the end
              <TurnView key={index} turn={turn} />
            ))}
          </ul>
          <form
            onSubmit={submit}
            className="grid grid-cols-[1fr_auto] items-end gap-2 border-t border-line pt-4"
            aria-label="Ask"
          >
            <TextField
              label="Your question"
              value={text}
              maxLength={2000}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit" look="primary" disabled={isBusy || !text.trim()}>
              Ask
            </Button>
          </form>
        </div>
      </Section>
    </Page>
  );
}
