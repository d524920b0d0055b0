import { Command, Option } from "commander";
import { deadLetterNoun, operationNoun } from "./dead-letters/dead-letter-verbs.ts";
import { asTyped } from "./output/typed-command.ts";
import manifest from "./package.json" with { type: "json" };
import { jobNoun, jobVerbs, queueNoun } from "./queues/queue-verbs.ts";
import { scheduleNoun } from "./schedules/schedule-verbs.ts";
import type { Configure, Noun, Verb } from "./verb.ts";

const servers: readonly Verb[] = [
  {
    usage: "dev",
    summary: "start FlowMesh for development, with the data in ./.flowmesh",
    load: async () => (await import("./commands/dev.ts")).dev,
  },
  {
    usage: "start",
    summary: "start FlowMesh as a service: fixed port, JSON log",
    load: async () => (await import("./commands/start.ts")).start,
  },
  {
    usage: "stop",
    summary: "stop the FlowMesh of this folder",
    load: async () => (await import("./commands/stop.ts")).stop,
  },
  {
    usage: "status",
    summary: "show what runs, where its data lies and how it is",
    load: async () => (await import("./commands/status.ts")).status,
  },
  {
    usage: "doctor",
    summary: "check this machine, the configuration and the whole log",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
];

const daily: readonly Verb[] = [
  {
    usage: "pub <stream> [value]",
    summary: "publish a record, or each line of a file or of standard input",
    load: async () => (await import("./commands/pub.ts")).pub,
  },
  {
    usage: "tail <stream>",
    summary: "show records: the last ones, a range, and those that come",
    load: async () => (await import("./commands/tail.ts")).tail,
  },
  {
    usage: "commit [file]",
    summary: "write to any streams, buckets and queues at once: all of it, or nothing",
    load: async () => (await import("./commands/commit.ts")).commit,
  },
  {
    usage: "where <id>",
    summary: "show what caused a record, a job or an entry, and what it caused",
    load: async () => (await import("./commands/where.ts")).where,
  },
];

const entries: readonly Verb[] = [
  {
    usage: "get <bucket> <key>",
    summary: "print the value of an entry, as it is or as it was",
    load: async () => (await import("./commands/get.ts")).get,
  },
  {
    usage: "put <bucket> <key> [value]",
    summary: "write an entry: a value, a file or standard input",
    load: async () => (await import("./commands/put.ts")).put,
  },
];

const nouns: readonly Noun[] = [
  {
    name: "stream",
    summary: "list, show, create, change and delete streams",
    verbs: [
      { usage: "ls", summary: "list streams", load: async () => (await import("./commands/stream-ls.ts")).streamLs },
      {
        usage: "get <stream>",
        summary: "show a stream, its settings and partitions",
        load: async () => (await import("./commands/stream-get.ts")).streamGet,
      },
      {
        usage: "create <stream>",
        summary: "create a stream",
        load: async () => (await import("./commands/stream-create.ts")).streamCreate,
      },
      {
        usage: "edit <stream>",
        summary: "change settings, or add partitions",
        load: async () => (await import("./commands/stream-edit.ts")).streamEdit,
      },
      {
        usage: "rm <streams...>",
        summary: "delete streams with all their records",
        load: async () => (await import("./commands/stream-rm.ts")).streamRm,
      },
    ],
  },
  {
    name: "group",
    summary: "list, show, reset, pause and delete groups of consumers",
    verbs: [
      {
        usage: "ls",
        summary: "list groups with their lag",
        load: async () => (await import("./commands/group-ls.ts")).groupLs,
      },
      {
        usage: "get <group>",
        summary: "show a group, its members, cursors and lag",
        load: async () => (await import("./commands/group-get.ts")).groupGet,
      },
      {
        usage: "reset <group> <stream>",
        summary: "move a group's cursors, also while members are at work",
        load: async () => (await import("./commands/group-reset.ts")).groupReset,
      },
      {
        usage: "undo <group>",
        summary: "take the last reset back",
        load: async () => (await import("./commands/group-undo.ts")).groupUndo,
      },
      {
        usage: "pause <group>",
        summary: "let members take nothing more",
        load: async () => (await import("./commands/group-pause.ts")).groupPause,
      },
      {
        usage: "resume <group>",
        summary: "let members go on",
        load: async () => (await import("./commands/group-resume.ts")).groupResume,
      },
      {
        usage: "rm <groups...>",
        summary: "delete groups without members, and their cursors",
        load: async () => (await import("./commands/group-rm.ts")).groupRm,
      },
    ],
  },
  {
    name: "kv",
    summary: "look after buckets and their entries: list, watch, restore, export",
    verbs: [
      {
        usage: "ls",
        summary: "list buckets",
        load: async () => (await import("./commands/kv-ls.ts")).kvLs,
      },
      {
        usage: "create <bucket>",
        summary: "create a bucket",
        load: async () => (await import("./commands/kv-create.ts")).kvCreate,
      },
      {
        usage: "get <bucket>",
        summary: "show a bucket, its settings and figures",
        load: async () => (await import("./commands/kv-get.ts")).kvGet,
      },
      {
        usage: "edit <bucket>",
        summary: "change the settings of a bucket",
        load: async () => (await import("./commands/kv-edit.ts")).kvEdit,
      },
      {
        usage: "rm <buckets...>",
        summary: "delete buckets with all their entries",
        load: async () => (await import("./commands/kv-rm.ts")).kvRm,
      },
      {
        usage: "keys <bucket> [prefix]",
        summary: "list keys, and with --values what they hold",
        load: async () => (await import("./commands/kv-keys.ts")).kvKeys,
      },
      {
        usage: "del <bucket> <key>",
        summary: "delete an entry",
        load: async () => (await import("./commands/kv-del.ts")).kvDel,
      },
      {
        usage: "incr <bucket> <key> [by]",
        summary: "add to the number in an entry, and print the sum",
        load: async () => (await import("./commands/kv-incr.ts")).kvIncr,
      },
      {
        usage: "history <bucket> <key>",
        summary: "list the revisions of a key that are kept",
        load: async () => (await import("./commands/kv-history.ts")).kvHistory,
      },
      {
        usage: "watch <bucket> [prefix]",
        summary: "show the entries that are there, then every change",
        load: async () => (await import("./commands/kv-watch.ts")).kvWatch,
      },
      {
        usage: "restore <bucket> <key>",
        summary: "write an entry again as it was at a revision",
        load: async () => (await import("./commands/kv-restore.ts")).kvRestore,
      },
      {
        usage: "export <bucket> [prefix]",
        summary: "print entries as lines of JSON, to the last byte",
        load: async () => (await import("./commands/kv-export.ts")).kvExport,
      },
      {
        usage: "import <bucket>",
        summary: "write the entries that lines of JSON say",
        load: async () => (await import("./commands/kv-import.ts")).kvImport,
      },
    ],
  },
  queueNoun,
  jobNoun,
  deadLetterNoun,
  operationNoun,
  scheduleNoun,
  {
    name: "token",
    summary: "make, list and remove the tokens of this machine's FlowMesh",
    verbs: [
      {
        usage: "new",
        summary: "make a token, and print it this once",
        load: async () => (await import("./commands/token-new.ts")).tokenNew,
      },
      {
        usage: "ls",
        summary: "list tokens and what each may do",
        load: async () => (await import("./commands/token-ls.ts")).tokenLs,
      },
      {
        usage: "rm <names...>",
        summary: "remove tokens: they count no more",
        load: async () => (await import("./commands/token-rm.ts")).tokenRm,
      },
    ],
  },
  {
    name: "clock",
    summary: "show and move the time of a FlowMesh that runs with --clock virtual",
    verbs: [
      {
        usage: "get",
        summary: "show what time it is there",
        load: async () => (await import("./commands/clock-get.ts")).clockGet,
      },
      {
        usage: "advance <duration>",
        summary: "let time pass there",
        load: async () => (await import("./commands/clock-advance.ts")).clockAdvance,
      },
    ],
  },
  {
    name: "config",
    summary: "show the configuration that a server would start with",
    verbs: [
      {
        usage: "print",
        summary: "show every setting, and with --show-origin who gave it",
        load: async () => (await import("./commands/config-print.ts")).configPrint,
      },
    ],
  },
  {
    name: "bench",
    summary: "measure a running FlowMesh",
    verbs: [
      {
        usage: "pub",
        summary: "publish records",
        load: async () => (await import("./commands/bench-pub.ts")).benchPub,
      },
      {
        usage: "read",
        summary: "read records",
        load: async () => (await import("./commands/bench-read.ts")).benchRead,
      },
      {
        usage: "rpc",
        summary: "make small calls",
        load: async () => (await import("./commands/bench-rpc.ts")).benchRpc,
      },
      {
        usage: "jobs",
        summary: "enqueue, reserve and settle jobs",
        load: async () => (await import("./commands/bench-jobs.ts")).benchJobs,
      },
    ],
  },
];

const tools: readonly Verb[] = [
  {
    usage: "completion <shell>",
    summary: "print the completion script for bash, zsh or fish",
    load: async () => (await import("./commands/completion.ts")).completion,
  },
];

const loaders = new WeakMap<Command, () => Promise<Configure>>();

/** The version of this command and of the server in it. */
export const version: string = manifest.version;

/** The tree of commands. `onCommand` hears which one is being run, before its options are read. */
export function createProgram(onCommand: (command: Command) => void = () => undefined): Command {
  const program = new Command("flowmesh")
    .description("Streams, KV, queues and schedules in one process, on one log: nothing acknowledged is lost.")
    .version(version, "-V, --version", "print the version")
    .option(
      "-o, --output <format>",
      "table, wide, tsv, json, ndjson, yaml or name (default: table on a terminal, else tsv)",
    )
    .option("--json", "the same as -o json; records come as NDJSON")
    .option(
      "--url <url>",
      "the FlowMesh to talk to (default: FLOWMESH_URL, .flowmesh/dev.json here or above, flowmesh://127.0.0.1:7070)",
    )
    .option("--token <token>", "shown to a FlowMesh that asks who calls (default: FLOWMESH_TOKEN)")
    .option("--ca <file>", "the authorities that are believed when TLS is spoken, PEM (default: FLOWMESH_CA)")
    .addOption(new Option("--no-color", "no colours, as with the environment variable NO_COLOR"))
    .helpOption("-h, --help", "show this help")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void process.stdout.write(asTyped(text)),
      writeErr: (text) => void process.stderr.write(asTyped(text)),
      outputError: () => undefined,
    })
    .showSuggestionAfterError()
    .exitOverride()
    .hook("preSubcommand", (_, command) => loadCommand(command, onCommand))
    .hook("preAction", async (_, command) => {
      // A format that is not known is refused before anything is done.
      const { outputFormat } = await import("./output/format.ts");
      outputFormat(command.optsWithGlobals());
      preferFlags(command.optsWithGlobals());
    });
  for (const [group, verbs] of [
    ["Servers:", servers],
    ["Records:", daily],
    ["Entries:", entries],
    ["Jobs:", jobVerbs],
  ] as const) {
    program.commandsGroup(group);
    for (const verb of verbs) addVerb(program, verb);
  }
  program.commandsGroup("More:");
  for (const { name, summary, verbs } of nouns) {
    const parent = program.command(name).summary(summary).description(sentence(summary)).helpCommand(false);
    parent.hook("preSubcommand", (_, command) => loadCommand(command, onCommand));
    for (const verb of verbs) addVerb(parent, verb);
  }
  for (const verb of tools) addVerb(program, verb);
  program.helpCommand("help [command]", "show the help of a command");
  program.addHelpText(
    "after",
    `
First steps:
  flowmesh dev                                      in one terminal
  flowmesh pub hello "Hello, world" --create        in another
  flowmesh tail hello

Guide: docs/getting-started.md. Every command, its output and exit codes: docs/cli.md.`,
  );
  return program;
}

/** The client reads variables: a flag counts for more than the one of its name. */
function preferFlags({ token, ca }: { readonly token?: string; readonly ca?: string }): void {
  if (token !== undefined) process.env.FLOWMESH_TOKEN = token;
  if (ca !== undefined) process.env.FLOWMESH_CA = ca;
}

/** Loads a command's options and action; those of a group load with their own. */
export async function loadCommand(
  command: Command,
  onCommand: (command: Command) => void = () => undefined,
): Promise<void> {
  onCommand(command);
  const load = loaders.get(command);
  if (load === undefined) return;
  loaders.delete(command);
  (await load())(command);
}

function addVerb(parent: Command, { usage, summary, load }: Verb): void {
  loaders.set(parent.command(usage).summary(summary).description(sentence(summary)), load);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
