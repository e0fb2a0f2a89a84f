package mesh.mercado.inventory.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Stock, and the reservations that orders have on it.
 * Nothing is ever sold twice: of two orders for the last piece one is refused,
 * however close they come. Nothing is lost either: available, reserved and sold
 * pieces together are what was put into stock.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, and UNAVAILABLE with
 * `google.rpc.RetryInfo` while its database cannot be reached. Every error
 * carries `google.rpc.ErrorInfo`.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class InventoryServiceGrpc {

  private InventoryServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.inventory.v1.InventoryService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.GetStockRequest,
      mesh.mercado.inventory.v1.Stock> getGetStockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStock",
      requestType = mesh.mercado.inventory.v1.GetStockRequest.class,
      responseType = mesh.mercado.inventory.v1.Stock.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.GetStockRequest,
      mesh.mercado.inventory.v1.Stock> getGetStockMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.GetStockRequest, mesh.mercado.inventory.v1.Stock> getGetStockMethod;
    if ((getGetStockMethod = InventoryServiceGrpc.getGetStockMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getGetStockMethod = InventoryServiceGrpc.getGetStockMethod) == null) {
          InventoryServiceGrpc.getGetStockMethod = getGetStockMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.GetStockRequest, mesh.mercado.inventory.v1.Stock>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStock"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.GetStockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.Stock.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("GetStock"))
              .build();
        }
      }
    }
    return getGetStockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.BatchGetStockRequest,
      mesh.mercado.inventory.v1.BatchGetStockResponse> getBatchGetStockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetStock",
      requestType = mesh.mercado.inventory.v1.BatchGetStockRequest.class,
      responseType = mesh.mercado.inventory.v1.BatchGetStockResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.BatchGetStockRequest,
      mesh.mercado.inventory.v1.BatchGetStockResponse> getBatchGetStockMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.BatchGetStockRequest, mesh.mercado.inventory.v1.BatchGetStockResponse> getBatchGetStockMethod;
    if ((getBatchGetStockMethod = InventoryServiceGrpc.getBatchGetStockMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getBatchGetStockMethod = InventoryServiceGrpc.getBatchGetStockMethod) == null) {
          InventoryServiceGrpc.getBatchGetStockMethod = getBatchGetStockMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.BatchGetStockRequest, mesh.mercado.inventory.v1.BatchGetStockResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetStock"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.BatchGetStockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.BatchGetStockResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("BatchGetStock"))
              .build();
        }
      }
    }
    return getBatchGetStockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.AdjustStockRequest,
      mesh.mercado.inventory.v1.Stock> getAdjustStockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AdjustStock",
      requestType = mesh.mercado.inventory.v1.AdjustStockRequest.class,
      responseType = mesh.mercado.inventory.v1.Stock.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.AdjustStockRequest,
      mesh.mercado.inventory.v1.Stock> getAdjustStockMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.AdjustStockRequest, mesh.mercado.inventory.v1.Stock> getAdjustStockMethod;
    if ((getAdjustStockMethod = InventoryServiceGrpc.getAdjustStockMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getAdjustStockMethod = InventoryServiceGrpc.getAdjustStockMethod) == null) {
          InventoryServiceGrpc.getAdjustStockMethod = getAdjustStockMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.AdjustStockRequest, mesh.mercado.inventory.v1.Stock>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AdjustStock"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.AdjustStockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.Stock.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("AdjustStock"))
              .build();
        }
      }
    }
    return getAdjustStockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.WatchStockRequest,
      mesh.mercado.inventory.v1.WatchStockResponse> getWatchStockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchStock",
      requestType = mesh.mercado.inventory.v1.WatchStockRequest.class,
      responseType = mesh.mercado.inventory.v1.WatchStockResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.WatchStockRequest,
      mesh.mercado.inventory.v1.WatchStockResponse> getWatchStockMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.WatchStockRequest, mesh.mercado.inventory.v1.WatchStockResponse> getWatchStockMethod;
    if ((getWatchStockMethod = InventoryServiceGrpc.getWatchStockMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getWatchStockMethod = InventoryServiceGrpc.getWatchStockMethod) == null) {
          InventoryServiceGrpc.getWatchStockMethod = getWatchStockMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.WatchStockRequest, mesh.mercado.inventory.v1.WatchStockResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchStock"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.WatchStockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.WatchStockResponse.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("WatchStock"))
              .build();
        }
      }
    }
    return getWatchStockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReserveStockRequest,
      mesh.mercado.inventory.v1.Reservation> getReserveStockMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReserveStock",
      requestType = mesh.mercado.inventory.v1.ReserveStockRequest.class,
      responseType = mesh.mercado.inventory.v1.Reservation.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReserveStockRequest,
      mesh.mercado.inventory.v1.Reservation> getReserveStockMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReserveStockRequest, mesh.mercado.inventory.v1.Reservation> getReserveStockMethod;
    if ((getReserveStockMethod = InventoryServiceGrpc.getReserveStockMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getReserveStockMethod = InventoryServiceGrpc.getReserveStockMethod) == null) {
          InventoryServiceGrpc.getReserveStockMethod = getReserveStockMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.ReserveStockRequest, mesh.mercado.inventory.v1.Reservation>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReserveStock"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.ReserveStockRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.Reservation.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ReserveStock"))
              .build();
        }
      }
    }
    return getReserveStockMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.CommitReservationRequest,
      mesh.mercado.inventory.v1.Reservation> getCommitReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CommitReservation",
      requestType = mesh.mercado.inventory.v1.CommitReservationRequest.class,
      responseType = mesh.mercado.inventory.v1.Reservation.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.CommitReservationRequest,
      mesh.mercado.inventory.v1.Reservation> getCommitReservationMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.CommitReservationRequest, mesh.mercado.inventory.v1.Reservation> getCommitReservationMethod;
    if ((getCommitReservationMethod = InventoryServiceGrpc.getCommitReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getCommitReservationMethod = InventoryServiceGrpc.getCommitReservationMethod) == null) {
          InventoryServiceGrpc.getCommitReservationMethod = getCommitReservationMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.CommitReservationRequest, mesh.mercado.inventory.v1.Reservation>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CommitReservation"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.CommitReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.Reservation.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("CommitReservation"))
              .build();
        }
      }
    }
    return getCommitReservationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReleaseReservationRequest,
      mesh.mercado.inventory.v1.Reservation> getReleaseReservationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReleaseReservation",
      requestType = mesh.mercado.inventory.v1.ReleaseReservationRequest.class,
      responseType = mesh.mercado.inventory.v1.Reservation.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReleaseReservationRequest,
      mesh.mercado.inventory.v1.Reservation> getReleaseReservationMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.inventory.v1.ReleaseReservationRequest, mesh.mercado.inventory.v1.Reservation> getReleaseReservationMethod;
    if ((getReleaseReservationMethod = InventoryServiceGrpc.getReleaseReservationMethod) == null) {
      synchronized (InventoryServiceGrpc.class) {
        if ((getReleaseReservationMethod = InventoryServiceGrpc.getReleaseReservationMethod) == null) {
          InventoryServiceGrpc.getReleaseReservationMethod = getReleaseReservationMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.inventory.v1.ReleaseReservationRequest, mesh.mercado.inventory.v1.Reservation>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReleaseReservation"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.ReleaseReservationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.inventory.v1.Reservation.getDefaultInstance()))
              .setSchemaDescriptor(new InventoryServiceMethodDescriptorSupplier("ReleaseReservation"))
              .build();
        }
      }
    }
    return getReleaseReservationMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static InventoryServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceStub>() {
        @java.lang.Override
        public InventoryServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceStub(channel, callOptions);
        }
      };
    return InventoryServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static InventoryServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingV2Stub>() {
        @java.lang.Override
        public InventoryServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return InventoryServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static InventoryServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceBlockingStub>() {
        @java.lang.Override
        public InventoryServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceBlockingStub(channel, callOptions);
        }
      };
    return InventoryServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static InventoryServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<InventoryServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<InventoryServiceFutureStub>() {
        @java.lang.Override
        public InventoryServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new InventoryServiceFutureStub(channel, callOptions);
        }
      };
    return InventoryServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns the stock of a product.
     * Returns NOT_FOUND if there never was any.
     * </pre>
     */
    default void getStock(mesh.mercado.inventory.v1.GetStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the stock of several products, in the order of the request.
     * Returns NOT_FOUND if there never was any of one of them, and then none at
     * all.
     * </pre>
     */
    default void batchGetStock(mesh.mercado.inventory.v1.BatchGetStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.BatchGetStockResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetStockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Puts pieces into stock, or takes available ones out.
     * Products are stocked by their first adjustment. Returns FAILED_PRECONDITION
     * with the reason INSUFFICIENT_STOCK if fewer pieces are available than are to
     * be taken out.
     * </pre>
     */
    default void adjustStock(mesh.mercado.inventory.v1.AdjustStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAdjustStockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends the stock of a product as it is, and then each time that it changed.
     * Changes that follow each other closely may come as one. The stream ends with
     * the method's deadline, or sooner, as when a replica is replaced; it is taken up
     * again with the `resume_token` of the last message. Returns NOT_FOUND if there
     * never was any stock.
     * </pre>
     */
    default void watchStock(mesh.mercado.inventory.v1.WatchStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.WatchStockResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchStockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reserves pieces of one or more products: all of them, or none.
     * A repeat returns the reservation as it now is, while it is held or
     * committed, and INVALID_ARGUMENT with the reason RESERVATION_REUSED if it
     * asks for something else. Returns FAILED_PRECONDITION with the reason
     * INSUFFICIENT_STOCK if there is too little of a product (the metadata has
     * `product` and `available`), and RESERVATION_RELEASED or RESERVATION_EXPIRED
     * if it was given back already, perhaps before this call arrived.
     * </pre>
     */
    default void reserveStock(mesh.mercado.inventory.v1.ReserveStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReserveStockMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sells what a reservation holds. A repeat returns it as it is.
     * Returns NOT_FOUND if there is no such reservation, and FAILED_PRECONDITION
     * with the reason RESERVATION_RELEASED or RESERVATION_EXPIRED if it was given
     * back.
     * </pre>
     */
    default void commitReservation(mesh.mercado.inventory.v1.CommitReservationRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCommitReservationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives back whatever a reservation holds, reserved or sold. A repeat returns
     * it as it is.
     * One that does not exist is made, and is released: a ReserveStock that arrives
     * later is refused. One that has expired stays so.
     * </pre>
     */
    default void releaseReservation(mesh.mercado.inventory.v1.ReleaseReservationRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReleaseReservationMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service InventoryService.
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static abstract class InventoryServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return InventoryServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service InventoryService.
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class InventoryServiceStub
      extends io.grpc.stub.AbstractAsyncStub<InventoryServiceStub> {
    private InventoryServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the stock of a product.
     * Returns NOT_FOUND if there never was any.
     * </pre>
     */
    public void getStock(mesh.mercado.inventory.v1.GetStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the stock of several products, in the order of the request.
     * Returns NOT_FOUND if there never was any of one of them, and then none at
     * all.
     * </pre>
     */
    public void batchGetStock(mesh.mercado.inventory.v1.BatchGetStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.BatchGetStockResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetStockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Puts pieces into stock, or takes available ones out.
     * Products are stocked by their first adjustment. Returns FAILED_PRECONDITION
     * with the reason INSUFFICIENT_STOCK if fewer pieces are available than are to
     * be taken out.
     * </pre>
     */
    public void adjustStock(mesh.mercado.inventory.v1.AdjustStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAdjustStockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends the stock of a product as it is, and then each time that it changed.
     * Changes that follow each other closely may come as one. The stream ends with
     * the method's deadline, or sooner, as when a replica is replaced; it is taken up
     * again with the `resume_token` of the last message. Returns NOT_FOUND if there
     * never was any stock.
     * </pre>
     */
    public void watchStock(mesh.mercado.inventory.v1.WatchStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.WatchStockResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchStockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reserves pieces of one or more products: all of them, or none.
     * A repeat returns the reservation as it now is, while it is held or
     * committed, and INVALID_ARGUMENT with the reason RESERVATION_REUSED if it
     * asks for something else. Returns FAILED_PRECONDITION with the reason
     * INSUFFICIENT_STOCK if there is too little of a product (the metadata has
     * `product` and `available`), and RESERVATION_RELEASED or RESERVATION_EXPIRED
     * if it was given back already, perhaps before this call arrived.
     * </pre>
     */
    public void reserveStock(mesh.mercado.inventory.v1.ReserveStockRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReserveStockMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sells what a reservation holds. A repeat returns it as it is.
     * Returns NOT_FOUND if there is no such reservation, and FAILED_PRECONDITION
     * with the reason RESERVATION_RELEASED or RESERVATION_EXPIRED if it was given
     * back.
     * </pre>
     */
    public void commitReservation(mesh.mercado.inventory.v1.CommitReservationRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCommitReservationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives back whatever a reservation holds, reserved or sold. A repeat returns
     * it as it is.
     * One that does not exist is made, and is released: a ReserveStock that arrives
     * later is refused. One that has expired stays so.
     * </pre>
     */
    public void releaseReservation(mesh.mercado.inventory.v1.ReleaseReservationRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReleaseReservationMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service InventoryService.
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class InventoryServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<InventoryServiceBlockingV2Stub> {
    private InventoryServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the stock of a product.
     * Returns NOT_FOUND if there never was any.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Stock getStock(mesh.mercado.inventory.v1.GetStockRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the stock of several products, in the order of the request.
     * Returns NOT_FOUND if there never was any of one of them, and then none at
     * all.
     * </pre>
     */
    public mesh.mercado.inventory.v1.BatchGetStockResponse batchGetStock(mesh.mercado.inventory.v1.BatchGetStockRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Puts pieces into stock, or takes available ones out.
     * Products are stocked by their first adjustment. Returns FAILED_PRECONDITION
     * with the reason INSUFFICIENT_STOCK if fewer pieces are available than are to
     * be taken out.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Stock adjustStock(mesh.mercado.inventory.v1.AdjustStockRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAdjustStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends the stock of a product as it is, and then each time that it changed.
     * Changes that follow each other closely may come as one. The stream ends with
     * the method's deadline, or sooner, as when a replica is replaced; it is taken up
     * again with the `resume_token` of the last message. Returns NOT_FOUND if there
     * never was any stock.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, mesh.mercado.inventory.v1.WatchStockResponse>
        watchStock(mesh.mercado.inventory.v1.WatchStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reserves pieces of one or more products: all of them, or none.
     * A repeat returns the reservation as it now is, while it is held or
     * committed, and INVALID_ARGUMENT with the reason RESERVATION_REUSED if it
     * asks for something else. Returns FAILED_PRECONDITION with the reason
     * INSUFFICIENT_STOCK if there is too little of a product (the metadata has
     * `product` and `available`), and RESERVATION_RELEASED or RESERVATION_EXPIRED
     * if it was given back already, perhaps before this call arrived.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation reserveStock(mesh.mercado.inventory.v1.ReserveStockRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReserveStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sells what a reservation holds. A repeat returns it as it is.
     * Returns NOT_FOUND if there is no such reservation, and FAILED_PRECONDITION
     * with the reason RESERVATION_RELEASED or RESERVATION_EXPIRED if it was given
     * back.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation commitReservation(mesh.mercado.inventory.v1.CommitReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCommitReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives back whatever a reservation holds, reserved or sold. A repeat returns
     * it as it is.
     * One that does not exist is made, and is released: a ReserveStock that arrives
     * later is refused. One that has expired stays so.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation releaseReservation(mesh.mercado.inventory.v1.ReleaseReservationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReleaseReservationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service InventoryService.
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class InventoryServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<InventoryServiceBlockingStub> {
    private InventoryServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the stock of a product.
     * Returns NOT_FOUND if there never was any.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Stock getStock(mesh.mercado.inventory.v1.GetStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the stock of several products, in the order of the request.
     * Returns NOT_FOUND if there never was any of one of them, and then none at
     * all.
     * </pre>
     */
    public mesh.mercado.inventory.v1.BatchGetStockResponse batchGetStock(mesh.mercado.inventory.v1.BatchGetStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Puts pieces into stock, or takes available ones out.
     * Products are stocked by their first adjustment. Returns FAILED_PRECONDITION
     * with the reason INSUFFICIENT_STOCK if fewer pieces are available than are to
     * be taken out.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Stock adjustStock(mesh.mercado.inventory.v1.AdjustStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAdjustStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends the stock of a product as it is, and then each time that it changed.
     * Changes that follow each other closely may come as one. The stream ends with
     * the method's deadline, or sooner, as when a replica is replaced; it is taken up
     * again with the `resume_token` of the last message. Returns NOT_FOUND if there
     * never was any stock.
     * </pre>
     */
    public java.util.Iterator<mesh.mercado.inventory.v1.WatchStockResponse> watchStock(
        mesh.mercado.inventory.v1.WatchStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reserves pieces of one or more products: all of them, or none.
     * A repeat returns the reservation as it now is, while it is held or
     * committed, and INVALID_ARGUMENT with the reason RESERVATION_REUSED if it
     * asks for something else. Returns FAILED_PRECONDITION with the reason
     * INSUFFICIENT_STOCK if there is too little of a product (the metadata has
     * `product` and `available`), and RESERVATION_RELEASED or RESERVATION_EXPIRED
     * if it was given back already, perhaps before this call arrived.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation reserveStock(mesh.mercado.inventory.v1.ReserveStockRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReserveStockMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sells what a reservation holds. A repeat returns it as it is.
     * Returns NOT_FOUND if there is no such reservation, and FAILED_PRECONDITION
     * with the reason RESERVATION_RELEASED or RESERVATION_EXPIRED if it was given
     * back.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation commitReservation(mesh.mercado.inventory.v1.CommitReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCommitReservationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives back whatever a reservation holds, reserved or sold. A repeat returns
     * it as it is.
     * One that does not exist is made, and is released: a ReserveStock that arrives
     * later is refused. One that has expired stays so.
     * </pre>
     */
    public mesh.mercado.inventory.v1.Reservation releaseReservation(mesh.mercado.inventory.v1.ReleaseReservationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReleaseReservationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service InventoryService.
   * <pre>
   * Stock, and the reservations that orders have on it.
   * Nothing is ever sold twice: of two orders for the last piece one is refused,
   * however close they come. Nothing is lost either: available, reserved and sold
   * pieces together are what was put into stock.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class InventoryServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<InventoryServiceFutureStub> {
    private InventoryServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected InventoryServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new InventoryServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the stock of a product.
     * Returns NOT_FOUND if there never was any.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.Stock> getStock(
        mesh.mercado.inventory.v1.GetStockRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStockMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the stock of several products, in the order of the request.
     * Returns NOT_FOUND if there never was any of one of them, and then none at
     * all.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.BatchGetStockResponse> batchGetStock(
        mesh.mercado.inventory.v1.BatchGetStockRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetStockMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Puts pieces into stock, or takes available ones out.
     * Products are stocked by their first adjustment. Returns FAILED_PRECONDITION
     * with the reason INSUFFICIENT_STOCK if fewer pieces are available than are to
     * be taken out.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.Stock> adjustStock(
        mesh.mercado.inventory.v1.AdjustStockRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAdjustStockMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reserves pieces of one or more products: all of them, or none.
     * A repeat returns the reservation as it now is, while it is held or
     * committed, and INVALID_ARGUMENT with the reason RESERVATION_REUSED if it
     * asks for something else. Returns FAILED_PRECONDITION with the reason
     * INSUFFICIENT_STOCK if there is too little of a product (the metadata has
     * `product` and `available`), and RESERVATION_RELEASED or RESERVATION_EXPIRED
     * if it was given back already, perhaps before this call arrived.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.Reservation> reserveStock(
        mesh.mercado.inventory.v1.ReserveStockRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReserveStockMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sells what a reservation holds. A repeat returns it as it is.
     * Returns NOT_FOUND if there is no such reservation, and FAILED_PRECONDITION
     * with the reason RESERVATION_RELEASED or RESERVATION_EXPIRED if it was given
     * back.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.Reservation> commitReservation(
        mesh.mercado.inventory.v1.CommitReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCommitReservationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives back whatever a reservation holds, reserved or sold. A repeat returns
     * it as it is.
     * One that does not exist is made, and is released: a ReserveStock that arrives
     * later is refused. One that has expired stays so.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.inventory.v1.Reservation> releaseReservation(
        mesh.mercado.inventory.v1.ReleaseReservationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReleaseReservationMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_STOCK = 0;
  private static final int METHODID_BATCH_GET_STOCK = 1;
  private static final int METHODID_ADJUST_STOCK = 2;
  private static final int METHODID_WATCH_STOCK = 3;
  private static final int METHODID_RESERVE_STOCK = 4;
  private static final int METHODID_COMMIT_RESERVATION = 5;
  private static final int METHODID_RELEASE_RESERVATION = 6;

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
        case METHODID_GET_STOCK:
          serviceImpl.getStock((mesh.mercado.inventory.v1.GetStockRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock>) responseObserver);
          break;
        case METHODID_BATCH_GET_STOCK:
          serviceImpl.batchGetStock((mesh.mercado.inventory.v1.BatchGetStockRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.BatchGetStockResponse>) responseObserver);
          break;
        case METHODID_ADJUST_STOCK:
          serviceImpl.adjustStock((mesh.mercado.inventory.v1.AdjustStockRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Stock>) responseObserver);
          break;
        case METHODID_WATCH_STOCK:
          serviceImpl.watchStock((mesh.mercado.inventory.v1.WatchStockRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.WatchStockResponse>) responseObserver);
          break;
        case METHODID_RESERVE_STOCK:
          serviceImpl.reserveStock((mesh.mercado.inventory.v1.ReserveStockRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation>) responseObserver);
          break;
        case METHODID_COMMIT_RESERVATION:
          serviceImpl.commitReservation((mesh.mercado.inventory.v1.CommitReservationRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation>) responseObserver);
          break;
        case METHODID_RELEASE_RESERVATION:
          serviceImpl.releaseReservation((mesh.mercado.inventory.v1.ReleaseReservationRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.inventory.v1.Reservation>) responseObserver);
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
          getGetStockMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.GetStockRequest,
              mesh.mercado.inventory.v1.Stock>(
                service, METHODID_GET_STOCK)))
        .addMethod(
          getBatchGetStockMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.BatchGetStockRequest,
              mesh.mercado.inventory.v1.BatchGetStockResponse>(
                service, METHODID_BATCH_GET_STOCK)))
        .addMethod(
          getAdjustStockMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.AdjustStockRequest,
              mesh.mercado.inventory.v1.Stock>(
                service, METHODID_ADJUST_STOCK)))
        .addMethod(
          getWatchStockMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.WatchStockRequest,
              mesh.mercado.inventory.v1.WatchStockResponse>(
                service, METHODID_WATCH_STOCK)))
        .addMethod(
          getReserveStockMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.ReserveStockRequest,
              mesh.mercado.inventory.v1.Reservation>(
                service, METHODID_RESERVE_STOCK)))
        .addMethod(
          getCommitReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.CommitReservationRequest,
              mesh.mercado.inventory.v1.Reservation>(
                service, METHODID_COMMIT_RESERVATION)))
        .addMethod(
          getReleaseReservationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.inventory.v1.ReleaseReservationRequest,
              mesh.mercado.inventory.v1.Reservation>(
                service, METHODID_RELEASE_RESERVATION)))
        .build();
  }

  private static abstract class InventoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    InventoryServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.inventory.v1.InventoryServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("InventoryService");
    }
  }

  private static final class InventoryServiceFileDescriptorSupplier
      extends InventoryServiceBaseDescriptorSupplier {
    InventoryServiceFileDescriptorSupplier() {}
  }

  private static final class InventoryServiceMethodDescriptorSupplier
      extends InventoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    InventoryServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (InventoryServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new InventoryServiceFileDescriptorSupplier())
              .addMethod(getGetStockMethod())
              .addMethod(getBatchGetStockMethod())
              .addMethod(getAdjustStockMethod())
              .addMethod(getWatchStockMethod())
              .addMethod(getReserveStockMethod())
              .addMethod(getCommitReservationMethod())
              .addMethod(getReleaseReservationMethod())
              .build();
        }
      }
    }
    return result;
  }
}
