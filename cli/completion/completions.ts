import { RemoteFabric } from "@flowmesh/client/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { createProgram, loadCommand } from "../program.ts";

const answerMs = 1000;
const namesMost = 200;

/** What may stand for the last of the words, each complete: commands, options, or names of streams. */
export async function completionsOf(words: readonly string[], url: string | undefined): Promise<string[]> {
  const program = createProgram();
  const last = words.at(-1) ?? "";
  let command = program;
  let operands = 0;
  for (const word of words.slice(0, -1)) {
    const found = command.commands.find((candidate) => candidate.name() === word);
    if (found === undefined) operands += word.startsWith("-") ? 0 : 1;
    else {
      command = found;
      await loadCommand(command);
    }
  }
  if (last.startsWith("-")) return startingWith(last, optionsOf(command, program));
  if (command.commands.length > 0)
    return startingWith(
      last,
      command.commands.map((candidate) => candidate.name()),
    );
  return takesStream(command, operands) ? streamsStartingWith(last, url) : [];
}

function startingWith(start: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(start));
}

function optionsOf(command: Command, program: Command): string[] {
  const options = command === program ? program.options : [...command.options, ...program.options];
  return [...options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])), "--help"];
}

function takesStream(command: Command, operands: number): boolean {
  const found = command.registeredArguments[operands] ?? command.registeredArguments.at(-1);
  return found !== undefined && /^streams?$/.test(found.name()) && (found.variadic || operands === 0);
}

/** Nothing is told of failures: somebody is typing. */
async function streamsStartingWith(prefix: string, url: string | undefined): Promise<string[]> {
  let fabric: RemoteFabric | undefined;
  try {
    fabric = new RemoteFabric(serverAddress(url));
    const { streams } = await fabric.streams.listStreams({ prefix, pageSize: namesMost }, { timeoutMs: answerMs });
    return streams.map(({ stream }) => stream);
  } catch {
    return [];
  } finally {
    await fabric?.close();
  }
}
