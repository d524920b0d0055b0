import type { Command } from "commander";
import { commandPath } from "./usage-error.ts";

/** What other tools call by these words is done by these commands. */
export const otherWords: Readonly<Record<string, readonly string[]>> = {
  publish: ["pub"],
  produce: ["pub"],
  send: ["pub"],
  consume: ["tail"],
  subscribe: ["tail"],
  read: ["tail"],
  set: ["put"],
  delete: ["kv del"],
  del: ["kv del"],
  push: ["enqueue"],
  worker: ["work"],
  server: ["dev", "start"],
  run: ["dev", "start"],
  topic: ["stream"],
  bucket: ["kv"],
  cron: ["schedule"],
  info: ["status"],
  "kv put": ["put"],
  "kv set": ["put"],
  "kv get": ["get"],
  "kv delete": ["kv del", "kv rm"],
  "kv list": ["kv ls", "kv keys"],
  "stream publish": ["pub"],
  "stream read": ["tail"],
  "queue add": ["enqueue", "queue create"],
  "queue push": ["enqueue"],
  "job add": ["enqueue"],
  "job create": ["enqueue"],
};

/** Verbs of one line mean the same, and each noun has its own of them. */
const sameVerbs: readonly (readonly string[])[] = [
  ["create", "add", "new", "make"],
  ["rm", "discard", "delete", "remove", "drop"],
  ["get", "show", "print", "info", "describe", "inspect"],
  ["ls", "list"],
  ["edit", "update", "alter", "set"],
  ["redrive", "retry", "replay"],
  ["stop", "cancel", "abort"],
];

/** The commands that are meant by a word which is none of `parent`'s, each as it is typed: `flowmesh put <bucket> <key> [value]`. */
export function meantByWord(word: string, parent: Command): string[] {
  const others = meantByPath([...wordsOf(parent), word].join(" "), parent);
  if (others.length > 0 || parent.parent === null) return others;
  const same = sameVerbs.filter((verbs) => verbs.includes(word)).flat();
  return parent.commands.filter((command) => same.includes(command.name())).map(typed);
}

/** The commands that are meant where this one was given more arguments than it takes. */
export function meantByMore(command: Command): string[] {
  return meantByPath(wordsOf(command).join(" "), command);
}

function meantByPath(path: string, command: Command): string[] {
  let program = command;
  while (program.parent !== null) program = program.parent;
  return (Object.hasOwn(otherWords, path) ? otherWords[path]! : []).map((words) => typed(commandAt(words, program)));
}

function commandAt(words: string, program: Command): Command {
  return words.split(" ").reduce((command, name) => command.commands.find((each) => each.name() === name)!, program);
}

/** Without the name of the program. */
function wordsOf(command: Command): string[] {
  return commandPath(command).split(" ").slice(1);
}

function typed(command: Command): string {
  return `${commandPath(command)} ${command.usage().replace(/^\[options\] ?/, "")}`.trim();
}
