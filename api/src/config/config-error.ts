/** The configuration is wrong; the message is one sentence that names the variable or the field, and no value of a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
