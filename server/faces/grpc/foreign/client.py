"""A client that knows nothing of FlowMesh but its address: everything else comes from reflection. Prints a line for each step that went well."""

import sys
import time

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

target = sys.argv[1]
channel = grpc.insecure_channel(target)
reflection = ProtoReflectionDescriptorDatabase(channel)
pool = descriptor_pool.DescriptorPool(reflection)


def call(method, compression=None, timeout=10, on=None, **fields):
    """Calls `Service/Method` with the fields of its request."""
    service, name = method.split("/")
    descriptor = pool.FindServiceByName("flowmesh.v1." + service).FindMethodByName(name)
    request = message_factory.GetMessageClass(descriptor.input_type)(**fields)
    response = message_factory.GetMessageClass(descriptor.output_type)
    kind = (on or channel).unary_stream if descriptor.server_streaming else (on or channel).unary_unary
    stub = kind(
        "/flowmesh.v1." + method,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=response.FromString,
    )
    return stub(request, timeout=timeout, compression=compression)


def refused(run):
    """The error of a call that must fail: code, and the ErrorInfo in its details."""
    try:
        run()
    except grpc.RpcError as error:
        info = error_details_pb2.ErrorInfo()
        status = rpc_status.from_call(error)
        if status is not None:
            status.details[0].Unpack(info)
        return error.code(), info, error.details()
    raise AssertionError("the call was not refused")


def step(name):
    print("ok", name, flush=True)


health = health_pb2_grpc.HealthStub(channel)
assert health.Check(health_pb2.HealthCheckRequest(service="flowmesh.v1.StreamsService")).status == 1
step("health of a service")

assert "flowmesh.v1.StreamsService" in reflection.get_services()
pool.FindMessageTypeByName("google.rpc.ErrorInfo")
assert reflection.FindFileContainingSymbol("flowmesh.v1.JOB_STATE_DEAD").name == "flowmesh/v1/queues.proto"
step("services, errors and values by reflection")

created = call("StreamsService/CreateStream", stream="orders", partitions=2, settings={"retention_ms": 60_000})
assert created.stream.stream == "orders" and created.position > 0
step("create a stream")

records = [{"key": b"k%d" % n, "value": b"value %d" % n, "headers": [{"name": "n", "value": b"%d" % n}]} for n in range(50)]
published = call("StreamsService/Publish", stream="orders", records=records)
assert len(published.placements) == 50
step("publish records")

read = call("StreamsService/Read", stream="orders", limit=100)
assert sorted(record.value for record in read.records) == sorted(record["value"] for record in records)
step("read them back")

code, info, _ = refused(lambda: call("StreamsService/GetStream", stream="nowhere"))
assert code == grpc.StatusCode.NOT_FOUND and info.reason == "stream_not_found", (code, info)
assert info.metadata["stream"] == "nowhere" and info.domain == "flowmesh.dev"
step("an error with reason and details")

code, info, text = refused(lambda: call("StreamsService/CreateStream", stream="gr\u00f6\u00dfe"))
assert code == grpc.StatusCode.INVALID_ARGUMENT and info.reason == "name_invalid" and "gr\u00f6\u00dfe" in text, (code, info, text)
step("an error whose text is not ASCII")

began = time.monotonic()
code, _, _ = refused(lambda: call("StreamsService/Read", stream="orders", partition=0, anchor=2, wait_ms=30_000, timeout=0.3))
assert code == grpc.StatusCode.DEADLINE_EXCEEDED and time.monotonic() - began < 5, code
step("a deadline")

big = b"x" * 900_000
call("StreamsService/Publish", compression=grpc.Compression.Gzip, stream="orders", records=[{"value": big, "partition": 1}])
page = call("StreamsService/Read", compression=grpc.Compression.Gzip, stream="orders", partition=1, limit=1000)
assert page.records[-1].value == big
step("compression both ways")

cursors = [{"partition": 0, "offset": 0}, {"partition": 1, "offset": 0}]
subscription = call("StreamsService/Subscribe", stream="orders", cursors=cursors, live=True, timeout=None)
batches = 0
for item in subscription:
    batches += len(item.batches)
    if item.caught_up:
        break
assert batches > 900
subscription.cancel()
code, _, _ = refused(lambda: next(subscription))
assert code == grpc.StatusCode.CANCELLED
step("a subscription that is cancelled")

fetched = call("StreamsService/Fetch", stream="orders", partition=0, offset=0, max_bytes=1_000)
size = 12 + int.from_bytes(fetched.batches[8:12], "big")
batch = fetched.batches[:size]
count = int.from_bytes(batch[57:61], "big")
first = fetched.end_offset
descriptor = pool.FindServiceByName("flowmesh.v1.StreamsService").FindMethodByName("AppendStream")
request_class = message_factory.GetMessageClass(descriptor.input_type)


def appends():
    for n in range(300):
        yield request_class(request={"stream": "nowhere" if n == 100 else "orders", "partition": 0, "batch": batch})


answers = list(
    channel.stream_stream(
        "/flowmesh.v1.StreamsService/AppendStream",
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=message_factory.GetMessageClass(descriptor.output_type).FromString,
    )(appends(), timeout=20)
)
assert len(answers) == 300 and answers[100].error.reason == "stream_not_found", answers[100]
placed = [answer.response.offset for answer in answers if answer.HasField("response")]
assert placed == [first + n * count for n in range(299)], placed
step("batches both ways on one stream")

for name in ("a", "b", "c"):
    call("StreamsService/CreateStream", stream="list." + name)
first = call("StreamsService/ListStreams", prefix="list.", page_size=2)
second = call("StreamsService/ListStreams", prefix="list.", page_size=2, page_token=first.next_page_token)
assert [entry.stream for page in (first, second) for entry in page.streams] == ["list.a", "list.b", "list.c"]
step("list streams in pages")

joined = call("GroupsService/JoinGroup", group="workers", streams=["orders"])
beat = call("GroupsService/Heartbeat", group="workers", member_id=joined.member_id, member_epoch=joined.member_epoch)
assert len(beat.partitions or joined.partitions) == 2
call("GroupsService/LeaveGroup", group="workers", member_id=joined.member_id)
step("join a group, and leave it")

code, _, _ = refused(lambda: channel.unary_unary("/flowmesh.v1.StreamsService/Nothing")(b""))
assert code == grpc.StatusCode.UNIMPLEMENTED, code
step("a method that there is not")

pending = [channel.unary_unary("/flowmesh.v1.SystemService/GetStatus").future(b"") for _ in range(200)]
assert all(len(future.result()) > 0 for future in pending)
step("many calls at once on one connection")

channel.close()
