// Brings the Ray that the test of the engines runs, into .venv-ray, unless it is there already.
import { installPythonTools } from './lib/python-tools.mjs';
import { endWithSentence } from './lib/sentence.mjs';

endWithSentence(() =>
  installPythonTools({
    what: 'Ray',
    who: 'The Ray cluster of the tests needs',
    environment: '.venv-ray',
    requirements: 'worker/requirements-ray.txt',
    gibibytes: 2,
    duration: 'about half a minute',
  }),
);
