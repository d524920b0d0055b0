import { RemoteFabric } from "@flowmesh/client/internal";
import type { ListStreamsRequestInit } from "@flowmesh/contract";
import type { Command, Option } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { outputFormats } from "../output/format.ts";
import { createProgram, loadCommand } from "../program.ts";
import { jobStates } from "../queues/job-states.ts";
import { recordFormatNames } from "../record-formats/record-format.ts";
import { durabilities } from "../values/durability.ts";

const answerMs = 1000;
const namesMost = 200;
/** Keys may hold anything: what a shell would take for more than a word is not put into somebody's command line. */
const plainWord = /^[\w@%+=:,./-]+$/;

/** What may stand for the last of the words, each complete: commands, options, or names of streams, groups, buckets and keys, queues and jobs. */
export async function completionsOf(words: readonly string[], url: string | undefined): Promise<string[]> {
  const program = createProgram();
  const last = words.at(-1) ?? "";
  let command = program;
  const operands: string[] = [];
  let asking: Option | undefined;
  for (const word of words.slice(0, -1)) {
    if (asking !== undefined) {
      asking = undefined;
      continue;
    }
    const found = command.commands.find((candidate) => candidate.name() === word);
    if (found !== undefined) {
      command = found;
      await loadCommand(command);
    } else if (!word.startsWith("-")) operands.push(word);
    else asking = optionWithValue(word, command, program);
  }
  if (asking !== undefined) return valuesOf(asking, last, url);
  if (last.startsWith("-")) return startingWith(last, optionsOf(command, program));
  if (command.commands.length > 0) {
    const names = command.commands.map((candidate) => candidate.name());
    return operands.length === 0 ? startingWith(last, names) : [];
  }
  const final = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[operands.length] ?? (final?.variadic ? final : undefined);
  if (argument?.argChoices !== undefined) return startingWith(last, argument.argChoices);
  return namesStartingWith(last, kindOf(argument?.name() ?? ""), url, operands[0]);
}

function startingWith(start: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(start));
}

function optionsOf(command: Command, program: Command): string[] {
  const options = command === program ? program.options : [...command.options, ...program.options];
  return [...options.flatMap(({ long }) => (long === undefined || long === null ? [] : [long])), "--help"];
}

/** The option whose value the next word is. */
function optionWithValue(word: string, command: Command, program: Command): Option | undefined {
  return [...command.options, ...program.options].find(
    (option) => option.required && [option.long, option.short].includes(word),
  );
}

async function valuesOf(option: Option, start: string, url: string | undefined): Promise<string[]> {
  const words = wordsOf[option.long ?? ""];
  return words === undefined ? namesStartingWith(start, kindOf(option.flags), url) : startingWith(start, words);
}

/** What options take whose values are known. */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  "--output": outputFormats,
  "--format": recordFormatNames,
  "--durability": durabilities,
  "--state": jobStates,
};

type Kind = "stream" | "group" | "bucket" | "key" | "queue" | "job" | "schedule";

/** What an argument or the value of an option names, as its own name says: `stream`, `groups`, `--group <group>`; `key` of the bucket before it, `job` of the queue. */
function kindOf(name: string): Kind | undefined {
  return /(?:^|<)(stream|group|bucket|key|queue|job|schedule)s?(?:>|$)/.exec(name)?.[1] as Kind | undefined;
}

/** Nothing is told of failures: somebody is typing. */
async function namesStartingWith(
  prefix: string,
  kind: Kind | undefined,
  url: string | undefined,
  parent?: string,
): Promise<string[]> {
  if (kind === undefined || ((kind === "key" || kind === "job") && parent === undefined)) return [];
  let fabric: RemoteFabric | undefined;
  try {
    fabric = new RemoteFabric(serverAddress(url));
    await fabric.connect();
    return await list(fabric, kind, { prefix, pageSize: namesMost }, parent);
  } catch {
    return [];
  } finally {
    await fabric?.close();
  }
}

async function list(
  { groups, kv, queues, schedules, streams }: RemoteFabric,
  kind: Kind,
  page: ListStreamsRequestInit,
  parent: string | undefined,
): Promise<string[]> {
  const options = { timeoutMs: answerMs };
  switch (kind) {
    case "group":
      return (await groups.listGroups(page, options)).groups.map(({ group }) => group);
    case "bucket":
      return (await kv.listBuckets(page, options)).buckets.map((found) => found.bucket);
    case "key":
      return (await kv.listEntries({ ...page, bucket: parent, keysOnly: true }, options)).entries
        .map(({ key }) => key)
        .filter((key) => plainWord.test(key));
    case "schedule":
      return (await schedules.listSchedules(page, options)).schedules.map(({ schedule }) => schedule);
    case "queue":
      return (await queues.listQueues(page, options)).queues.map(({ queue }) => queue);
    case "job": {
      const request = { queue: parent, withoutValues: true, pageSize: page.pageSize };
      return (await queues.listJobs(request, options)).jobs
        .map(({ job }) => job)
        .filter((job) => job.startsWith(page.prefix ?? ""));
    }
    default:
      return (await streams.listStreams(page, options)).streams.map(({ stream }) => stream);
  }
}
