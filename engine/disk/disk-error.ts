/** Codes of failed disk calls, as the operating system names them. */
export type DiskErrorCode = "EACCES" | "EBADF" | "EEXIST" | "EINVAL" | "EIO" | "ENOENT" | "ENOSPC" | "EROFS";

const problems: Record<DiskErrorCode, string> = {
  EACCES: "permission denied",
  EBADF: "already closed",
  EEXIST: "the name exists already",
  EINVAL: "not a valid name or position",
  EIO: "input/output error",
  ENOENT: "no such file",
  ENOSPC: "no space left",
  EROFS: "the file system is read-only",
};

/** What the disks without an operating system below them throw: shaped as Node's own errors, so that callers decide by `code` alone. */
export class DiskError extends Error {
  override readonly name = "DiskError";
  readonly code: DiskErrorCode;
  /** The call that failed: open, write, sync, read, rename, remove, syncDirectory, list, size. */
  readonly operation: string;

  constructor(code: DiskErrorCode, operation: string, file: string) {
    super(`${code}: ${problems[code]}, ${operation} ${file}`);
    this.code = code;
    this.operation = operation;
  }
}
