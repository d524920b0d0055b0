import { DiskError } from "./disk-error.ts";

const fileNamePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** Whether a disk can have a file of this name. */
export function isFileName(name: string): boolean {
  return fileNamePattern.test(name);
}

/** A disk is one flat folder: a name is never a path, hidden, or a reference to another folder. */
export function checkFileName(name: string, operation: string): void {
  if (!isFileName(name)) throw new DiskError("EINVAL", operation, JSON.stringify(name));
}
