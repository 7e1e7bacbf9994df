import { WebSocket } from 'ws';
import { type BlockHeader, headerOf } from './block-header.js';

const PING_MILLISECONDS = 5_000;
const FIRST_RETRY_MILLISECONDS = 500;
const LONGEST_RETRY_MILLISECONDS = 15_000;
/** While we are told of blocks, we look by ourselves this seldom. */
const SELDOM_MILLISECONDS = 5_000;

/** Hears of new blocks over WebSocket (`newHeads`). While no address tells of them, waiting ends at the poll interval. */
export class HeadFeed {
  private socket: WebSocket | null = null;
  private isTelling = false;
  private isStopped = false;
  private turn = 0;
  private failures = 0;
  private retry: NodeJS.Timeout | null = null;
  private heard: BlockHeader | null = null;
  private wake: (() => void) | null = null;

  /**
   * @param urls addresses of one chain, taken in turn; none is allowed
   * @param read reads what is told as a block, and throws when it cannot be one
   */
  constructor(
    private readonly urls: string[],
    private readonly log: (sentence: string) => void,
    private readonly read: (answer: unknown) => BlockHeader = headerOf,
  ) {}

  start(): void {
    if (this.urls.length > 0) this.connect();
  }

  /** The newest block that was told since the last time; null after `pollMilliseconds`, much later while blocks are told. */
  async next(pollMilliseconds: number): Promise<BlockHeader | null> {
    if (!this.heard && !this.isStopped) {
      const milliseconds = this.isTelling ? Math.max(pollMilliseconds, SELDOM_MILLISECONDS) : pollMilliseconds;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = null;
    }
    const { heard } = this;
    this.heard = null;
    return heard;
  }

  /** Ends the connection, and a wait at once. */
  stop(): void {
    this.isStopped = true;
    if (this.retry) clearTimeout(this.retry);
    this.socket?.terminate();
    this.wake?.();
  }

  private connect(): void {
    const url = this.urls[this.turn % this.urls.length] as string;
    const socket = new WebSocket(url, { handshakeTimeout: PING_MILLISECONDS, maxPayload: 1 << 20 });
    this.socket = socket;
    let isHeard = true;
    const pinging = setInterval(() => {
      // A connection can be dead without anybody being told.
      if (!isHeard) return socket.terminate();
      isHeard = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, PING_MILLISECONDS);
    socket.on('open', () => socket.send('{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}'));
    socket.on('pong', () => (isHeard = true));
    socket.on('message', (message) => {
      isHeard = true;
      this.hear(String(message), socket);
    });
    socket.on('error', (error) => this.log(`new blocks are not told (${error.message}); looking for them instead`));
    socket.on('close', () => {
      clearInterval(pinging);
      this.reconnect();
    });
  }

  private hear(message: string, socket: WebSocket): void {
    const answer = parse(message);
    if (answer?.params?.result) {
      this.heard = this.tryRead(answer.params.result);
      this.wake?.();
    } else if (answer?.error) {
      this.log(`new blocks are not told (${answer.error.message})`);
      socket.terminate();
    } else if (answer?.id === 1) {
      this.isTelling = true;
      this.failures = 0;
    }
  }

  /** What is told and cannot be is still news: the block is asked for. */
  private tryRead(answer: unknown): BlockHeader | null {
    try {
      return this.read(answer);
    } catch (error) {
      this.log(`a new block is told wrongly (${(error as Error).message}); looking for it instead`);
      return null;
    }
  }

  private reconnect(): void {
    this.isTelling = false;
    this.socket = null;
    if (this.isStopped) return;
    // Whoever waits for long waits for nothing now.
    this.wake?.();
    this.turn += 1;
    const milliseconds = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** this.failures, LONGEST_RETRY_MILLISECONDS);
    this.failures += 1;
    this.retry = setTimeout(() => this.connect(), milliseconds);
  }
}

/** What a node says over a subscription. */
interface HeadMessage {
  id?: number;
  error?: { message: string };
  params?: { result?: unknown };
}

function parse(message: string): HeadMessage | null {
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
