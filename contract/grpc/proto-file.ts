/** A proto file as gRPC's reflection gives it out. */
export interface ProtoFile {
  /** Path as others import it: `flowmesh/v1/streams.proto`. */
  readonly name: string;
  readonly imports: readonly string[];
  /** Full names of the services that it declares. */
  readonly services: readonly string[];
  /** Full names of all that it declares: messages, enums, extensions, services, methods. */
  readonly symbols: readonly string[];
  readonly extensions: readonly { readonly of: string; readonly number: number }[];
  /** Its FileDescriptorProto in base64. */
  readonly descriptor: string;
}
