import { defaultPort, openLog } from "@flowmesh/server";
import type { Command } from "commander";
import { readConfiguration } from "../configuration/configuration.ts";
import { securityOf } from "../instance/security-of.ts";
import { serve } from "../instance/serve.ts";
import { addSecurityOptions, addServerOptions, type ServerFlags, settingsOf } from "../instance/server-options.ts";
import { outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";

export function start(command: Command): void {
  addServerOptions(command, "7070");
  addSecurityOptions(command);
  command
    .option("--debug", "log each call too")
    .addHelpText(
      "after",
      "\nWho calls is asked for a token: make the first one with flowmesh token new --name admin --allow '*', or set FLOWMESH_TOKEN.\nFrom there to TLS: docs/security.md.",
    )
    .action(run);
}

/** As a service is run: one port and no other, and all that is said is its log, a JSON object a line on standard error. */
async function run(_flags: unknown, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<ServerFlags>();
  const isJson = outputFormat(flags).endsWith("json");
  const configuration = await readConfiguration(settingsOf(flags));
  const log = openLog({ level: flags.debug === true ? "debug" : "info", isReadable: false });
  const { exitCode, failure } = await serve({
    verb: "start",
    security: securityOf(configuration, process.env.FLOWMESH_TOKEN),
    configuration: { ...configuration, port: configuration.port ?? defaultPort },
    dataDir: configuration.dataDir,
    log,
    instanceFolders: [".flowmesh", configuration.dataDir],
    onReady: (ready) => {
      log.info(ready, "ready");
      if (ready.damages > 0)
        log.warn({ damages: ready.damages }, "parts of the log cannot be read back: flowmesh doctor tells which");
      if (isJson) process.stdout.write(`${JSON.stringify(ready)}\n`);
    },
    onStopping: (reason) => log.info({ reason }, "stopping"),
  });
  if (failure !== undefined) reportError(failure, true);
  else log.info("stopped");
  process.exitCode = exitCode;
}
