package mesh.mercado.shipping.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Shipments. Each confirmed order has exactly one; a simulated parcel service
 * moves it along.
 * An account sees its own shipments only: for every other the answer is
 * NOT_FOUND, whether there is such a shipment or not. With the scope
 * `orders:admin` it sees them all.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, and UNAVAILABLE with
 * `google.rpc.RetryInfo` while its database cannot be reached. Every error
 * carries `google.rpc.ErrorInfo`.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ShippingServiceGrpc {

  private ShippingServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.shipping.v1.ShippingService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.GetShipmentRequest,
      mesh.mercado.shipping.v1.Shipment> getGetShipmentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetShipment",
      requestType = mesh.mercado.shipping.v1.GetShipmentRequest.class,
      responseType = mesh.mercado.shipping.v1.Shipment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.GetShipmentRequest,
      mesh.mercado.shipping.v1.Shipment> getGetShipmentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.GetShipmentRequest, mesh.mercado.shipping.v1.Shipment> getGetShipmentMethod;
    if ((getGetShipmentMethod = ShippingServiceGrpc.getGetShipmentMethod) == null) {
      synchronized (ShippingServiceGrpc.class) {
        if ((getGetShipmentMethod = ShippingServiceGrpc.getGetShipmentMethod) == null) {
          ShippingServiceGrpc.getGetShipmentMethod = getGetShipmentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.shipping.v1.GetShipmentRequest, mesh.mercado.shipping.v1.Shipment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetShipment"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.GetShipmentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.Shipment.getDefaultInstance()))
              .setSchemaDescriptor(new ShippingServiceMethodDescriptorSupplier("GetShipment"))
              .build();
        }
      }
    }
    return getGetShipmentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.ListShipmentsRequest,
      mesh.mercado.shipping.v1.ListShipmentsResponse> getListShipmentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListShipments",
      requestType = mesh.mercado.shipping.v1.ListShipmentsRequest.class,
      responseType = mesh.mercado.shipping.v1.ListShipmentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.ListShipmentsRequest,
      mesh.mercado.shipping.v1.ListShipmentsResponse> getListShipmentsMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.ListShipmentsRequest, mesh.mercado.shipping.v1.ListShipmentsResponse> getListShipmentsMethod;
    if ((getListShipmentsMethod = ShippingServiceGrpc.getListShipmentsMethod) == null) {
      synchronized (ShippingServiceGrpc.class) {
        if ((getListShipmentsMethod = ShippingServiceGrpc.getListShipmentsMethod) == null) {
          ShippingServiceGrpc.getListShipmentsMethod = getListShipmentsMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.shipping.v1.ListShipmentsRequest, mesh.mercado.shipping.v1.ListShipmentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListShipments"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.ListShipmentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.ListShipmentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ShippingServiceMethodDescriptorSupplier("ListShipments"))
              .build();
        }
      }
    }
    return getListShipmentsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.TrackShipmentRequest,
      mesh.mercado.shipping.v1.TrackShipmentResponse> getTrackShipmentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "TrackShipment",
      requestType = mesh.mercado.shipping.v1.TrackShipmentRequest.class,
      responseType = mesh.mercado.shipping.v1.TrackShipmentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.TrackShipmentRequest,
      mesh.mercado.shipping.v1.TrackShipmentResponse> getTrackShipmentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.TrackShipmentRequest, mesh.mercado.shipping.v1.TrackShipmentResponse> getTrackShipmentMethod;
    if ((getTrackShipmentMethod = ShippingServiceGrpc.getTrackShipmentMethod) == null) {
      synchronized (ShippingServiceGrpc.class) {
        if ((getTrackShipmentMethod = ShippingServiceGrpc.getTrackShipmentMethod) == null) {
          ShippingServiceGrpc.getTrackShipmentMethod = getTrackShipmentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.shipping.v1.TrackShipmentRequest, mesh.mercado.shipping.v1.TrackShipmentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "TrackShipment"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.TrackShipmentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.TrackShipmentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ShippingServiceMethodDescriptorSupplier("TrackShipment"))
              .build();
        }
      }
    }
    return getTrackShipmentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.CancelShipmentRequest,
      mesh.mercado.shipping.v1.Shipment> getCancelShipmentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelShipment",
      requestType = mesh.mercado.shipping.v1.CancelShipmentRequest.class,
      responseType = mesh.mercado.shipping.v1.Shipment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.CancelShipmentRequest,
      mesh.mercado.shipping.v1.Shipment> getCancelShipmentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.shipping.v1.CancelShipmentRequest, mesh.mercado.shipping.v1.Shipment> getCancelShipmentMethod;
    if ((getCancelShipmentMethod = ShippingServiceGrpc.getCancelShipmentMethod) == null) {
      synchronized (ShippingServiceGrpc.class) {
        if ((getCancelShipmentMethod = ShippingServiceGrpc.getCancelShipmentMethod) == null) {
          ShippingServiceGrpc.getCancelShipmentMethod = getCancelShipmentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.shipping.v1.CancelShipmentRequest, mesh.mercado.shipping.v1.Shipment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelShipment"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.CancelShipmentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.shipping.v1.Shipment.getDefaultInstance()))
              .setSchemaDescriptor(new ShippingServiceMethodDescriptorSupplier("CancelShipment"))
              .build();
        }
      }
    }
    return getCancelShipmentMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ShippingServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ShippingServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ShippingServiceStub>() {
        @java.lang.Override
        public ShippingServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ShippingServiceStub(channel, callOptions);
        }
      };
    return ShippingServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ShippingServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ShippingServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ShippingServiceBlockingV2Stub>() {
        @java.lang.Override
        public ShippingServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ShippingServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ShippingServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ShippingServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ShippingServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ShippingServiceBlockingStub>() {
        @java.lang.Override
        public ShippingServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ShippingServiceBlockingStub(channel, callOptions);
        }
      };
    return ShippingServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ShippingServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ShippingServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ShippingServiceFutureStub>() {
        @java.lang.Override
        public ShippingServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ShippingServiceFutureStub(channel, callOptions);
        }
      };
    return ShippingServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns a shipment.
     * Returns NOT_FOUND if there is no such shipment, or it is somebody else's. That
     * of a new order may take a moment to be there.
     * </pre>
     */
    default void getShipment(mesh.mercado.shipping.v1.GetShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetShipmentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the caller's shipments, or with the scope `orders:admin` everybody's,
     * page by page, the newest first.
     * A page may hold fewer shipments than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a page token
     * that was made by another query or changed on its way.
     * </pre>
     */
    default void listShipments(mesh.mercado.shipping.v1.ListShipmentsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.ListShipmentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListShipmentsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends a shipment as it stands, and then each time that it moved, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the shipment, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * shipment, or it is somebody else's.
     * </pre>
     */
    default void trackShipment(mesh.mercado.shipping.v1.TrackShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.TrackShipmentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getTrackShipmentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes sure that a shipment never leaves. A repeat returns it as it is.
     * One that does not exist is made, and is cancelled: its order's confirmation,
     * when that arrives later, makes no parcel. Returns FAILED_PRECONDITION with the
     * reason SHIPMENT_DISPATCHED if it has left.
     * </pre>
     */
    default void cancelShipment(mesh.mercado.shipping.v1.CancelShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelShipmentMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ShippingService.
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static abstract class ShippingServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ShippingServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ShippingService.
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class ShippingServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ShippingServiceStub> {
    private ShippingServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ShippingServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ShippingServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a shipment.
     * Returns NOT_FOUND if there is no such shipment, or it is somebody else's. That
     * of a new order may take a moment to be there.
     * </pre>
     */
    public void getShipment(mesh.mercado.shipping.v1.GetShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetShipmentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the caller's shipments, or with the scope `orders:admin` everybody's,
     * page by page, the newest first.
     * A page may hold fewer shipments than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a page token
     * that was made by another query or changed on its way.
     * </pre>
     */
    public void listShipments(mesh.mercado.shipping.v1.ListShipmentsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.ListShipmentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListShipmentsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends a shipment as it stands, and then each time that it moved, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the shipment, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * shipment, or it is somebody else's.
     * </pre>
     */
    public void trackShipment(mesh.mercado.shipping.v1.TrackShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.TrackShipmentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getTrackShipmentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes sure that a shipment never leaves. A repeat returns it as it is.
     * One that does not exist is made, and is cancelled: its order's confirmation,
     * when that arrives later, makes no parcel. Returns FAILED_PRECONDITION with the
     * reason SHIPMENT_DISPATCHED if it has left.
     * </pre>
     */
    public void cancelShipment(mesh.mercado.shipping.v1.CancelShipmentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelShipmentMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ShippingService.
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class ShippingServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ShippingServiceBlockingV2Stub> {
    private ShippingServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ShippingServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ShippingServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a shipment.
     * Returns NOT_FOUND if there is no such shipment, or it is somebody else's. That
     * of a new order may take a moment to be there.
     * </pre>
     */
    public mesh.mercado.shipping.v1.Shipment getShipment(mesh.mercado.shipping.v1.GetShipmentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetShipmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the caller's shipments, or with the scope `orders:admin` everybody's,
     * page by page, the newest first.
     * A page may hold fewer shipments than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a page token
     * that was made by another query or changed on its way.
     * </pre>
     */
    public mesh.mercado.shipping.v1.ListShipmentsResponse listShipments(mesh.mercado.shipping.v1.ListShipmentsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListShipmentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends a shipment as it stands, and then each time that it moved, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the shipment, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * shipment, or it is somebody else's.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, mesh.mercado.shipping.v1.TrackShipmentResponse>
        trackShipment(mesh.mercado.shipping.v1.TrackShipmentRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getTrackShipmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes sure that a shipment never leaves. A repeat returns it as it is.
     * One that does not exist is made, and is cancelled: its order's confirmation,
     * when that arrives later, makes no parcel. Returns FAILED_PRECONDITION with the
     * reason SHIPMENT_DISPATCHED if it has left.
     * </pre>
     */
    public mesh.mercado.shipping.v1.Shipment cancelShipment(mesh.mercado.shipping.v1.CancelShipmentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelShipmentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ShippingService.
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class ShippingServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ShippingServiceBlockingStub> {
    private ShippingServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ShippingServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ShippingServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a shipment.
     * Returns NOT_FOUND if there is no such shipment, or it is somebody else's. That
     * of a new order may take a moment to be there.
     * </pre>
     */
    public mesh.mercado.shipping.v1.Shipment getShipment(mesh.mercado.shipping.v1.GetShipmentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetShipmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the caller's shipments, or with the scope `orders:admin` everybody's,
     * page by page, the newest first.
     * A page may hold fewer shipments than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a page token
     * that was made by another query or changed on its way.
     * </pre>
     */
    public mesh.mercado.shipping.v1.ListShipmentsResponse listShipments(mesh.mercado.shipping.v1.ListShipmentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListShipmentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends a shipment as it stands, and then each time that it moved, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the shipment, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * shipment, or it is somebody else's.
     * </pre>
     */
    public java.util.Iterator<mesh.mercado.shipping.v1.TrackShipmentResponse> trackShipment(
        mesh.mercado.shipping.v1.TrackShipmentRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getTrackShipmentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes sure that a shipment never leaves. A repeat returns it as it is.
     * One that does not exist is made, and is cancelled: its order's confirmation,
     * when that arrives later, makes no parcel. Returns FAILED_PRECONDITION with the
     * reason SHIPMENT_DISPATCHED if it has left.
     * </pre>
     */
    public mesh.mercado.shipping.v1.Shipment cancelShipment(mesh.mercado.shipping.v1.CancelShipmentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelShipmentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ShippingService.
   * <pre>
   * Shipments. Each confirmed order has exactly one; a simulated parcel service
   * moves it along.
   * An account sees its own shipments only: for every other the answer is
   * NOT_FOUND, whether there is such a shipment or not. With the scope
   * `orders:admin` it sees them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class ShippingServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ShippingServiceFutureStub> {
    private ShippingServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ShippingServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ShippingServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a shipment.
     * Returns NOT_FOUND if there is no such shipment, or it is somebody else's. That
     * of a new order may take a moment to be there.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.shipping.v1.Shipment> getShipment(
        mesh.mercado.shipping.v1.GetShipmentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetShipmentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the caller's shipments, or with the scope `orders:admin` everybody's,
     * page by page, the newest first.
     * A page may hold fewer shipments than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a page token
     * that was made by another query or changed on its way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.shipping.v1.ListShipmentsResponse> listShipments(
        mesh.mercado.shipping.v1.ListShipmentsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListShipmentsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes sure that a shipment never leaves. A repeat returns it as it is.
     * One that does not exist is made, and is cancelled: its order's confirmation,
     * when that arrives later, makes no parcel. Returns FAILED_PRECONDITION with the
     * reason SHIPMENT_DISPATCHED if it has left.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.shipping.v1.Shipment> cancelShipment(
        mesh.mercado.shipping.v1.CancelShipmentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelShipmentMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_SHIPMENT = 0;
  private static final int METHODID_LIST_SHIPMENTS = 1;
  private static final int METHODID_TRACK_SHIPMENT = 2;
  private static final int METHODID_CANCEL_SHIPMENT = 3;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_SHIPMENT:
          serviceImpl.getShipment((mesh.mercado.shipping.v1.GetShipmentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment>) responseObserver);
          break;
        case METHODID_LIST_SHIPMENTS:
          serviceImpl.listShipments((mesh.mercado.shipping.v1.ListShipmentsRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.ListShipmentsResponse>) responseObserver);
          break;
        case METHODID_TRACK_SHIPMENT:
          serviceImpl.trackShipment((mesh.mercado.shipping.v1.TrackShipmentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.TrackShipmentResponse>) responseObserver);
          break;
        case METHODID_CANCEL_SHIPMENT:
          serviceImpl.cancelShipment((mesh.mercado.shipping.v1.CancelShipmentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.shipping.v1.Shipment>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGetShipmentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.shipping.v1.GetShipmentRequest,
              mesh.mercado.shipping.v1.Shipment>(
                service, METHODID_GET_SHIPMENT)))
        .addMethod(
          getListShipmentsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.shipping.v1.ListShipmentsRequest,
              mesh.mercado.shipping.v1.ListShipmentsResponse>(
                service, METHODID_LIST_SHIPMENTS)))
        .addMethod(
          getTrackShipmentMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              mesh.mercado.shipping.v1.TrackShipmentRequest,
              mesh.mercado.shipping.v1.TrackShipmentResponse>(
                service, METHODID_TRACK_SHIPMENT)))
        .addMethod(
          getCancelShipmentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.shipping.v1.CancelShipmentRequest,
              mesh.mercado.shipping.v1.Shipment>(
                service, METHODID_CANCEL_SHIPMENT)))
        .build();
  }

  private static abstract class ShippingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ShippingServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.shipping.v1.ShippingServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ShippingService");
    }
  }

  private static final class ShippingServiceFileDescriptorSupplier
      extends ShippingServiceBaseDescriptorSupplier {
    ShippingServiceFileDescriptorSupplier() {}
  }

  private static final class ShippingServiceMethodDescriptorSupplier
      extends ShippingServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ShippingServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (ShippingServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ShippingServiceFileDescriptorSupplier())
              .addMethod(getGetShipmentMethod())
              .addMethod(getListShipmentsMethod())
              .addMethod(getTrackShipmentMethod())
              .addMethod(getCancelShipmentMethod())
              .build();
        }
      }
    }
    return result;
  }
}
