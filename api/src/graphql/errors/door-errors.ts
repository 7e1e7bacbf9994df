/** No proposal has this id. */
export class UnknownProposal extends Error {
  constructor(id: string) {
    super(`No proposal has the id ${JSON.stringify(id)}.`);
  }
}
