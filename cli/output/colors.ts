import pc from "picocolors";

type Colors = Pick<ReturnType<typeof pc.createColors>, "bold" | "dim" | "green" | "red" | "yellow">;

/** Colours for standard output: none unless it is a terminal, or where NO_COLOR or `--no-color` says so. */
export function outputColors(): Colors {
  return pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);
}
