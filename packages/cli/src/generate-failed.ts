/** What was asked for cannot be done. The message says why and what to do; there is no bug to trace. */
export class GenerateFailed extends Error {
  readonly code = "generate_failed";

  constructor(message: string) {
    super(message);
    this.name = "GenerateFailed";
  }
}
