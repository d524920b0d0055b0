import { statSync } from "node:fs";

/** What users of this machine may do with a file that is not theirs. */
export interface Openness {
  readonly canWrite: boolean;
  readonly fix: string;
}

const [othersRead, othersWrite, groupWrite] = [0o004, 0o002, 0o020] as const;

/** Undefined where only its owner, and readers of its group, may do anything, and where files have no modes. A group is trusted to read: so keys are given to services. */
export function opennessOf(path: string): Openness | undefined {
  if (process.platform === "win32") return undefined;
  const { mode } = statSync(path);
  const canWrite = (mode & (othersWrite | groupWrite)) !== 0;
  if (!canWrite && (mode & othersRead) === 0) return undefined;
  return { canWrite, fix: `chmod 600 ${path}, and chown it to the user whose FlowMesh it is` };
}
