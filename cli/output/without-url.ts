import { type Command, Help } from "commander";
import { usageError } from "./usage-error.ts";

/** For commands that are about a process of this machine: `--url` is refused, rather than passed over in silence, and is not in their help. */
export function withoutUrl(command: Command, instead: string): void {
  command.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions(shown) {
      return Help.prototype.visibleGlobalOptions.call(this, shown).filter(({ long }) => long !== "--url");
    },
  });
  command.hook("preAction", () => {
    if (command.optsWithGlobals().url !== undefined)
      throw usageError(`--url is not for this command: ${instead}`, command);
  });
}
