import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OpenAiError } from './openai-error.js';

export class CatalogueMissing extends OpenAiError {
  constructor() {
    const message = "The worker's inputs are not laid out yet: there is no catalogue.json in WORKER_INPUTS_DIR.";
    super(503, 'server_error', 'catalogue_missing', message);
  }
}

/** What can be named in a job: the file that the worker wrote beside its inputs. */
export class Catalogue {
  constructor(private readonly inputsDirectory: string) {}

  async read(): Promise<object> {
    const file = path.join(this.inputsDirectory, 'catalogue.json');
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new CatalogueMissing() : error;
    });
    return JSON.parse(text);
  }
}
