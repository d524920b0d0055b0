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
    .option(
      "--segment-size <size>",
      "size of the files of a new log, 64KiB to 1GiB; a commit must fit into one, and a client's batch of 256KiB too (default: 32MiB)",
    );
}

/** Flags of what asks who calls, and of TLS. */
export function addSecurityOptions(command: Command): void {
  command
    .option(
      "--tokens <file>",
      "the tokens that may call, and what each may do (default: tokens.json in the data folder)",
    )
    .option("--insecure", "let every program of this machine call without a token")
    .option("--tls-cert <file>", "offer TLS with this certificate (PEM); read again when it changes")
    .option("--tls-key <file>", "the private key of the certificate (PEM)")
    .option("--tls-client-ca <file>", "take client certificates of these authorities (PEM) in the place of a token")
    .option("--plain-on-loopback", "let this machine call without TLS too");
}

/** The flags as settings. */
export function settingsOf(flags: ServerFlags): Flags {
  const { host, port, dataDir, durability, segmentSize, tokens, insecure } = flags;
  const { tlsCert, tlsKey, tlsClientCa, plainOnLoopback } = flags;
  const server = { host, port, dataDir, durability, segmentBytes: segmentSize };
  return { ...server, tokensFile: tokens, insecure, tlsCert, tlsKey, tlsClientCa, plainOnLoopback };
}
