import { constants } from "node:os";

/** Whether an error of a disk says that there is no room, or none of the quota. */
export function isDiskFull(error: unknown): boolean {
  const code = diskErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

/** The code of a disk's error; empty where it has none. Node has no name for a quota that is used up, only the system's number. */
export function diskErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code = "", errno }: NodeJS.ErrnoException = error;
  return errno === -constants.errno.EDQUOT ? "EDQUOT" : code;
}
