import type { Noun, Verb } from "../verb.ts";

/** The daily commands about jobs. */
export const jobVerbs: readonly Verb[] = [
  {
    usage: "enqueue <queue> [value]",
    summary: "enqueue a job, or one for each line of a file or of standard input",
    load: async () => (await import("../commands/enqueue.ts")).enqueue,
  },
  {
    usage: "work <queue> <command...>",
    summary: "run a command for each job: its value on standard input, exit code 0 is done",
    load: async () => (await import("../commands/work.ts")).work,
  },
];

/** The commands about queues. */
export const queueNoun: Noun = {
  name: "queue",
  summary: "look after queues: list, create, change, pause, purge",
  verbs: [
    {
      usage: "ls",
      summary: "list queues with their jobs by state",
      load: async () => (await import("../commands/queue-ls.ts")).queueLs,
    },
    {
      usage: "get <queue>",
      summary: "show a queue, its settings, jobs and workers",
      load: async () => (await import("../commands/queue-get.ts")).queueGet,
    },
    {
      usage: "create <queue>",
      summary: "create a queue",
      load: async () => (await import("../commands/queue-create.ts")).queueCreate,
    },
    {
      usage: "edit <queue>",
      summary: "change the settings of a queue",
      load: async () => (await import("../commands/queue-edit.ts")).queueEdit,
    },
    {
      usage: "pause <queue>",
      summary: "let no job be handed out",
      load: async () => (await import("../commands/queue-pause.ts")).queuePause,
    },
    {
      usage: "resume <queue>",
      summary: "let jobs be handed out again",
      load: async () => (await import("../commands/queue-pause.ts")).queueResume,
    },
    {
      usage: "purge <queue>",
      summary: "remove the jobs that wait, or those in another state",
      load: async () => (await import("../commands/queue-purge.ts")).queuePurge,
    },
    {
      usage: "workers <queue>",
      summary: "list who works on a queue, and on what",
      load: async () => (await import("../commands/queue-workers.ts")).queueWorkers,
    },
    {
      usage: "rm <queues...>",
      summary: "delete queues with all their jobs",
      load: async () => (await import("../commands/queue-rm.ts")).queueRm,
    },
  ],
};

/** The commands about single jobs. */
export const jobNoun: Noun = {
  name: "job",
  summary: "look after jobs: list, show, explain, retry, run, cancel",
  verbs: [
    {
      usage: "ls <queue>",
      summary: "list the jobs of a queue",
      load: async () => (await import("../commands/job-ls.ts")).jobLs,
    },
    {
      usage: "get <queue> <job>",
      summary: "show a job with every attempt",
      load: async () => (await import("../commands/job-get.ts")).jobGet,
    },
    {
      usage: "explain <queue> <job>",
      summary: "say what a job waits for",
      load: async () => (await import("../commands/job-explain.ts")).jobExplain,
    },
    {
      usage: "logs <queue> <job>",
      summary: "print what the handlers of a job have logged",
      load: async () => (await import("../commands/job-logs.ts")).jobLogs,
    },
    {
      usage: "retry <queue> <jobs...>",
      summary: "try dead or cancelled jobs again, with all their attempts anew",
      load: async () => (await import("../commands/job-actions.ts")).jobRetry,
    },
    {
      usage: "run <queue> <jobs...>",
      summary: "let jobs that are delayed or wait for their next attempt wait no longer",
      load: async () => (await import("../commands/job-actions.ts")).jobRun,
    },
    {
      usage: "cancel <queue> <jobs...>",
      summary: "give jobs up, also while they are worked on",
      load: async () => (await import("../commands/job-actions.ts")).jobCancel,
    },
    {
      usage: "rm <queue> <jobs...>",
      summary: "remove jobs that nobody works on",
      load: async () => (await import("../commands/job-rm.ts")).jobRm,
    },
  ],
};
