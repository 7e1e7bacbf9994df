import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Section } from '../../ui/section';
import { AnswerGroundsView } from './answer-grounds';
import { type Turn, useConversation } from './use-conversation';

const suggestions = ['How do I bake a cake?', 'How do I pick a lock?', 'Tell me about the sea.'];

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

function Suggestions({ onAsk }: { onAsk: (question: string) => void }) {
  return (
    <div className="grid gap-3 py-4">
      <p className="text-sm text-ink-soft">
        Each question stands for itself. Ask the same one before and after a vote.
      </p>
      <div className="flex flex-wrap gap-2">
        {suggestions.map((suggestion) => (
          <Button key={suggestion} isSmall onClick={() => onAsk(suggestion)}>
            {suggestion}
          </Button>
        ))}
      </div>
    </div>
  );
}

function QuestionForm({ isBusy, onAsk }: { isBusy: boolean; onAsk: (question: string) => void }) {
  const [text, setText] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!text.trim() || isBusy) return;
    onAsk(text.trim());
    setText('');
  }

  return (
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
  );
}

/** Asks what is live, and shows with each answer which vote it comes from. */
export function ChatPage() {
  const { turns, isBusy, ask, startOver } = useConversation();
  return (
    <Page
      title="Ask"
      lead="The gateway answers under the policies in force, and says in every answer which vote it comes from."
    >
      <Section
        title="Conversation"
        aside={
          <Button look="quiet" isSmall onClick={startOver}>
            New session
          </Button>
        }
      >
        <div className="grid gap-5">
          {turns.length === 0 && <Suggestions onAsk={ask} />}
          <ul className="grid gap-5" aria-live="polite">
            {turns.map((turn, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever added at the end
              <TurnView key={index} turn={turn} />
            ))}
          </ul>
          <QuestionForm isBusy={isBusy} onAsk={ask} />
        </div>
      </Section>
    </Page>
  );
}
