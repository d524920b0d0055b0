/** Whether an error of a disk says that there is no room, or none of the quota. */
export function isDiskFull(error: unknown): boolean {
  const code = diskErrorCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

/** EDQUOT of Linux and of macOS, for which Node has no name. */
const usedUpQuota = /^Unknown system error -(?:122|69)$/;

/** The code of a disk's error; empty where it has none. */
export function diskErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code = "" }: NodeJS.ErrnoException = error;
  return usedUpQuota.test(code) ? "EDQUOT" : code;
}
