import type { Noun } from "../verb.ts";

/** The commands about schedules. */
export const scheduleNoun: Noun = {
  name: "schedule",
  summary: "look after schedules: list, add, change, pause, trigger, preview",
  verbs: [
    {
      usage: "ls",
      summary: "list schedules with the time of their next firing",
      load: async () => (await import("../commands/schedule-ls.ts")).scheduleLs,
    },
    {
      usage: "get <schedule>",
      summary: "show a schedule and its last firings",
      load: async () => (await import("../commands/schedule-get.ts")).scheduleGet,
    },
    {
      usage: "add <schedule> [value]",
      summary: "make a schedule that enqueues a job, publishes a record, or commits what a file says",
      load: async () => (await import("../commands/schedule-add.ts")).scheduleAdd,
    },
    {
      usage: "edit <schedule> [value]",
      summary: "change when a schedule fires, or what it does",
      load: async () => (await import("../commands/schedule-edit.ts")).scheduleEdit,
    },
    {
      usage: "rm <schedules...>",
      summary: "delete schedules; what they did stays",
      load: async () => (await import("../commands/schedule-rm.ts")).scheduleRm,
    },
    {
      usage: "pause <schedule>",
      summary: "let times pass without firing",
      load: async () => (await import("../commands/schedule-pause.ts")).schedulePause,
    },
    {
      usage: "resume <schedule>",
      summary: "go on with the next time to come",
      load: async () => (await import("../commands/schedule-pause.ts")).scheduleResume,
    },
    {
      usage: "trigger <schedule>",
      summary: "fire now, once, besides the times",
      load: async () => (await import("../commands/schedule-trigger.ts")).scheduleTrigger,
    },
    {
      usage: "preview",
      summary: "print the times that a schedule would have",
      load: async () => (await import("../commands/schedule-preview.ts")).schedulePreview,
    },
  ],
};
