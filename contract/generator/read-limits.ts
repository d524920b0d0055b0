import { readYaml } from "./read-yaml.ts";

export interface LimitModel {
  readonly name: string;
  readonly about: string;
  readonly value: number;
  readonly max: number | undefined;
  readonly unit: string;
  readonly beyond: string;
}

/** Reads limits.yaml. @throws Error that names the entry for anything missing or contradictory */
export function readLimits(file: string, text: string, reasons: ReadonlySet<string>): LimitModel[] {
  const root = readYaml(file, text) as { limits?: Record<string, Record<string, unknown>> };
  return Object.entries(root.limits ?? {}).map(([name, entry]) => readLimit(file, name, entry, reasons));
}

function readLimit(
  file: string,
  name: string,
  entry: Record<string, unknown>,
  reasons: ReadonlySet<string>,
): LimitModel {
  const { about, value, max, unit, beyond } = entry;
  const unknown = Object.keys(entry).find((key) => !["about", "value", "max", "unit", "beyond"].includes(key));
  if (unknown !== undefined) throw new Error(`${file}: ${name} has ${unknown}, which means nothing here`);
  if (!Number.isSafeInteger(value) || (value as number) <= 0) throw new Error(`${file}: ${name} needs a value above 0`);
  if (max !== undefined && !((max as number) > (value as number)))
    throw new Error(`${file}: the max of ${name} must be above its value`);
  if (typeof about !== "string" || typeof unit !== "string" || typeof beyond !== "string") {
    throw new Error(`${file}: ${name} needs about, unit and beyond`);
  }
  if (/^[a-z]+(_[a-z]+)*$/.test(beyond) && !reasons.has(beyond)) {
    throw new Error(`${file}: beyond ${name} there is ${beyond}, which errors.yaml does not have`);
  }
  return { name, about, value: value as number, max: max as number | undefined, unit, beyond };
}
