import { useState } from 'react';
import { useRuntimeConfig } from '../../lib/runtime-config';
import { type Answer, askGateway } from './ask-gateway';

/** A question, and what came of it; both null while the gateway is answering. */
export interface Turn {
  question: string;
  answer: Answer | null;
  problem: string | null;
}

/** A name for this visit, so that a canary treats it as one session. */
function newSession(): string {
  return `web-${Math.random().toString(36).slice(2, 10)}`;
}

/** The questions asked in this session. Each stands for itself: the gateway is not sent what was asked before. */
export function useConversation() {
  const { gatewayUrl } = useRuntimeConfig();
  const [session, setSession] = useState(newSession);
  const [turns, setTurns] = useState<Turn[]>([]);
  const isBusy = turns.some((turn) => !turn.answer && !turn.problem);

  async function ask(question: string): Promise<void> {
    const place = turns.length;
    const settle = (part: Partial<Turn>) =>
      setTurns((now) => now.map((turn, at) => (at === place ? { ...turn, ...part } : turn)));
    setTurns([...turns, { question, answer: null, problem: null }]);
    try {
      settle({ answer: await askGateway(gatewayUrl, [{ role: 'user', content: question }], session) });
    } catch (error) {
      settle({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  function startOver(): void {
    setSession(newSession());
    setTurns([]);
  }

  return { turns, isBusy, ask, startOver };
}
