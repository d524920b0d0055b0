import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseTimeMs } from "@flowmesh/client/internal";
import { formatTime } from "@flowmesh/contract/internal";
import { type LogLevel, openLog } from "@flowmesh/server";
import { type Command, Option } from "commander";
import { readConfiguration } from "../configuration/configuration.ts";
import { type ReadyServer, serve } from "../instance/serve.ts";
import { addServerOptions, type ServerFlags, settingsOf } from "../instance/server-options.ts";
import { outputColors } from "../output/colors.ts";
import { outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { typedCommand } from "../output/typed-command.ts";
import { usageError } from "../output/usage-error.ts";
import { say } from "../output/write.ts";
import { counted } from "../values/counted.ts";

interface DevFlags extends ServerFlags {
  readonly mem?: boolean;
  readonly clock: "system" | "virtual";
  readonly now?: string;
}

export function dev(command: Command): void {
  addServerOptions(command, "7070, or the next free one");
  command
    .option("--mem", "keep everything in memory, and nothing at the end: no data folder is read or written")
    .addOption(
      new Option("--clock <kind>", "virtual: time stands still, and flowmesh clock advance moves it")
        .choices(["system", "virtual"])
        .default("system"),
    )
    .option("--now <time>", "with --clock virtual: what time it is at first (default: what it is now)")
    .option("--debug", "tell on standard error of each call, how it ended and how long it took")
    .action(run);
}

async function run(_flags: unknown, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<DevFlags>();
  const isJson = outputFormat(flags).endsWith("json");
  if (flags.mem === true && flags.dataDir !== undefined)
    throw usageError("--mem keeps nothing, so there is no --data-dir", command);
  const virtualNowMs = virtualNowOf(flags, command);
  const configuration = await readConfiguration(settingsOf(flags));
  const level: LogLevel = flags.debug === true ? "debug" : "warn";
  const { exitCode, failure } = await serve({
    verb: "dev",
    configuration,
    dataDir: flags.mem === true ? undefined : configuration.dataDir,
    log: openLog({ level, isReadable: !isJson }),
    virtualNowMs,
    instanceFolders: flags.mem === true ? [".flowmesh"] : [".flowmesh", configuration.dataDir],
    onReady: (ready) => {
      if (ready.dataDir !== "") keepOutOfGit(ready.dataDir);
      process.stdout.write(isJson ? `${JSON.stringify(ready)}\n` : welcome(ready, virtualNowMs));
    },
    onStopping: (reason) => {
      if (!isJson) say(`stopping (${reason}); again to end at once`);
    },
  });
  if (failure !== undefined) reportError(failure, isJson);
  process.exitCode = exitCode;
}

/** When a virtual clock begins; undefined where time is the machine's. */
function virtualNowOf({ clock, now }: DevFlags, command: Command): number | undefined {
  if (clock === "virtual") return parseTimeMs(now ?? "now", "--now");
  if (now !== undefined) throw usageError("--now needs --clock virtual: the machine's clock is not set", command);
  return undefined;
}

/** The data lies in somebody's project. */
function keepOutOfGit(folder: string): void {
  try {
    writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" });
  } catch {
    // There is one, or none can be made; nothing depends on it.
  }
}

const DURABILITIES: Readonly<Record<ReadyServer["durability"], string>> = {
  always: "a write is answered after its sync, and survives a loss of power",
  interval: "a write is answered before its sync, and survives the end of the process but not a loss of power",
  memory: "a write is answered before it is written, and may be lost when the process ends",
};

function welcome(ready: ReadyServer, virtualNowMs: number | undefined): string {
  const { bold, dim, green, yellow } = outputColors();
  const { url, http, dataDir, durability, pid, readyMs, hasMoved, damages, otherUrl } = ready;
  const facts = [
    ["url", `${bold(url)}  ${dim("SDKs, this command")}`],
    ["http", `${bold(http)}      ${dim("REST under /v1, /docs, /health/ready, /metrics")}`],
    ["data", dataDir === "" ? "in memory; nothing is kept" : dataDir],
    ["durability", `${durability}: ${dim(DURABILITIES[durability])}`],
    ["process", String(pid)],
  ].filter(([name]) => name !== "durability" || dataDir !== "");
  const notes: string[] = [];
  if (virtualNowMs !== undefined) notes.push(standingStill(virtualNowMs));
  if (damages > 0)
    notes.push(`${counted(damages, "range")} of the log cannot be read back: see ${typedCommand()} doctor.`);
  const found =
    otherUrl === undefined
      ? "Commands and SDKs in this folder find it."
      : `Commands and SDKs in this folder talk to ${otherUrl}, which runs here too; for this one give them the url below.`;
  if (hasMoved) notes.push(`Port 7070 is taken, so this is another one. ${found}`);
  else if (otherUrl !== undefined) notes.push(found);
  const to = otherUrl === undefined ? "" : ` --url ${url}`;
  const command = typedCommand();
  return [
    "",
    `  ${green(bold("FlowMesh"))} ${ready.version}, ready in ${readyMs} ms`,
    "",
    ...facts.map(([name, value]) => `  ${name!.padEnd(12)}${value}`),
    ...notes.map((note) => `\n  ${yellow(note)}`),
    "",
    `  Try in another terminal: ${dim("(Ctrl-C here stops it)")}`,
    `    ${command} pub hello "Hello, world" --create${to}`,
    `    ${command} tail hello${to}`,
    `    curl ${http}/v1/streams`,
    "",
    "",
  ].join("\n");
}

/** Who does not expect it would look for a fault. */
function standingStill(nowMs: number): string {
  return `TIME STANDS STILL at ${formatTime(nowMs)}: nothing expires and nobody is taken for dead until ${typedCommand()} clock advance <duration> moves it.`;
}
