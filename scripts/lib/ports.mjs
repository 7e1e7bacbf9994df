import net from 'node:net';

/** Listens for a moment: what keeps us from the port on the loopback interface, null when nothing does. */
function whyTaken(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', ({ code }) => resolve(code));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}

/** A port of the loopback interface that nobody listens on right now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Refuses, in one sentence, to start over a port that is taken.
 * @param {Record<string, number>} ports what each port is for, and its number
 */
export async function assertPortsFree(ports) {
  for (const [purpose, port] of Object.entries(ports)) {
    const why = await whyTaken(port);
    if (why === null) continue;
    if (why === 'EACCES') {
      throw new Error(`Port ${port}, needed for ${purpose}, is not for ordinary users: choose one above 1023.`);
    }
    throw new Error(
      `Port ${port}, needed for ${purpose}, is already in use: stop the program that listens there and try again.`,
    );
  }
}
