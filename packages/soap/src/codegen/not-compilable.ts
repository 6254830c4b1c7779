export interface SourcePlace {
  /** Relative to the contract's folder. */
  readonly file: string;
  readonly line: number;
}

/** The contract asks for something we do not compile, or contradicts itself. Says where and what. */
export class NotCompilable extends Error {
  readonly code = "contract_not_compilable";
  readonly place: SourcePlace;
  /** The message without the place. */
  readonly reason: string;

  constructor(place: SourcePlace, what: string) {
    super(`${place.file}:${place.line}: ${what}`);
    this.name = "NotCompilable";
    this.reason = what;
    this.place = { file: place.file, line: place.line };
  }
}
