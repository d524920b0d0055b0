import { type Command, Help } from "commander";
import { usageError } from "./usage-error.ts";

/** Global options that say which FlowMesh is meant, and how it is spoken to. */
const connectionOptions = ["url", "token", "ca"];

/** For commands that are about this machine: `--url` and what goes with it are refused, rather than passed over in silence, and are not in their help. */
export function withoutUrl(command: Command, instead: string): void {
  command.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions(shown) {
      const visible = Help.prototype.visibleGlobalOptions.call(this, shown);
      return visible.filter((option) => !connectionOptions.includes(option.attributeName()));
    },
  });
  command.hook("preAction", () => {
    const given = connectionOptions.find((name) => command.optsWithGlobals()[name] !== undefined);
    if (given !== undefined) throw usageError(`--${given} is not for this command: ${instead}`, command);
  });
}
