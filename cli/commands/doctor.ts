import type { Command } from "commander";
import { checkConfiguration } from "../doctor/check-configuration.ts";
import { checkDataFolder } from "../doctor/check-data-folder.ts";
import { checkServedLog, checkWholeLog } from "../doctor/check-log.ts";
import { checkNode } from "../doctor/check-machine.ts";
import { checkPort } from "../doctor/check-port.ts";
import { checkServer } from "../doctor/check-server.ts";
import { checkTls } from "../doctor/check-tls.ts";
import { checkTokens } from "../doctor/check-tokens.ts";
import { type Finding, findingShape } from "../doctor/finding.ts";
import { exitCodes } from "../output/exit-codes.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeRows } from "../output/write.ts";

interface DoctorFlags extends OutputOptions {
  readonly url?: string;
  readonly dataDir?: string;
  readonly tokens?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
}

export function doctor(command: Command): void {
  command
    .option(
      "--data-dir <folder>",
      "the data folder to look at (default: that of the FlowMesh of this folder, else as for dev)",
    )
    .option("--tokens <file>", "the tokens file to look at (default: as for start)")
    .option("--tls-cert <file>", "the certificate to look at (default: as for start)")
    .option("--tls-key <file>", "its private key")
    .option("--tls-client-ca <file>", "the authorities of client certificates")
    .addHelpText("after", "\nExit code: 0 when nothing failed, warnings or not; 1 when something did.")
    .action(async () => {
      const flags = command.optsWithGlobals<DoctorFlags>();
      const findings = await examine(flags);
      await writeRows(findings, findingShape, flags);
      if (findings.some(({ state }) => state === "fail")) process.exitCode = exitCodes.failure;
    });
}

/** Changes nothing. The whole log is read where no server runs that could tell. */
async function examine({ url, dataDir, tokens, tlsCert, tlsKey, tlsClientCa }: DoctorFlags): Promise<Finding[]> {
  const checked = await checkConfiguration({ dataDir, tokensFile: tokens, tlsCert, tlsKey, tlsClientCa });
  const { finding, configuration, given } = checked;
  const findings = [checkNode(), finding];
  if (configuration === undefined) return findings;
  findings.push(...checkDataFolder(configuration.dataDir));
  const folder = given.has("dataDir") ? configuration.dataDir : undefined;
  const { finding: ofServer, server } = await checkServer({ url, dataDir }, folder);
  findings.push(ofServer);
  findings.push(...(server === undefined ? await checkWholeLog(configuration.dataDir) : checkServedLog(server)));
  findings.push(await checkPort(configuration, server));
  findings.push(checkTokens(configuration, { isNamed: given.has("tokensFile"), token: process.env.FLOWMESH_TOKEN }));
  findings.push(...checkTls(configuration));
  return findings;
}
