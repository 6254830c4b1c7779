import { stripVTControlCharacters, styleText } from "node:util";

/** What a terminal is told, and how wide it is. */
export interface Screen {
  readonly columns: number;
  readonly colours: boolean;
}

const COLUMNS_DEFAULT = 100;
const COLUMNS_MIN = 40;
const COLUMNS_MAX = 160;

/** Colours for people at a terminal only, and not where `NO_COLOR` says so. */
export function screenOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Screen {
  const given = stream.columns ?? (Number(environment["COLUMNS"]) || COLUMNS_DEFAULT);
  return {
    columns: Math.min(Math.max(given, COLUMNS_MIN), COLUMNS_MAX),
    colours: stream.isTTY === true && (environment["NO_COLOR"] ?? "") === "",
  };
}

export type Colour = "green" | "yellow" | "red" | "bold" | "dim";

export const coloured = (text: string, colour: Colour, { colours }: Screen): string =>
  colours ? styleText(colour, text, { validateStream: false }) : stripVTControlCharacters(text);
