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
  for (let at = 0; at < words.length - 1; at += 1) {
    const word = words[at]!;
    const found = command.commands.find((candidate) => candidate.name() === word);
    if (found !== undefined) {
      command = found;
      await loadCommand(command);
    } else if (!word.startsWith("-")) operands += 1;
    else if (takesValue(word, command, program)) at += 1;
  }
  if (last.startsWith("-")) return startingWith(last, optionsOf(command, program));
  if (command.commands.length > 0) {
    const names = command.commands.map((candidate) => candidate.name());
    return operands === 0 ? startingWith(last, names) : [];
  }
  const choices = command.registeredArguments[operands]?.argChoices;
  if (choices !== undefined) return startingWith(last, choices);
  return takesStream(command, operands) ? streamsStartingWith(last, url) : [];
}

function startingWith(start: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(start));
}

function optionsOf(command: Command, program: Command): string[] {
  const options = command === program ? program.options : [...command.options, ...program.options];
  return [...options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])), "--help"];
}

/** Whether the next word belongs to the option. */
function takesValue(word: string, command: Command, program: Command): boolean {
  return [...command.options, ...program.options].some(
    (option) => option.required && [option.long, option.short].includes(word),
  );
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
    await fabric.connect();
    const { streams } = await fabric.streams.listStreams({ prefix, pageSize: namesMost }, { timeoutMs: answerMs });
    return streams.map(({ stream }) => stream);
  } catch {
    return [];
  } finally {
    await fabric?.close();
  }
}
