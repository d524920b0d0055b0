import { DiskError } from "./disk-error.ts";

const fileNamePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** A disk is one flat folder: a name is never a path, hidden, or a reference to another folder. */
export function checkFileName(name: string, operation: string): void {
  if (!fileNamePattern.test(name)) throw new DiskError("EINVAL", operation, JSON.stringify(name));
}
