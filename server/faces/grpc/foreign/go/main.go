// A client that knows nothing of FlowMesh but its address: everything else comes from reflection. Prints a line for each step that went well.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

var connection *grpc.ClientConn
var files *protoregistry.Files

func check(ok bool, facts ...any) {
	if !ok {
		panic(fmt.Sprint(facts...))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func step(name string) { fmt.Println("ok", name) }

// Asks reflection for a symbol's file and all it imports, and for the list of services.
func reflect(symbol string) []string {
	stream, err := grpc_reflection_v1.NewServerReflectionClient(connection).ServerReflectionInfo(context.Background())
	must(err)
	must(stream.Send(&grpc_reflection_v1.ServerReflectionRequest{MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_ListServices{}}))
	list, err := stream.Recv()
	must(err)
	var names []string
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{}
	for _, service := range list.GetListServicesResponse().GetService() {
		names = append(names, service.GetName())
		must(stream.Send(&grpc_reflection_v1.ServerReflectionRequest{MessageRequest: &grpc_reflection_v1.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: service.GetName()}}))
		answer, err := stream.Recv()
		must(err)
		for _, bytes := range answer.GetFileDescriptorResponse().GetFileDescriptorProto() {
			file := &descriptorpb.FileDescriptorProto{}
			must(proto.Unmarshal(bytes, file))
			if !seen[file.GetName()] {
				seen[file.GetName()] = true
				set.File = append(set.File, file)
			}
		}
	}
	must(stream.CloseSend())
	_, err = stream.Recv()
	check(err == io.EOF, "reflection did not end: ", err)
	files, err = protodesc.NewFiles(set)
	must(err)
	_, err = files.FindDescriptorByName(protoreflect.FullName(symbol))
	must(err)
	return names
}

// A method's path, its request as JSON says, and an empty response.
func prepare(service, method, json string) (string, *dynamicpb.Message, *dynamicpb.Message) {
	found, err := files.FindDescriptorByName(protoreflect.FullName("flowmesh.v1." + service))
	must(err)
	descriptor := found.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(method))
	request := dynamicpb.NewMessage(descriptor.Input())
	must(protojson.Unmarshal([]byte(json), request))
	return "/flowmesh.v1." + service + "/" + method, request, dynamicpb.NewMessage(descriptor.Output())
}

func call(ctx context.Context, service, method, json string, options ...grpc.CallOption) (*dynamicpb.Message, error) {
	path, request, response := prepare(service, method, json)
	return response, connection.Invoke(ctx, path, request, response, options...)
}

func field(message protoreflect.Message, name string) protoreflect.Value {
	return message.Get(message.Descriptor().Fields().ByName(protoreflect.Name(name)))
}

func reason(err error) (string, map[string]string) {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.Reason, info.Metadata
		}
	}
	return "", nil
}

func main() {
	var err error
	connection, err = grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	must(err)
	ctx, end := context.WithTimeout(context.Background(), 30*time.Second)
	defer end()

	health, err := grpc_health_v1.NewHealthClient(connection).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	must(err)
	check(health.Status == grpc_health_v1.HealthCheckResponse_SERVING)
	step("health")
	_, err = grpc_health_v1.NewHealthClient(connection).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: "nothing"})
	check(status.Code(err) == codes.NotFound, err)
	step("health of a service that there is not")
	check(len(reflect("flowmesh.v1.StreamsService")) >= 7)
	step("all descriptors by reflection")

	created, err := call(ctx, "StreamsService", "CreateStream", `{"stream":"payments","partitions":3}`)
	must(err)
	check(field(created, "position").Int() > 0)
	step("create a stream")
	_, err = call(ctx, "StreamsService", "CreateStream", `{"stream":"payments"}`)
	text, details := reason(err)
	check(status.Code(err) == codes.AlreadyExists && text == "stream_exists" && details["stream"] == "payments", err)
	step("an error with reason and details")

	for n := 0; n < 20; n++ {
		_, err = call(ctx, "StreamsService", "Publish", fmt.Sprintf(`{"stream":"payments","records":[{"key":"a2V5","value":"%s"}]}`, "dmFsdWU="))
		must(err)
	}
	step("publish records")
	read, err := call(ctx, "StreamsService", "Read", `{"stream":"payments","limit":100}`)
	must(err)
	check(field(read, "records").List().Len() == 20)
	step("read them back")
	_, err = call(ctx, "StreamsService", "Publish", `{"stream":"payments","records":[{"value":"dg==","partition":0}],"expectedOffset":"999"}`)
	text, _ = reason(err)
	check(text == "expected_offset_mismatch", err)
	step("a precondition that does not hold")
	_, err = call(ctx, "CommitsService", "Commit", `{"operations":[{"publish":{"stream":"payments","records":[{"value":"YQ=="}]}},{"publish":{"stream":"payments","records":[{"value":"Yg=="}]}}]}`)
	must(err)
	step("commit two operations")

	brief, stop := context.WithTimeout(ctx, 200*time.Millisecond)
	_, err = call(brief, "StreamsService", "Read", `{"stream":"payments","partition":0,"anchor":"ANCHOR_LATEST","waitMs":"30000"}`)
	stop()
	check(status.Code(err) == codes.DeadlineExceeded, err)
	step("a deadline")

	compressed, err := call(ctx, "StreamsService", "Read", `{"stream":"payments","limit":100}`, grpc.UseCompressor(gzip.Name))
	must(err)
	check(field(compressed, "records").List().Len() == 22)
	step("compression both ways")

	subscribe(ctx)
	appendStream(ctx)
	group(ctx)
	together(ctx)
	must(connection.Close())
}

func subscribe(ctx context.Context) {
	path, request, _ := prepare("StreamsService", "Subscribe", `{"stream":"payments","cursors":[{"partition":0},{"partition":1},{"partition":2}],"live":true}`)
	_, _, response := prepare("StreamsService", "Subscribe", `{}`)
	live, cancel := context.WithCancel(ctx)
	stream, err := connection.NewStream(live, &grpc.StreamDesc{ServerStreams: true}, path)
	must(err)
	must(stream.SendMsg(request))
	must(stream.CloseSend())
	for caughtUp := false; !caughtUp; {
		must(stream.RecvMsg(response))
		caughtUp = field(response, "caught_up").Bool()
	}
	cancel()
	check(status.Code(stream.RecvMsg(response)) == codes.Canceled)
	step("a subscription that is cancelled")
}

// Sends and receives at once: the answers come in the order of the requests, one of which fails.
func appendStream(ctx context.Context) {
	fetched, err := call(ctx, "StreamsService", "Fetch", `{"stream":"payments","partition":0,"maxBytes":1}`)
	must(err)
	batches := field(fetched, "batches").Bytes()
	batch := batches[:12+binary.BigEndian.Uint32(batches[8:])]
	first, count := field(fetched, "end_offset").Int(), int64(binary.BigEndian.Uint32(batch[57:]))

	path, _, _ := prepare("StreamsService", "AppendStream", `{}`)
	stream, err := connection.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, path)
	must(err)
	const requests, wrong = 500, 77
	go func() {
		for n := 0; n < requests; n++ {
			name := "payments"
			if n == wrong {
				name = "nowhere"
			}
			_, request, _ := prepare("StreamsService", "AppendStream", `{"request":{"stream":"`+name+`"}}`)
			append := field(request, "request").Message()
			append.Set(append.Descriptor().Fields().ByName("batch"), protoreflect.ValueOfBytes(batch))
			must(stream.SendMsg(request))
		}
		must(stream.CloseSend())
	}()
	for n, placed := 0, int64(0); n < requests; n++ {
		_, _, answer := prepare("StreamsService", "AppendStream", `{}`)
		must(stream.RecvMsg(answer))
		if n == wrong {
			check(field(field(answer, "error").Message(), "reason").String() == "stream_not_found", answer)
			continue
		}
		check(field(field(answer, "response").Message(), "offset").Int() == first+placed*count, n, answer)
		placed++
	}
	_, _, rest := prepare("StreamsService", "AppendStream", `{}`)
	check(stream.RecvMsg(rest) == io.EOF)
	step("batches both ways on one stream")
}

func group(ctx context.Context) {
	joined, err := call(ctx, "GroupsService", "JoinGroup", `{"group":"go","streams":["payments"]}`)
	must(err)
	member := field(joined, "member_id").String()
	check(field(joined, "partitions").List().Len() == 3, joined)
	_, err = call(ctx, "GroupsService", "LeaveGroup", `{"group":"go","memberId":"`+member+`"}`)
	must(err)
	groups, err := call(ctx, "GroupsService", "ListGroups", `{}`)
	must(err)
	check(field(groups, "groups").List().Len() >= 1)
	step("join a group, leave it, list groups")
}

func together(ctx context.Context) {
	var wait sync.WaitGroup
	for n := 0; n < 300; n++ {
		wait.Go(func() {
			_, err := call(ctx, "SystemService", "GetStatus", `{}`)
			must(err)
		})
	}
	wait.Wait()
	step("many calls at once on one connection")
	_, err := call(ctx, "StreamsService", "DeleteStream", `{"stream":"payments"}`)
	must(err)
	step("delete the stream")
}
