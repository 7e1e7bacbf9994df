// Brings the OpenSSF command-line tool that verifies model signatures in the tests, into .venv-model-signing, unless it is
// there already.
import { installPythonTools } from './lib/python-tools.mjs';
import { endWithSentence } from './lib/sentence.mjs';

endWithSentence(() =>
  installPythonTools({
    what: 'model-signing',
    who: 'The verification of model signatures needs',
    environment: '.venv-model-signing',
    requirements: 'api/test/executor/model-signature/requirements.txt',
    duration: 'half a minute',
  }),
);
