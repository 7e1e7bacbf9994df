import { open, stat } from 'node:fs/promises';
import type { LogPage } from './engine.js';

const pageBytes = 256 * 1024;
const lineFeed = 0x0a;

/**
 * Whole lines of a file from a byte on: a line that is still being written is left for the next page. Bytes are counted,
 * not characters, since what a program prints need not be text.
 */
export async function readLines(file: string, cursor: number): Promise<LogPage> {
  const bytes = await readFrom(file, cursor);
  const lastBreak = bytes.lastIndexOf(lineFeed);
  // A line longer than a page would stop the reader for ever: it is cut instead.
  const end = lastBreak === -1 && bytes.length === pageBytes ? bytes.length : lastBreak + 1;
  const lines = bytes.toString('utf8', 0, end).split('\n');
  return { lines: lines.filter((line) => line !== ''), nextCursor: cursor + end };
}

/** The last line with text in a file, or null when it has none. */
export async function lastLine(file: string): Promise<string | null> {
  const size = (await stat(file).catch(absent))?.size ?? 0;
  const lines = (await readFrom(file, Math.max(0, size - 8192))).toString('utf8').split('\n');
  return lines.map((line) => line.trim()).findLast((line) => line !== '') ?? null;
}

/** Null for a file that is not there; for `catch`. */
export function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

async function readFrom(file: string, offset: number): Promise<Buffer> {
  const handle = await open(file, 'r').catch(absent);
  if (handle === null) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(pageBytes), 0, pageBytes, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
