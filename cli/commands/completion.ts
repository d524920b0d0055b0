import type { Command } from "commander";
import { completionScripts } from "../completion/completion-scripts.ts";
import { completionsOf } from "../completion/completions.ts";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { commandAnywhere } from "../output/typed-command.ts";
import { writeData } from "../output/write.ts";

interface CompletionFlags extends OutputOptions {
  readonly url?: string;
}

export function completion(command: Command): void {
  // A shell works in any folder.
  const here = commandAnywhere();
  command.registeredArguments[0]!.choices(Object.keys(completionScripts));
  command
    .argument("[words...]", "what was typed so far: prints what may stand for the last word (used by the script)")
    .addHelpText(
      "after",
      `
In ~/.bashrc:                    eval "$(${here} completion bash)"
In ~/.zshrc, behind compinit:    eval "$(${here} completion zsh)"
In ~/.config/fish/config.fish:   ${here} completion fish | source`,
    )
    .action(async (shell: string, words: string[]) => {
      const flags = command.optsWithGlobals<CompletionFlags>();
      const isJson = outputFormat(flags).endsWith("json");
      const script = completionScripts[shell]!(here);
      if (words.length === 0) return writeData(isJson ? `${JSON.stringify({ shell, script })}\n` : script);
      const found = await completionsOf(words, flags.url);
      await writeData(isJson ? `${JSON.stringify(found)}\n` : found.map((word) => `${word}\n`).join(""));
    });
}
