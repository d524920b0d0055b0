import { randomBytes } from "node:crypto";
import type { ConnectOptions, Mesh } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import { errorCodes } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { exitCodes } from "../output/exit-codes.ts";
import type { OutputOptions } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { typedCommand } from "../output/typed-command.ts";
import { say, writeOne } from "../output/write.ts";
import { type BenchResult, benchShape, latencyMsOf, rounded } from "./bench-result.ts";
import type { LoadFigures } from "./closed-loop.ts";
import { type ServerUsage, serverUsage } from "./server-usage.ts";

/** Flags that every benchmark has. */
export interface BenchFlags extends OutputOptions {
  readonly url?: string;
  readonly duration: string;
}

/** What a benchmark works with. */
export interface BenchStage {
  readonly mesh: Mesh;
  /** Its own stream, which is removed afterwards. */
  readonly stream: string;
  readonly durationMs: number;
  /** Comes when the user ends it early. */
  readonly signal: AbortSignal;
  /** Call it when the counting begins. */
  readonly onMeasuring: () => void;
}

/** What a benchmark found. */
export interface BenchOutcome {
  readonly what: string;
  readonly unit: string;
  readonly figures: LoadFigures;
  readonly bytes: number;
  readonly latencyOf: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

const durationMsMost = 3_600_000;
const removeMs = 3000;

export function addBenchOptions(command: Command): void {
  command.option("--duration <time>", "how long to measure, after a short warm-up", "5s");
}

/**
 * Runs a benchmark on a stream of its own, tells the result, and removes the stream, also when it is cut short by Ctrl-C. Exit code 7 when some calls failed,
 * that of the error when all did.
 */
export async function runBench(
  flags: BenchFlags,
  partitions: number,
  connecting: Omit<ConnectOptions, "url">,
  measure: (stage: BenchStage) => Promise<BenchOutcome>,
): Promise<void> {
  const durationMs = durationOf(flags.duration);
  const signal = interruption();
  await withMesh(
    flags.url,
    async (mesh, address) => {
      const { durability } = await mesh.status();
      const stream = `bench-${randomBytes(6).toString("hex")}`;
      await mesh.streams.create(stream, { partitions });
      try {
        const usage = new UsageMeter(() => serverUsage(address));
        const stage = { mesh, stream, durationMs, signal, onMeasuring: () => usage.begin() };
        const outcome = await measure(stage);
        const used = await usage.end();
        const settings = { durability: connecting.durability ?? durability, partitions, ...outcome.settings };
        await tell({ ...outcome, settings }, used, flags);
      } finally {
        await removeStream(mesh, stream);
        if (signal.aborted) say(`cut short; ${stream} was removed`);
      }
    },
    connecting,
  );
}

/** Does not wait long for a server that is gone. */
async function removeStream(mesh: Mesh, stream: string): Promise<void> {
  try {
    await mesh.fabric.streams.deleteStream({ stream }, { timeoutMs: removeMs });
  } catch (error) {
    say(`${stream} is left over; ${typedCommand()} stream rm ${stream} --yes removes it`);
    throw error;
  }
}

async function tell(
  outcome: BenchOutcome,
  used: Pick<BenchResult, "client" | "server">,
  flags: BenchFlags,
): Promise<void> {
  const { figures, what, unit, bytes, latencyOf, settings } = outcome;
  const { seconds, errors, calls, operations, firstError } = figures;
  if (isFlowMeshError(firstError)) {
    reportError(firstError, flags.json === true);
    process.exitCode = calls > 0 ? exitCodes.partial : errorCodes[firstError.code].exit;
  } else if (firstError !== undefined) throw firstError;
  const result: BenchResult = {
    what,
    unit,
    operations,
    perSecond: rounded(operations / seconds, 1),
    bytesPerSecond: Math.round(bytes / seconds),
    latencyOf,
    latencyMs: latencyMsOf(figures),
    errors,
    seconds: rounded(seconds, 3),
    settings,
    ...used,
  };
  await writeOne(result, benchShape, flags);
}

/** What client and server use while it is measured. */
class UsageMeter {
  readonly #askServer: () => Promise<ServerUsage | undefined>;
  #server: Promise<ServerUsage | undefined> | undefined;
  #startMs = performance.now();
  #startCpu = process.cpuUsage();

  constructor(askServer: () => Promise<ServerUsage | undefined>) {
    this.#askServer = askServer;
  }

  begin(): void {
    this.#startMs = performance.now();
    this.#startCpu = process.cpuUsage();
    this.#server = this.#askServer();
  }

  async end(): Promise<Pick<BenchResult, "client" | "server">> {
    const { user, system } = process.cpuUsage(this.#startCpu);
    const seconds = (performance.now() - this.#startMs) / 1000;
    const [before, after] = await Promise.all([this.#server, this.#askServer()]);
    const percent = (cpuSeconds: number): number => Math.round((cpuSeconds / seconds) * 100);
    return {
      client: { cpuPercent: percent((user + system) / 1e6) },
      server:
        before === undefined || after === undefined
          ? undefined
          : { cpuPercent: percent(after.cpuSeconds - before.cpuSeconds), residentBytes: after.residentBytes },
    };
  }
}

function durationOf(text: string): number {
  const durationMs = parseDurationMs(text, "--duration");
  if (durationMs >= 1 && durationMs <= durationMsMost) return durationMs;
  throw new FlowMeshError("field_invalid", { field: "--duration", problem: `is ${text}; 1ms to 1h are allowed` });
}
