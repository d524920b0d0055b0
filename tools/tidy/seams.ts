import { type Node, Visitor } from "oxc-parser";
import { importedModules } from "./imported-modules.ts";
import { isTestCode, type SourceFile } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

/** A part of the house that receives the world as an argument. */
interface Sealed {
  readonly name: string;
  readonly holds: (path: string) => boolean;
  /** The only places in it that touch the world. */
  readonly seams: ReadonlySet<string>;
  /** Sources of what is banned there; all are when absent. */
  readonly banned?: ReadonlySet<string>;
}

/** Connections of the client, and what finds out where to connect, live by the machine's own time. */
const ofConnections = /^sdk\/node\/(remote\/(?!backoff\.ts)|address\.ts|connect\.ts)/;

const sealed: readonly Sealed[] = [
  {
    name: "the engine",
    holds: (path) => path.startsWith("engine/"),
    seams: new Set([
      "engine/disk/node-disk.ts",
      "engine/disk/synced-descriptors.ts",
      "engine/disk/folder-lock.ts",
      "engine/clock/event-loop-turn.ts",
      "engine/clock/system-clock.ts",
      "engine/random/system-random.ts",
    ]),
  },
  {
    name: "the client",
    holds: (path) => path.startsWith("sdk/node/") && !ofConnections.test(path),
    seams: new Set(["sdk/node/world/system-world.ts"]),
    banned: new Set(["clock", "random source"]),
  },
  {
    name: "testing",
    holds: (path) => path.startsWith("testing/"),
    seams: new Set(),
    banned: new Set(["clock", "random source"]),
  },
];

const bannedGlobals: Readonly<Record<string, string>> = {
  setTimeout: "clock",
  setInterval: "clock",
  setImmediate: "clock",
  performance: "clock",
  console: "result: the engine returns or throws, and one boundary logs",
  fetch: "caller: the engine has no network",
};

const bannedMembers: Readonly<Record<string, string>> = {
  "Date.now": "clock",
  "Math.random": "random source",
  "process.hrtime": "clock",
  "process.uptime": "clock",
  "crypto.randomUUID": "random source",
  "crypto.getRandomValues": "random source",
};

const bannedModules: Readonly<Record<string, string>> = {
  "node:fs": "disk",
  "node:fs/promises": "disk",
  "node:net": "caller: the engine has no network",
  "node:timers": "clock",
  "node:timers/promises": "clock",
  "node:perf_hooks": "clock",
  "node:worker_threads": "caller: the engine runs on one thread",
  "node:child_process": "caller: the engine starts nothing",
  "node:os": "caller, as an option",
  "node:sqlite": "disk",
};

const randomOfCrypto = /^(random\w*|getRandomValues|webcrypto|generateKey\w*)$/;

export const seams: Rule = {
  promise:
    "engine and client reach time and randomness, and the engine files and the console, only through their seams",
  check: (repository) =>
    sealed.flatMap((part) =>
      repository.writtenPaths
        .filter((path) => part.holds(path) && !isTestCode(path) && !part.seams.has(path))
        .flatMap((path) => checkFile(repository.source(path), part)),
    ),
};

function checkFile(source: SourceFile, { name, banned }: Sealed): Finding[] {
  const findings: Finding[] = [];
  const report = (offset: number, what: string, instead: string): void => {
    if (banned !== undefined && !banned.has(instead)) return;
    const line = source.lineAt(offset);
    findings.push({ path: source.path, line, problem: `${what} in ${name}`, remedy: `Use the injected ${instead}` });
  };
  for (const { specifier, offset } of importedModules(source)) {
    const instead = bannedModules[specifier];
    if (instead !== undefined) report(offset, specifier, instead);
  }
  reportCryptoRandomness(source, report);
  reportGlobals(source, report);
  return findings;
}

type Report = (offset: number, what: string, instead: string) => void;

function reportCryptoRandomness(source: SourceFile, report: Report): void {
  for (const { moduleRequest, entries } of source.module.staticImports) {
    if (moduleRequest.value !== "node:crypto") continue;
    for (const { importName } of entries) {
      if (importName.name === null || randomOfCrypto.test(importName.name)) {
        report(moduleRequest.start, `${importName.name ?? "all"} of node:crypto`, "random source");
      }
    }
  }
}

function reportGlobals(source: SourceFile, report: Report): void {
  const reportName = (node: Node): void => {
    if (node.type !== "Identifier") return;
    const instead = bannedGlobals[node.name];
    if (instead !== undefined) report(node.start, node.name, instead);
  };
  new Visitor({
    CallExpression: ({ callee }) => reportName(callee),
    MemberExpression: ({ object, property, start }) => {
      reportName(object);
      if (object.type !== "Identifier" || property.type !== "Identifier") return;
      if (object.name === "globalThis") reportName(property);
      const instead = bannedMembers[`${object.name}.${property.name}`];
      if (instead !== undefined) report(start, `${object.name}.${property.name}`, instead);
    },
    NewExpression: ({ callee, arguments: given, start }) => {
      if (callee.type === "Identifier" && callee.name === "Date" && given.length === 0)
        report(start, "new Date()", "clock");
    },
  }).visit(source.program);
}
