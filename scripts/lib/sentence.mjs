/** Runs a script; what goes wrong is told in its sentence, without a stack, and exit code 1. */
export async function endWithSentence(script) {
  try {
    await script();
  } catch (error) {
    console.error(error.code === 'ENOSPC' ? 'The disk is full: free some space and try again.' : error.message);
    process.exit(1);
  }
}
