import { FlowMeshError } from "@flowmesh/fabric";
import { checkOptionNames } from "../known-options.ts";
import { type BucketOptions, bucketOptionNames } from "../kv/bucket-options.ts";
import { type QueueOptions, queueOptionNames } from "../queues/queue-options.ts";
import { type StreamOptions, streamOptionNames } from "../stream-options.ts";
import type { Value } from "../value.ts";
import { type Codec, jsonCodec } from "./codec.ts";

/** What the contents of a queue, a stream or a bucket are. */
export interface ContentOptions<Data> {
  /** Looks at what was read as JSON, and gives it back or throws: `schema.parse` of most libraries for schemas. Default: it is taken for what its type says. */
  readonly parse?: ((content: unknown) => Data) | undefined;
  /** How contents become bytes and come back. Default: JSON. Not together with `parse`. */
  readonly codec?: Codec<Data> | undefined;
}

declare const resultType: unique symbol;

/** A queue with what its jobs hold, what their handlers return, and the settings that it is made with. Stands wherever a queue's name does. */
export interface QueueDefinition<Data = unknown, Result = unknown> {
  readonly kind: "queue";
  readonly name: string;
  readonly codec: Codec<Data>;
  /** What `mesh.queues.ensure` and `create` make it with. */
  readonly settings: QueueOptions;
  readonly [resultType]?: Result;
}

/** A stream with what its records hold, and the settings that it is made with. Stands wherever a stream's name does. */
export interface StreamDefinition<Data = unknown> {
  readonly kind: "stream";
  readonly name: string;
  readonly codec: Codec<Data>;
  /** What `mesh.streams.ensure` and `create` make it with. */
  readonly settings: StreamOptions;
}

/** A bucket with what its entries hold, and the settings that it is made with. Stands wherever a bucket's name does. */
export interface BucketDefinition<Data = unknown> {
  readonly kind: "bucket";
  readonly name: string;
  readonly codec: Codec<Data>;
  /** What `mesh.buckets.ensure` and `create` make it with. */
  readonly settings: BucketOptions;
}

/** The name of a queue, or its definition. */
export type QueueRef = string | QueueDefinition;
/** The name of a stream, or its definition. */
export type StreamRef = string | StreamDefinition;
/** The name of a bucket, or its definition. */
export type BucketRef = string | BucketDefinition;
/** What is written to a queue, a stream or a bucket: what its definition says, or by name any value. */
export type DataTo<Ref> = Ref extends { readonly codec: Codec<infer Data> } ? Data : Value;
/** What is read of a queue, a stream or a bucket: what its definition says, or by name whatever it is. */
export type DataOf<Ref> = Ref extends { readonly codec: Codec<infer Data> } ? Data : unknown;
/** What handlers of a queue's jobs return. */
export type ResultOf<Ref> = Ref extends QueueDefinition<unknown, infer Result> ? Result : unknown;

/**
 * Names a queue together with what its jobs hold (`Data`) and what their handlers return (`Result`), in one place for those who enqueue and those who work. Asks nothing:
 * `mesh.queues.ensure(definition)` makes the queue where it may be missing. Options: its settings, and how contents are read.
 * @throws FlowMeshError `field_invalid`, `field_unknown`
 */
export function defineQueue<Data = unknown, Result = unknown>(
  name: string,
  options: QueueOptions & ContentOptions<Data> = {},
): QueueDefinition<Data, Result> {
  checkOptionNames(options, { ...queueOptionNames, parse: true, codec: true }, "defineQueue");
  const { parse, codec, ...settings } = options;
  return { kind: "queue", name, codec: codecOf({ parse, codec }), settings };
}

/** Names a stream together with what its records hold (`Data`): see `defineQueue`. @throws FlowMeshError `field_invalid`, `field_unknown` */
export function defineStream<Data = unknown>(
  name: string,
  options: StreamOptions & ContentOptions<Data> = {},
): StreamDefinition<Data> {
  checkOptionNames(options, { ...streamOptionNames, parse: true, codec: true }, "defineStream");
  const { parse, codec, ...settings } = options;
  return { kind: "stream", name, codec: codecOf({ parse, codec }), settings };
}

/** Names a bucket together with what its entries hold (`Data`): see `defineQueue`. @throws FlowMeshError `field_invalid`, `field_unknown` */
export function defineBucket<Data = unknown>(
  name: string,
  options: BucketOptions & ContentOptions<Data> = {},
): BucketDefinition<Data> {
  checkOptionNames(options, { ...bucketOptionNames, parse: true, codec: true }, "defineBucket");
  const { parse, codec, ...settings } = options;
  return { kind: "bucket", name, codec: codecOf({ parse, codec }), settings };
}

/** What can be referred to by its name or its definition. */
type Ref = QueueRef | StreamRef | BucketRef;

/** The name of what is referred to. @throws FlowMeshError `field_invalid` for what is neither a name nor a definition */
export function nameOf(ref: Ref): string {
  if (typeof ref === "string") return ref;
  if (typeof ref?.name === "string" && typeof ref.codec?.encode === "function") return ref.name;
  const problem = "must be a name, or what defineQueue, defineStream or defineBucket gave";
  throw new FlowMeshError("field_invalid", { field: "name", problem });
}

/** What it is to be made with that is referred to. */
export function settingsOf<Settings>(ref: string | { readonly settings: Settings }): Partial<Settings> {
  return typeof ref === "string" ? {} : ref.settings;
}

/** What is written to what is referred to, as its definition says. */
export function encoded<To extends Ref>(ref: To, data: DataTo<To>): Value {
  return typeof ref === "string" ? (data as Value) : ref.codec.encode(data);
}

/** How what is referred to is read; undefined where only its name is known. */
export function codecFor<Of extends Ref>(ref: Of): Codec<DataOf<Of>> | undefined {
  return typeof ref === "string" ? undefined : (ref.codec as Codec<DataOf<Of>>);
}

function codecOf<Data>({ parse, codec }: ContentOptions<Data>): Codec<Data> {
  if (codec === undefined) return jsonCodec(parse);
  if (parse === undefined) return codec;
  throw new FlowMeshError("field_invalid", { field: "parse", problem: "cannot be given together with codec" });
}
