import type { Command } from "commander";

/** Adds arguments, options and the action to a command. */
export type Configure = (command: Command) => void;

/** A command as the overview shows it. The rest is loaded when it is asked for, so that each command starts with what it needs. */
export interface Verb {
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Configure>;
}

/** Commands about one kind of thing. */
export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly verbs: readonly Verb[];
}
