import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../../../scripts/lib/ports.mjs';
import { Processes } from '../../../../scripts/lib/processes.mjs';

const rclone = path.resolve(import.meta.dirname, '../../../../.venv-s3/bin/rclone');

export const s3Credentials = { accessKeyId: 'mandate', secretAccessKey: 'a secret of this test' };

/** A real S3 server with the bucket `artifacts`, whose objects are files in `<folder>/artifacts`: a test can spoil them. */
export async function startS3Server(folder: string): Promise<{ url: URL; stop(): Promise<void> }> {
  await mkdir(path.join(folder, 'artifacts'), { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const key = `${s3Credentials.accessKeyId},${s3Credentials.secretAccessKey}`;
  const processes = new Processes({ logDirectory: path.join(folder, 'logs') });
  const options = ['--addr', address, '--auth-key', key, '--vfs-cache-mode', 'off', '--dir-cache-time', '0s'];
  await processes.start('s3', [rclone, 'serve', 's3', folder, ...options], { ready: /Starting s3 server/ });
  return { url: new URL(`http://${address}/artifacts`), stop: () => processes.stopAll() };
}
