// Makes the Python environment of slither and halmos in .venv-contracts, unless it is there already. Needs nothing but Node
// and a python3.
import { installPythonTools } from './lib/python-tools.mjs';
import { endWithSentence } from './lib/sentence.mjs';

endWithSentence(() =>
  installPythonTools({
    what: 'slither and halmos',
    who: 'The analysis of the contracts needs',
    environment: '.venv-contracts',
    requirements: 'contracts/requirements.txt',
    leastMinor: 11,
    duration: 'about a minute',
  }),
);
