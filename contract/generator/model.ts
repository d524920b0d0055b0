/** The contract as the generator sees it: what the proto files say, with comments and options, and nothing of protobuf's own machinery. */
export interface Model {
  readonly messages: readonly MessageModel[];
  readonly enums: readonly EnumModel[];
  readonly services: readonly ServiceModel[];
}

export interface MessageModel {
  readonly name: string;
  readonly fullName: string;
  readonly docs: string;
  readonly fields: readonly FieldModel[];
  /** `file.proto:line`, for refusals. */
  readonly origin: string;
}

export type FieldKind = "int32" | "int64" | "bool" | "string" | "bytes" | "enum" | "message" | "time";

export interface FieldModel {
  readonly protoName: string;
  readonly property: string;
  readonly number: number;
  readonly docs: string;
  /** `unsupported: <protobuf's name>` is refused by the checks. */
  readonly kind: FieldKind | `unsupported: ${string}`;
  /** Name of the enum or message. */
  readonly typeName: string | undefined;
  readonly repeated: boolean;
  readonly optional: boolean;
  readonly oneof: string | undefined;
  readonly oneofDocs: string;
  /** A request has one of its oneof. */
  readonly oneofRequired: boolean;
  /** No request goes without it. */
  readonly required: boolean;
  readonly jsonBytes: "base64" | "value" | "text";
  readonly payload: boolean;
}

export interface EnumModel {
  readonly name: string;
  readonly docs: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly docs: string }[];
  readonly origin: string;
}

export interface ServiceModel {
  readonly name: string;
  readonly fullName: string;
  readonly docs: string;
  readonly methods: readonly MethodModel[];
  /** Streams of calls of the methods, which gRPC alone carries. */
  readonly callStreams: readonly CallStreamModel[];
}

export interface MethodModel {
  readonly name: string;
  readonly property: string;
  readonly service: string;
  readonly docs: string;
  readonly request: string;
  readonly response: string;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
  /** Undefined when the method has none, which the checks refuse. */
  readonly rule: RuleModel | undefined;
  readonly origin: string;
}

export interface CallStreamModel {
  readonly name: string;
  readonly property: string;
  readonly docs: string;
  readonly request: string;
  readonly response: string;
  readonly isBidirectional: boolean;
  /** Name of the method that each request is a call of. */
  readonly carries: string;
  readonly origin: string;
}

export interface RuleModel {
  readonly verb: string;
  /** With `{field}` where the proto file says `{field=**}` too; see `takesRest`. */
  readonly path: string;
  /** Whether the last field in the path takes the rest of the path, slashes included. */
  readonly takesRest: boolean;
  readonly body: string;
  readonly permission: string;
  readonly resource: string;
  readonly retry: "unspecified" | "safe" | "identified" | "never";
  readonly number: number;
}
