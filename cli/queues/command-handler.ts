import { type ChildProcess, spawn } from "node:child_process";
import { Fatal, type Job, type WorkContext } from "@flowmesh/client";
import { limits } from "@flowmesh/contract";

/** Exit code by which a command says that its job is dead. */
const deadCode = 100;
/** How long a command that is told to end has for it. */
const killAfterMs = 5000;

/**
 * Runs a command for a job: its value on standard input and in place of `{}`, what else is known of it in the environment. Resolves with what it printed when it ends with exit code 0.
 * Lines of its standard error are logged with the attempt; the last of them are the error. @throws Fatal for exit code 100, else Error
 */
export async function runForJob(
  [program = "", ...words]: readonly string[],
  job: Job,
  context: WorkContext,
): Promise<unknown> {
  const text = job.text();
  const child = spawn(
    program,
    words.map((word) => word.replaceAll("{}", () => text)),
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...environmentOf(job) } },
  );
  const stop = endWhenAborted(child, context.signal);
  const printed = gather(child.stdout!, limits.recordValueBytes.value);
  const said = logLines(child, context);
  child.stdin!.on("error", () => undefined).end(job.value ?? "");
  try {
    const { code, signal } = await ended(child);
    if (code === 0) return resultOf(await printed);
    const problem =
      (await said) ||
      (code === null ? `the command was ended by ${signal}` : `the command ended with exit code ${code}`);
    throw commandError(problem, code === deadCode ? Fatal : Error);
  } finally {
    stop();
  }
}

function environmentOf(job: Job): Record<string, string> {
  return {
    FLOWMESH_QUEUE: job.queue,
    FLOWMESH_JOB: job.id,
    FLOWMESH_KEY: job.keyText() ?? "",
    FLOWMESH_ATTEMPT: String(job.attempt),
    FLOWMESH_MAX_ATTEMPTS: String(job.maxAttempts),
  };
}

/** @returns what lets go of it */
function endWhenAborted(child: ChildProcess, signal: AbortSignal): () => void {
  let kill: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill("SIGTERM");
    kill = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    clearTimeout(kill);
    signal.removeEventListener("abort", end);
  };
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(commandError(`the command cannot be run: ${cause.message}`)));
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

/** The first bytes of a stream; the rest is read and dropped. */
async function gather(stream: NodeJS.ReadableStream, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    if (bytes < bytesMax) chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}

/** Logs each line of standard error as it comes, and resolves with its end. */
async function logLines(child: ChildProcess, context: WorkContext): Promise<string> {
  let rest = "";
  let end = "";
  child.stderr!.setEncoding("utf8");
  for await (const chunk of child.stderr!) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) context.log(line);
    end = `${end}${chunk}`.slice(-limits.jobErrorBytes.value);
  }
  if (rest !== "") context.log(rest);
  return end.trim();
}

/** JSON is the result as it is; other text is one string. */
function resultOf(printed: Buffer): unknown {
  const text = printed.toString().trim();
  if (text === "") return undefined;
  try {
    JSON.parse(text);
    return printed;
  } catch {
    return text;
  }
}

/** Where it was thrown says nothing of the command. */
function commandError(message: string, Kind: new (message: string) => Error = Error): Error {
  const error = new Kind(message);
  error.stack = "";
  return error;
}
