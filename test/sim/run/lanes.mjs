import { fork } from 'node:child_process';
import path from 'node:path';

const lane = path.join(import.meta.dirname, 'lane.mjs');

/**
 * Runs tasks in several processes, each of which takes the next one when it is done.
 * @param {{seed: number, sabotage?: string}[]} tasks
 * @param {number} count how many processes
 * @param {(result: object) => void} onResult told of each as it comes
 */
export async function runInLanes(tasks, count, onResult) {
  const left = [...tasks];
  await Promise.all(Array.from({ length: Math.min(count, tasks.length) }, () => runLane(left, onResult)));
}

function runLane(left, onResult) {
  const child = fork(lane);
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (!message.isReady) onResult(message);
      const task = left.shift();
      if (task) child.send(task);
      else child.disconnect();
    });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a lane ended with exit code ${code}`))));
  });
}
