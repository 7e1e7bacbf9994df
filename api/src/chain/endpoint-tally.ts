/** How one address of a chain has answered so far. */
export class EndpointTally {
  requests = 0;
  /** It did not answer, or not in JSON. */
  failures = 0;
  /** It answered with an error of its own: too many requests, a range too large, a method it does not have. */
  refusals = 0;
  /** It said otherwise than those who agreed. */
  disagreements = 0;
  /** It said something that cannot be. */
  unsound = 0;

  private constructor(readonly endpoint: string) {}

  /** One for each address. An address may hold a key in its path or its user: only its host is told. */
  static ofEach(urls: readonly string[]): EndpointTally[] {
    const hosts = urls.map((url) => new URL(url).host);
    const isAlone = (host: string) => hosts.filter((other) => other === host).length === 1;
    return hosts.map((host, at) => new EndpointTally(isAlone(host) ? host : `${host} #${at + 1}`));
  }

  /** Counts a request by what comes of it, and passes that on. */
  async count(answer: Promise<unknown>): Promise<unknown> {
    this.requests += 1;
    try {
      const given = await answer;
      if ([given].flat().some((one) => (one as { error?: unknown } | null)?.error)) this.refusals += 1;
      return given;
    } catch (error) {
      this.failures += 1;
      throw error;
    }
  }
}
