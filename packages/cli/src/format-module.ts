import { format } from "oxfmt";

/** A generated module as it is committed. */
export async function formatModule(name: string, text: string): Promise<string> {
  const { code, errors } = await format(`${name}.gen.ts`, text, { printWidth: 110 });
  if (errors.length > 0) throw new Error(`The generator wrote what does not parse: ${errors[0]?.message}`);
  return code;
}
