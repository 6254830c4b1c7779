/** `text`, cut to `charactersMax` with an ellipsis as the last one. */
export const shortened = (text: string, charactersMax: number): string =>
  text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`;
