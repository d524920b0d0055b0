import type { Noun } from "../verb.ts";

/** The commands about dead letters. */
export const deadLetterNoun: Noun = {
  name: "dlq",
  summary: "look at dead letters of queues and groups, try them again or discard them",
  verbs: [
    {
      usage: "ls",
      summary: "list queues and groups that have dead letters",
      load: async () => (await import("../commands/dlq-ls.ts")).dlqLs,
    },
    {
      usage: "show <queue>",
      summary: "show what the dead jobs of a queue died of",
      load: async () => (await import("../commands/dlq-ls.ts")).dlqShow,
    },
    {
      usage: "redrive <queue>",
      summary: "try dead jobs again: all, or those of a filter, in steps",
      load: async () => (await import("../commands/dlq-redrive.ts")).dlqRedrive,
    },
    {
      usage: "edit <queue> <job>",
      summary: "change a dead job and try it again",
      load: async () => (await import("../commands/dlq-edit.ts")).dlqEdit,
    },
    {
      usage: "export <queue>",
      summary: "print dead jobs as lines of JSON, which enqueue takes",
      load: async () => (await import("../commands/dlq-export.ts")).dlqExport,
    },
    {
      usage: "discard <queue>",
      summary: "remove dead jobs",
      load: async () => (await import("../commands/dlq-redrive.ts")).dlqDiscard,
    },
  ],
};

/** The commands about operations on many jobs. */
export const operationNoun: Noun = {
  name: "op",
  summary: "watch, pause, resume and stop what is done to many jobs",
  verbs: [
    { usage: "ls", summary: "list operations", load: async () => (await import("../commands/op-ls.ts")).opLs },
    {
      usage: "get <operation>",
      summary: "show an operation and how far it is",
      load: async () => (await import("../commands/op-ls.ts")).opGet,
    },
    {
      usage: "pause <operation>",
      summary: "change no more jobs for now",
      load: async () => (await import("../commands/op-ls.ts")).opPause,
    },
    {
      usage: "resume <operation>",
      summary: "go on",
      load: async () => (await import("../commands/op-ls.ts")).opResume,
    },
    {
      usage: "stop <operation>",
      summary: "end it; jobs that it has not come to stay as they are",
      load: async () => (await import("../commands/op-ls.ts")).opStop,
    },
  ],
};
