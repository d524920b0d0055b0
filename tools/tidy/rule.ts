import type { Repository } from "./repository.ts";

/** Something that is not as it should be, and what to do about it. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A rule of the house. `promise` is the name of its test. */
export interface Rule {
  readonly promise: string;
  readonly check: (repository: Repository) => Finding[];
}

export function describeFinding({ path, line, problem, remedy }: Finding): string {
  return `${path}:${line}: ${problem}. ${remedy}.`;
}
