import { execFileSync } from "node:child_process";

const names: readonly string[] = ["chromium", "chromium-browser", "google-chrome"];
const [updateMs, installMs] = [60_000, 240_000] as const;

/** Chromium as it is installed, or as Debian's package installs it where this user may. Undefined where neither is to be had. */
export function findChromium(): string | undefined {
  const found = names.find(isThere);
  if (found !== undefined || process.getuid?.() !== 0) return found;
  try {
    apt(["update", "-qq"], updateMs);
    apt(["install", "-y", "-qq", "--no-install-recommends", "chromium"], installMs);
  } catch {
    return undefined;
  }
  return names.find(isThere);
}

function apt(words: readonly string[], timeoutMs: number): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("apt-get", words, { env, stdio: "ignore", timeout: timeoutMs });
}

function isThere(name: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
