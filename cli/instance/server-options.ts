import type { Command } from "commander";
import type { Flags } from "../configuration/configuration.ts";
import type { OutputOptions } from "../output/format.ts";
import { withoutUrl } from "../output/without-url.ts";
import { durabilityHelp } from "../values/durability.ts";

/** Flags of the commands that run a server. */
export interface ServerFlags extends OutputOptions {
  readonly host?: string;
  readonly port?: string;
  readonly dataDir?: string;
  readonly durability?: string;
  readonly segmentSize?: string;
  readonly debug?: boolean;
}

/** Adds them to a command. Every default is that of the configuration, which variables and `flowmesh.yaml` may change. */
export function addServerOptions(command: Command, portDefault: string): void {
  withoutUrl(command, "it starts a FlowMesh; --host and --port say where it listens");
  command
    .option("--data-dir <folder>", "where the data lies (default: .flowmesh)")
    .option("--port <port>", `listen on this port; 0 takes any free one (default: ${portDefault})`)
    .option("--host <address>", "listen on this loopback address (default: 127.0.0.1 and ::1)")
    .option("--durability <mode>", durabilityHelp("always"))
    .option("--segment-size <size>", "size of the files of a new log, 64KiB to 1GiB (default: 32MiB)");
}

/** The flags as settings. */
export function settingsOf({ host, port, dataDir, durability, segmentSize }: ServerFlags): Flags {
  return { host, port, dataDir, durability, segmentBytes: segmentSize };
}
