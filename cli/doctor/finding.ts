import type { Shape } from "../output/format.ts";

/** What a check found. */
export interface Finding {
  readonly check: string;
  readonly state: "ok" | "warn" | "fail";
  readonly what: string;
  /** What to do; empty where there is nothing to do. */
  readonly fix: string;
}

export function ok(check: string, what: string): Finding {
  return { check, state: "ok", what, fix: "" };
}

export function warn(check: string, what: string, fix: string): Finding {
  return { check, state: "warn", what, fix };
}

export function fail(check: string, what: string, fix: string): Finding {
  return { check, state: "fail", what, fix };
}

/** How findings are shown. */
export const findingShape: Shape<Finding> = {
  columns: [
    { title: "CHECK", value: ({ check }) => check },
    { title: "STATE", value: ({ state }) => state },
    { title: "WHAT", value: ({ what }) => what },
    { title: "DO", value: ({ fix }) => fix },
  ],
  toJson: (finding) => finding,
};
