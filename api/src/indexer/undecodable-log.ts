/** A log has not the shape that its first topic promises. */
export class UndecodableLog extends Error {
  override readonly name = 'UndecodableLog';
}
