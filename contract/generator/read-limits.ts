import { readYaml } from "./read-yaml.ts";

export interface LimitModel {
  readonly name: string;
  readonly value: number;
  readonly max: number | undefined;
  readonly unit: string;
  readonly beyond: string;
}

/** Reads limits.yaml. @throws Error that names the entry for anything missing or contradictory */
export function readLimits(file: string, text: string): LimitModel[] {
  const root = readYaml(file, text) as { limits?: Record<string, Record<string, unknown>> };
  return Object.entries(root.limits ?? {}).map(([name, entry]) => readLimit(file, name, entry));
}

function readLimit(file: string, name: string, entry: Record<string, unknown>): LimitModel {
  const { value, max, unit, beyond } = entry;
  const unknown = Object.keys(entry).find((key) => !["value", "max", "unit", "beyond"].includes(key));
  if (unknown !== undefined) throw new Error(`${file}: ${name} has ${unknown}, which means nothing here`);
  if (!Number.isSafeInteger(value) || (value as number) <= 0) throw new Error(`${file}: ${name} needs a value above 0`);
  if (max !== undefined && !((max as number) > (value as number)))
    throw new Error(`${file}: the max of ${name} must be above its value`);
  if (typeof unit !== "string" || typeof beyond !== "string") throw new Error(`${file}: ${name} needs unit and beyond`);
  return { name, value: value as number, max: max as number | undefined, unit, beyond };
}
