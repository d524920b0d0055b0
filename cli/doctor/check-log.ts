import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DamagedOffsets } from "@flowmesh/contract";
import { inspectLog, type LogDamage, openNodeDisk } from "@flowmesh/engine";
import { isFlowMeshError } from "@flowmesh/fabric";
import { counted } from "../values/counted.ts";
import type { LiveServer } from "./check-server.ts";
import { type Finding, fail, ok } from "./finding.ts";

const damageFix =
  "what was lost is not served and never skipped in silence; restore a copy of the data folder if you have one";

const unservedDamageFix = `${damageFix}; once a read on a server has met it, doctor names the stream and the offsets`;
const goneFix =
  "bring the folder back, or restore a copy of the data folder; a start without it would begin an empty log behind what was lost";
const unreadableFix = "run doctor as the user whose FlowMesh it is, or correct owner and mode";

/** What a running server knows of damage: what it met. */
export function checkServedLog({ status, damages }: LiveServer): Finding[] {
  if (damages.length > 0) return damages.map((damage) => fail("log", describe(damage), damageFix));
  const { firstSegment = 0, lastSegment = 0 } = status.log ?? {};
  const extent = `segments ${firstSegment} to ${lastSegment}, position ${status.visiblePosition}`;
  return [ok("log", `${extent}; no damage met (every checksum is read when no server runs)`)];
}

/** Reads every checksum of a log that no server uses. The folder is locked meanwhile. */
export async function checkWholeLog(dataDir: string): Promise<Finding[]> {
  const folder = join(dataDir, "log");
  const problem = problemOf(folder);
  if (problem === "ENOENT" && !hasIndex(dataDir)) return [ok("log", "there is none yet")];
  if (problem === "ENOENT") return [hasIndex(dataDir) ? goneLog(folder, dataDir) : ok("log", "there is none yet")];
  if (problem !== undefined) return [fail("log", `${folder} cannot be read: ${problem}`, unreadableFix)];
  try {
    const disk = await openNodeDisk(folder);
    try {
      const { segments, lastPosition, damages } = await inspectLog(disk, dataDir);
      if (segments.length === 0 && damages.length === 0 && hasIndex(dataDir)) return [goneLog(folder, dataDir)];
      if (damages.length > 0) return damages.map((damage) => fail("log", describe(damage), unservedDamageFix));
      const commits = segments.reduce((sum, segment) => sum + segment.commits, 0);
      return [
        ok(
          "log",
          `${counted(segments.length, "segment")}, ${counted(commits, "commit")}, position ${lastPosition}; every checksum holds`,
        ),
      ];
    } finally {
      await disk.close();
    }
  } catch (error) {
    if (isFlowMeshError(error)) return [fail("log", error.message, error.fix)];
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [fail("log", `${folder} cannot be read: ${(error as Error).message}`, unreadableFix)];
  }
}

function goneLog(folder: string, dataDir: string): Finding {
  return fail("log", `the log in ${folder} is gone, though ${join(dataDir, "index")} was made from it`, goneFix);
}

/** The index is made after the log, and from it. */
function hasIndex(dataDir: string): boolean {
  try {
    return readdirSync(join(dataDir, "index")).some((name) => !name.startsWith("."));
  } catch {
    return false;
  }
}

/** Why a folder cannot be read, as the system says it. */
function problemOf(folder: string): string | undefined {
  try {
    readdirSync(folder);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

function describe(damage: LogDamage & { readonly offsets?: readonly DamagedOffsets[] }): string {
  const { segment, file, firstByte, lastByte, firstPosition, lastPosition, reason, offsets = [] } = damage;
  const place = file === "" ? `segment ${segment}` : `${file} (segment ${segment}), bytes ${firstByte} to ${lastByte}`;
  const lost = offsets.map((range) => `${range.stream}/${range.partition}@${range.firstOffset}-${range.lastOffset}`);
  const records = lost.length === 0 ? "" : `; records ${lost.join(", ")}`;
  return `${place}: ${reason}; positions ${firstPosition} to ${lastPosition}${records}`;
}
