import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** Options as they were typed. */
export interface GivenOptions {
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
}

/**
 * Reads a command's options, of which `--help` prints the usage. What is wrong with them is said, with the usage, and ends the process with 2.
 * @param known by name whether a value follows
 */
export function readOptions(known: Readonly<Record<string, "value" | "flag">>, usage: string): GivenOptions {
  const options: ParseArgsOptionsConfig = { help: { type: "boolean", short: "h" } };
  for (const [name, kind] of Object.entries(known)) options[name] = { type: kind === "flag" ? "boolean" : "string" };
  try {
    const given = Object.entries(parseArgs({ options }).values);
    const flags = new Set(given.filter(([, value]) => value === true).map(([name]) => name));
    const text = Object.fromEntries(given.filter(([, value]) => typeof value === "string")) as Record<string, string>;
    if (!flags.has("help")) return { text, flags };
  } catch (error) {
    refuse((error as Error).message, usage);
  }
  console.log(usage);
  process.exit(0);
}

/** The whole number that an option gives, if it was given; another one ends the process with 2. */
export function wholeNumber({ text }: GivenOptions, name: string, usage: string): number | undefined {
  const given = text[name];
  if (given === undefined) return undefined;
  const number = Number(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(number)) return number;
  return refuse(`--${name} ${JSON.stringify(given)} is no whole number.`, usage);
}

function refuse(why: string, usage: string): never {
  console.error(`${why}\n\n${usage}`);
  process.exit(2);
}
