// Finds the browser of the end-to-end tests, and on Debian as root installs it; prints its path.
import { chromiumPath, installChromium } from './lib/chromium.mjs';
import { endWithSentence } from './lib/sentence.mjs';

endWithSentence(async () => {
  console.log(chromiumPath() ?? (await installChromium()));
});
