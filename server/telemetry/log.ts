import { type Logger, pino } from "pino";

/** The server's structured log. */
export type Log = Logger;

/** The least grave lines that are written; `silent` writes none. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** What is logged, for whom, and where it goes. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Readable lines instead of JSON. */
  readonly isReadable: boolean;
  /** Where the lines go. Default: standard error, so that data on standard output stays clean. */
  readonly write?: ((line: string) => void) | undefined;
}

/** Makes the log: one JSON object a line, or, on a terminal, a line for people. */
export function openLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string): boolean => process.stderr.write(line));
  const destination = { write: options.isReadable ? (line: string): unknown => write(readable(line)) : write };
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/** `12:00:00.000 warn  what happened  key=value` */
function readable(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(rest).map(
    ([name, value]) => `  ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const stack = (err as { stack?: string } | undefined)?.stack;
  return `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${String(msg)}${facts.join("")}\n${stack === undefined ? "" : `${stack}\n`}`;
}
