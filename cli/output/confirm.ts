import { once } from "node:events";
import { createInterface, type Interface } from "node:readline/promises";

/** Whether there is somebody who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on the terminal; only `y` and `yes` are a yes, so Ctrl-C and Ctrl-D are none. Standard error is used, so that data on standard output stays clean. */
export async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await answerTo(terminal, `${question} [y/N] `);
    if (answer === undefined) process.stderr.write("\n");
    return /^y(es)?$/i.test(answer?.trim() ?? "");
  } finally {
    terminal.close();
  }
}

/** Undefined where no line was typed. */
async function answerTo(terminal: Interface, question: string): Promise<string | undefined> {
  const ended = once(terminal, "close").then(() => undefined);
  try {
    return await Promise.race([terminal.question(question), ended]);
  } catch (error) {
    if ((error as Error).name === "AbortError") return undefined;
    throw error;
  }
}
