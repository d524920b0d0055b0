import type { FlowMeshError } from "@flowmesh/fabric";
import { type Command, CommanderError } from "commander";
import { exitCodes } from "./output/exit-codes.ts";
import { readerLeft } from "./output/reader-watch.ts";
import { createProgram } from "./program.ts";

/** Runs the command that the words name, and sets the process's exit code. Every failure is told in a few lines on standard error. */
export async function runCommand(words: readonly string[]): Promise<void> {
  endWithReader();
  let running: Command | undefined;
  const program = createProgram((command) => {
    running = command;
  });
  try {
    await program.parseAsync(upToUnknownCommand(program, withHelpOption(program, words)), { from: "user" });
  } catch (error) {
    process.exitCode = await exitCodeOf(error, running ?? program, asksForJson(words));
  }
}

/** Whoever reads our output may leave before its end, as `head` does: then so do we. */
function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return readerLeft();
    process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
    process.exit(exitCodes.failure);
  });
  process.stderr.on("error", () => undefined);
}

/** `help pub` is `pub --help`, and `job help retry` is `job retry --help`: so that the command is loaded, and all of its help is there. */
function withHelpOption(program: Command, words: readonly string[]): readonly string[] {
  const isNoun = program.commands.some((command) => command.name() === words[0] && command.commands.length > 0);
  if (isNoun && words[1] === "help") return [words[0]!, ...words.slice(2), "--help"];
  return words[0] === "help" && words.length > 1 ? [...words.slice(1), "--help"] : words;
}

/** Behind a command that there is not, `--help` would show the help of the one above: without it the command is refused. */
function upToUnknownCommand(program: Command, words: readonly string[]): readonly string[] {
  let command = program;
  for (const [at, word] of words.entries()) {
    if (word.startsWith("-") || command.commands.length === 0) return words;
    const found = command.commands.find((candidate) => candidate.name() === word);
    if (found === undefined) return word === "help" ? words : words.slice(0, at + 1);
    command = found;
  }
  return words;
}

/** What reports errors is loaded only for one. */
async function exitCodeOf(error: unknown, command: Command, asJson: boolean): Promise<number> {
  const { reportError } = await import("./output/report-error.ts");
  if (!(error instanceof CommanderError)) return reportError(error, asJson);
  if (error.exitCode === 0) return 0;
  if (error.code === "commander.help") return exitCodes.usage;
  return reportError(await usageErrorOf(error, command), asJson);
}

async function usageErrorOf(error: CommanderError, command: Command): Promise<FlowMeshError> {
  const { usageError } = await import("./output/usage-error.ts");
  const meant = await meantBy(error, command);
  const problem = problemOf(error);
  // What is only spelled alike says less.
  return usageError(meant.length === 0 ? problem : problem.replace(/ \(Did you mean .*\)$/, ""), command, meant);
}

async function meantBy({ code, message }: CommanderError, command: Command): Promise<string[]> {
  const { meantByMore, meantByWord } = await import("./output/other-words.ts");
  if (code === "commander.excessArguments") return meantByMore(command);
  const word = /^error: unknown command '(.*?)'/.exec(message)?.[1];
  return word === undefined ? [] : meantByWord(word, command);
}

function problemOf({ message }: CommanderError): string {
  const problem = message.replace(/^error: /, "").replaceAll("\n", " ");
  return /^unknown (command 'version'|option '-v')/.test(problem)
    ? `${problem}; the version is told by --version or -V`
    : problem;
}

/** Also where the words are wrong, so that no option was read. */
function asksForJson(words: readonly string[]): boolean {
  const before = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  return before.some(
    (word, at) =>
      word === "--json" ||
      /^(-o|--output=?)(nd)?json$/.test(word) ||
      (/^(-o|--output)$/.test(word) && /^(nd)?json$/.test(before[at + 1] ?? "")),
  );
}
