// Brings the Slurm that the test of the engines runs, unless it is there already; on Debian as root it is installed.

import { endWithSentence } from './lib/sentence.mjs';
import { ensureSlurm } from './lib/slurm.mjs';

endWithSentence(ensureSlurm);
