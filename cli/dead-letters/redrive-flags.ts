import type { OperationRequest } from "@flowmesh/client";
import type { StartOperationRequestInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { OutputOptions } from "../output/format.ts";

/** What the commands on dead letters are told. */
export interface RedriveFlags extends OutputOptions {
  readonly url?: string;
  readonly ramp?: string;
  readonly stopOn?: string;
  readonly mergePatch?: string;
  readonly value?: string;
  readonly where?: string;
  readonly error?: string;
  readonly errors?: string;
  readonly key?: string;
  readonly rate?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly yes?: boolean;
  readonly curl?: boolean;
}

/** @throws FlowMeshError `field_invalid` */
export function operationRequest(
  action: "retry" | "remove",
  flags: RedriveFlags,
): OperationRequest & Omit<StartOperationRequestInit, "queue" | "dryRun"> {
  const { ramp, stopOn, mergePatch, value, where, error, errors, key, rate, reason } = flags;
  const bytes = (text: string | undefined): Buffer | undefined => (text === undefined ? undefined : Buffer.from(text));
  const hasEdit = (mergePatch ?? value) !== undefined;
  return {
    action,
    filter: { state: "dead", where, error, errorGroup: errors, key: bytes(key) },
    edit: hasEdit ? { value: bytes(value), mergePatch: bytes(mergePatch) } : undefined,
    rate: rate === undefined ? undefined : rateOf(rate),
    ramp: ramp === undefined ? undefined : ramp.split(",").map(numberOfRamp),
    stopOnFailurePercent:
      stopOn === undefined ? undefined : Number(matched("--stop-on", /^(\d{1,3})%?$/, stopOn, "5%")[1]),
    reason,
  };
}

function numberOfRamp(text: string): number {
  return text.trim() === "all" ? 0 : Number(matched("--ramp", /^\s*([1-9]\d*)\s*$/, text, "1,10,100,all")[1]);
}

const perMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

function rateOf(text: string): { limit: number; perMs: number } {
  const [, limit, unit = "s"] = matched("--rate", /^([1-9]\d*)\/([smh])$/, text, "50/s");
  return { limit: Number(limit), perMs: perMs[unit] as number };
}

function matched(field: string, pattern: RegExp, text: string, example: string): RegExpExecArray {
  const found = pattern.exec(text);
  if (found !== null) return found;
  throw new FlowMeshError("field_invalid", { field, problem: `is ${text}, and must be as ${example}` });
}
