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
  readonly tokens?: string;
  readonly insecure?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
  readonly plainOnLoopback?: boolean;
}

/** Adds them to a command. Every default is that of the configuration, which variables and `flowmesh.yaml` may change. */
export function addServerOptions(command: Command, portDefault: string): void {
  withoutUrl(command, "it starts a FlowMesh; --host and --port say where it listens");
  command
    .option("--data-dir <folder>", "where the data lies (default: .flowmesh)")
    .option("--port <port>", `listen on this port; 0 takes any free one (default: ${portDefault})`)
    .option("--host <address>", "listen on this address (default: 127.0.0.1 and ::1)")
    .option("--durability <mode>", durabilityHelp("always"))
    .option("--segment-size <size>", "size of the files of a new log, 64KiB to 1GiB (default: 32MiB)");
}

/** The flags as settings. */
export function settingsOf(flags: ServerFlags): Flags {
  const { host, port, dataDir, durability, segmentSize, tokens, insecure } = flags;
  const { tlsCert, tlsKey, tlsClientCa, plainOnLoopback } = flags;
  const server = { host, port, dataDir, durability, segmentBytes: segmentSize };
  return { ...server, tokensFile: tokens, insecure, tlsCert, tlsKey, tlsClientCa, plainOnLoopback };
}
