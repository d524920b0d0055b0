import { diskErrorCode } from "./disk-full.ts";

/** Why a folder cannot be used, in words; `undefined` when the error is of another kind. */
export function folderProblem(error: unknown): string | undefined {
  return problems[diskErrorCode(error)];
}

const problems: Readonly<Record<string, string | undefined>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "its file system is read-only",
  EEXIST: "it is a file, not a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  ENOENT: "its file system takes no new folder there",
  ENOSPC: "no space is left on its file system",
  EDQUOT: "no space is left of its owner's quota",
};
