package mesh.mercado.orders.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Orders, which either come about as a whole or leave nothing behind.
 * Placing an order reserves its pieces, has its payment authorized, and when both
 * have worked makes it sure: from then on it is carried through, whatever
 * happens meanwhile. When either has not, what was done is undone. Whoever asks
 * sees the order at every moment as it stands.
 * An account sees its own orders only: for every other the answer is NOT_FOUND,
 * whether there is such an order or not. With the scope `orders:admin` it sees
 * them all.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, and UNAVAILABLE with
 * `google.rpc.RetryInfo` while its database cannot be reached. Every error
 * carries `google.rpc.ErrorInfo`.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class OrdersServiceGrpc {

  private OrdersServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.orders.v1.OrdersService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.QuoteOrderRequest,
      mesh.mercado.orders.v1.QuoteOrderResponse> getQuoteOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "QuoteOrder",
      requestType = mesh.mercado.orders.v1.QuoteOrderRequest.class,
      responseType = mesh.mercado.orders.v1.QuoteOrderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.QuoteOrderRequest,
      mesh.mercado.orders.v1.QuoteOrderResponse> getQuoteOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.QuoteOrderRequest, mesh.mercado.orders.v1.QuoteOrderResponse> getQuoteOrderMethod;
    if ((getQuoteOrderMethod = OrdersServiceGrpc.getQuoteOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getQuoteOrderMethod = OrdersServiceGrpc.getQuoteOrderMethod) == null) {
          OrdersServiceGrpc.getQuoteOrderMethod = getQuoteOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.QuoteOrderRequest, mesh.mercado.orders.v1.QuoteOrderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "QuoteOrder"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.QuoteOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.QuoteOrderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("QuoteOrder"))
              .build();
        }
      }
    }
    return getQuoteOrderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.PlaceOrderRequest,
      mesh.mercado.orders.v1.Order> getPlaceOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PlaceOrder",
      requestType = mesh.mercado.orders.v1.PlaceOrderRequest.class,
      responseType = mesh.mercado.orders.v1.Order.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.PlaceOrderRequest,
      mesh.mercado.orders.v1.Order> getPlaceOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.PlaceOrderRequest, mesh.mercado.orders.v1.Order> getPlaceOrderMethod;
    if ((getPlaceOrderMethod = OrdersServiceGrpc.getPlaceOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getPlaceOrderMethod = OrdersServiceGrpc.getPlaceOrderMethod) == null) {
          OrdersServiceGrpc.getPlaceOrderMethod = getPlaceOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.PlaceOrderRequest, mesh.mercado.orders.v1.Order>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PlaceOrder"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.PlaceOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.Order.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("PlaceOrder"))
              .build();
        }
      }
    }
    return getPlaceOrderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.GetOrderRequest,
      mesh.mercado.orders.v1.Order> getGetOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetOrder",
      requestType = mesh.mercado.orders.v1.GetOrderRequest.class,
      responseType = mesh.mercado.orders.v1.Order.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.GetOrderRequest,
      mesh.mercado.orders.v1.Order> getGetOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.GetOrderRequest, mesh.mercado.orders.v1.Order> getGetOrderMethod;
    if ((getGetOrderMethod = OrdersServiceGrpc.getGetOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getGetOrderMethod = OrdersServiceGrpc.getGetOrderMethod) == null) {
          OrdersServiceGrpc.getGetOrderMethod = getGetOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.GetOrderRequest, mesh.mercado.orders.v1.Order>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetOrder"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.GetOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.Order.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("GetOrder"))
              .build();
        }
      }
    }
    return getGetOrderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ListOrdersRequest,
      mesh.mercado.orders.v1.ListOrdersResponse> getListOrdersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListOrders",
      requestType = mesh.mercado.orders.v1.ListOrdersRequest.class,
      responseType = mesh.mercado.orders.v1.ListOrdersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ListOrdersRequest,
      mesh.mercado.orders.v1.ListOrdersResponse> getListOrdersMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ListOrdersRequest, mesh.mercado.orders.v1.ListOrdersResponse> getListOrdersMethod;
    if ((getListOrdersMethod = OrdersServiceGrpc.getListOrdersMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getListOrdersMethod = OrdersServiceGrpc.getListOrdersMethod) == null) {
          OrdersServiceGrpc.getListOrdersMethod = getListOrdersMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.ListOrdersRequest, mesh.mercado.orders.v1.ListOrdersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListOrders"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.ListOrdersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.ListOrdersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("ListOrders"))
              .build();
        }
      }
    }
    return getListOrdersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.CancelOrderRequest,
      mesh.mercado.orders.v1.Order> getCancelOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelOrder",
      requestType = mesh.mercado.orders.v1.CancelOrderRequest.class,
      responseType = mesh.mercado.orders.v1.Order.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.CancelOrderRequest,
      mesh.mercado.orders.v1.Order> getCancelOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.CancelOrderRequest, mesh.mercado.orders.v1.Order> getCancelOrderMethod;
    if ((getCancelOrderMethod = OrdersServiceGrpc.getCancelOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getCancelOrderMethod = OrdersServiceGrpc.getCancelOrderMethod) == null) {
          OrdersServiceGrpc.getCancelOrderMethod = getCancelOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.CancelOrderRequest, mesh.mercado.orders.v1.Order>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelOrder"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.CancelOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.Order.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("CancelOrder"))
              .build();
        }
      }
    }
    return getCancelOrderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.WatchOrderRequest,
      mesh.mercado.orders.v1.WatchOrderResponse> getWatchOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchOrder",
      requestType = mesh.mercado.orders.v1.WatchOrderRequest.class,
      responseType = mesh.mercado.orders.v1.WatchOrderResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.WatchOrderRequest,
      mesh.mercado.orders.v1.WatchOrderResponse> getWatchOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.WatchOrderRequest, mesh.mercado.orders.v1.WatchOrderResponse> getWatchOrderMethod;
    if ((getWatchOrderMethod = OrdersServiceGrpc.getWatchOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getWatchOrderMethod = OrdersServiceGrpc.getWatchOrderMethod) == null) {
          OrdersServiceGrpc.getWatchOrderMethod = getWatchOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.WatchOrderRequest, mesh.mercado.orders.v1.WatchOrderResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchOrder"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.WatchOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.WatchOrderResponse.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("WatchOrder"))
              .build();
        }
      }
    }
    return getWatchOrderMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ResolveOrderRequest,
      mesh.mercado.orders.v1.Order> getResolveOrderMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResolveOrder",
      requestType = mesh.mercado.orders.v1.ResolveOrderRequest.class,
      responseType = mesh.mercado.orders.v1.Order.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ResolveOrderRequest,
      mesh.mercado.orders.v1.Order> getResolveOrderMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.orders.v1.ResolveOrderRequest, mesh.mercado.orders.v1.Order> getResolveOrderMethod;
    if ((getResolveOrderMethod = OrdersServiceGrpc.getResolveOrderMethod) == null) {
      synchronized (OrdersServiceGrpc.class) {
        if ((getResolveOrderMethod = OrdersServiceGrpc.getResolveOrderMethod) == null) {
          OrdersServiceGrpc.getResolveOrderMethod = getResolveOrderMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.orders.v1.ResolveOrderRequest, mesh.mercado.orders.v1.Order>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResolveOrder"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.ResolveOrderRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.orders.v1.Order.getDefaultInstance()))
              .setSchemaDescriptor(new OrdersServiceMethodDescriptorSupplier("ResolveOrder"))
              .build();
        }
      }
    }
    return getResolveOrderMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static OrdersServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OrdersServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OrdersServiceStub>() {
        @java.lang.Override
        public OrdersServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OrdersServiceStub(channel, callOptions);
        }
      };
    return OrdersServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static OrdersServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OrdersServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OrdersServiceBlockingV2Stub>() {
        @java.lang.Override
        public OrdersServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OrdersServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return OrdersServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static OrdersServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OrdersServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OrdersServiceBlockingStub>() {
        @java.lang.Override
        public OrdersServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OrdersServiceBlockingStub(channel, callOptions);
        }
      };
    return OrdersServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static OrdersServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<OrdersServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<OrdersServiceFutureStub>() {
        @java.lang.Override
        public OrdersServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new OrdersServiceFutureStub(channel, callOptions);
        }
      };
    return OrdersServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Says what products would cost together now, and whether there are enough.
     * Nothing is kept for anybody.
     * Returns NOT_FOUND if there is no such product, FAILED_PRECONDITION with the
     * reason PRODUCT_NOT_SOLD if one is deleted or free, CURRENCIES_DIFFER if their
     * prices are in different currencies, and TOTAL_TOO_LARGE if the sum is more
     * than an amount can be.
     * </pre>
     */
    default void quoteOrder(mesh.mercado.orders.v1.QuoteOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.QuoteOrderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getQuoteOrderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Places an order, and returns it as it then stands: usually CONFIRMED, or
     * CANCELLED with the reason.
     * A deadline that ends sooner than that gets the order as it stands, and the
     * order goes on; WatchOrder tells how. A request that is repeated with its
     * `request_id` never makes a second order: it returns the first, as it now
     * stands. The errors are those of QuoteOrder, FAILED_PRECONDITION with the
     * reason PRICE_CHANGED if the products cost another sum than
     * `expected_total`, and INVALID_ARGUMENT if `request_id` was used before with
     * another request.
     * </pre>
     */
    default void placeOrder(mesh.mercado.orders.v1.PlaceOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPlaceOrderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns an order.
     * Returns NOT_FOUND if there is no such order, or it is somebody else's.
     * </pre>
     */
    default void getOrder(mesh.mercado.orders.v1.GetOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetOrderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the caller's orders, or with the scope `orders:admin` everybody's, page
     * by page, the newest first.
     * A page may hold fewer orders than asked for; only an empty `next_page_token`
     * marks the end. Returns INVALID_ARGUMENT for a filter that cannot be
     * understood, and for a page token that was made by another query or changed on
     * its way.
     * </pre>
     */
    default void listOrders(mesh.mercado.orders.v1.ListOrdersRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.ListOrdersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListOrdersMethod(), responseObserver);
    }

    /**
     * <pre>
     * Cancels an order that has not been shipped: nothing is reserved any more, and
     * the money goes back.
     * Returns the order as it then stands: CANCELLED, or if the deadline ends
     * sooner CANCELLING, or PENDING while a step is under way that has to be
     * answered first; the cancellation goes on. One that NEEDS_ATTENTION is
     * cancelled as soon as staff has it go on. One that is cancelled already is
     * returned as it is. Returns NOT_FOUND if there is no such order, or it is
     * somebody else's, and FAILED_PRECONDITION with the reason ORDER_SHIPPED if the
     * parcel service was faster.
     * </pre>
     */
    default void cancelOrder(mesh.mercado.orders.v1.CancelOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelOrderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends the order as it stands, and then each time that it changed, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the order, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * order, or it is somebody else's.
     * </pre>
     */
    default void watchOrder(mesh.mercado.orders.v1.WatchOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.WatchOrderResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchOrderMethod(), responseObserver);
    }

    /**
     * <pre>
     * Has an order that NEEDS_ATTENTION go on.
     * Returns NOT_FOUND if there is no such order, ABORTED if `etag` is set and no
     * longer current, and FAILED_PRECONDITION with the reason
     * ORDER_NEEDS_NO_ATTENTION if nobody has to see to it.
     * </pre>
     */
    default void resolveOrder(mesh.mercado.orders.v1.ResolveOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResolveOrderMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service OrdersService.
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static abstract class OrdersServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return OrdersServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service OrdersService.
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class OrdersServiceStub
      extends io.grpc.stub.AbstractAsyncStub<OrdersServiceStub> {
    private OrdersServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OrdersServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OrdersServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Says what products would cost together now, and whether there are enough.
     * Nothing is kept for anybody.
     * Returns NOT_FOUND if there is no such product, FAILED_PRECONDITION with the
     * reason PRODUCT_NOT_SOLD if one is deleted or free, CURRENCIES_DIFFER if their
     * prices are in different currencies, and TOTAL_TOO_LARGE if the sum is more
     * than an amount can be.
     * </pre>
     */
    public void quoteOrder(mesh.mercado.orders.v1.QuoteOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.QuoteOrderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getQuoteOrderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Places an order, and returns it as it then stands: usually CONFIRMED, or
     * CANCELLED with the reason.
     * A deadline that ends sooner than that gets the order as it stands, and the
     * order goes on; WatchOrder tells how. A request that is repeated with its
     * `request_id` never makes a second order: it returns the first, as it now
     * stands. The errors are those of QuoteOrder, FAILED_PRECONDITION with the
     * reason PRICE_CHANGED if the products cost another sum than
     * `expected_total`, and INVALID_ARGUMENT if `request_id` was used before with
     * another request.
     * </pre>
     */
    public void placeOrder(mesh.mercado.orders.v1.PlaceOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPlaceOrderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns an order.
     * Returns NOT_FOUND if there is no such order, or it is somebody else's.
     * </pre>
     */
    public void getOrder(mesh.mercado.orders.v1.GetOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetOrderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the caller's orders, or with the scope `orders:admin` everybody's, page
     * by page, the newest first.
     * A page may hold fewer orders than asked for; only an empty `next_page_token`
     * marks the end. Returns INVALID_ARGUMENT for a filter that cannot be
     * understood, and for a page token that was made by another query or changed on
     * its way.
     * </pre>
     */
    public void listOrders(mesh.mercado.orders.v1.ListOrdersRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.ListOrdersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListOrdersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Cancels an order that has not been shipped: nothing is reserved any more, and
     * the money goes back.
     * Returns the order as it then stands: CANCELLED, or if the deadline ends
     * sooner CANCELLING, or PENDING while a step is under way that has to be
     * answered first; the cancellation goes on. One that NEEDS_ATTENTION is
     * cancelled as soon as staff has it go on. One that is cancelled already is
     * returned as it is. Returns NOT_FOUND if there is no such order, or it is
     * somebody else's, and FAILED_PRECONDITION with the reason ORDER_SHIPPED if the
     * parcel service was faster.
     * </pre>
     */
    public void cancelOrder(mesh.mercado.orders.v1.CancelOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelOrderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sends the order as it stands, and then each time that it changed, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the order, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * order, or it is somebody else's.
     * </pre>
     */
    public void watchOrder(mesh.mercado.orders.v1.WatchOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.WatchOrderResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchOrderMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Has an order that NEEDS_ATTENTION go on.
     * Returns NOT_FOUND if there is no such order, ABORTED if `etag` is set and no
     * longer current, and FAILED_PRECONDITION with the reason
     * ORDER_NEEDS_NO_ATTENTION if nobody has to see to it.
     * </pre>
     */
    public void resolveOrder(mesh.mercado.orders.v1.ResolveOrderRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResolveOrderMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service OrdersService.
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class OrdersServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<OrdersServiceBlockingV2Stub> {
    private OrdersServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OrdersServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OrdersServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Says what products would cost together now, and whether there are enough.
     * Nothing is kept for anybody.
     * Returns NOT_FOUND if there is no such product, FAILED_PRECONDITION with the
     * reason PRODUCT_NOT_SOLD if one is deleted or free, CURRENCIES_DIFFER if their
     * prices are in different currencies, and TOTAL_TOO_LARGE if the sum is more
     * than an amount can be.
     * </pre>
     */
    public mesh.mercado.orders.v1.QuoteOrderResponse quoteOrder(mesh.mercado.orders.v1.QuoteOrderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getQuoteOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Places an order, and returns it as it then stands: usually CONFIRMED, or
     * CANCELLED with the reason.
     * A deadline that ends sooner than that gets the order as it stands, and the
     * order goes on; WatchOrder tells how. A request that is repeated with its
     * `request_id` never makes a second order: it returns the first, as it now
     * stands. The errors are those of QuoteOrder, FAILED_PRECONDITION with the
     * reason PRICE_CHANGED if the products cost another sum than
     * `expected_total`, and INVALID_ARGUMENT if `request_id` was used before with
     * another request.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order placeOrder(mesh.mercado.orders.v1.PlaceOrderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPlaceOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an order.
     * Returns NOT_FOUND if there is no such order, or it is somebody else's.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order getOrder(mesh.mercado.orders.v1.GetOrderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the caller's orders, or with the scope `orders:admin` everybody's, page
     * by page, the newest first.
     * A page may hold fewer orders than asked for; only an empty `next_page_token`
     * marks the end. Returns INVALID_ARGUMENT for a filter that cannot be
     * understood, and for a page token that was made by another query or changed on
     * its way.
     * </pre>
     */
    public mesh.mercado.orders.v1.ListOrdersResponse listOrders(mesh.mercado.orders.v1.ListOrdersRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListOrdersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Cancels an order that has not been shipped: nothing is reserved any more, and
     * the money goes back.
     * Returns the order as it then stands: CANCELLED, or if the deadline ends
     * sooner CANCELLING, or PENDING while a step is under way that has to be
     * answered first; the cancellation goes on. One that NEEDS_ATTENTION is
     * cancelled as soon as staff has it go on. One that is cancelled already is
     * returned as it is. Returns NOT_FOUND if there is no such order, or it is
     * somebody else's, and FAILED_PRECONDITION with the reason ORDER_SHIPPED if the
     * parcel service was faster.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order cancelOrder(mesh.mercado.orders.v1.CancelOrderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends the order as it stands, and then each time that it changed, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the order, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * order, or it is somebody else's.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, mesh.mercado.orders.v1.WatchOrderResponse>
        watchOrder(mesh.mercado.orders.v1.WatchOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an order that NEEDS_ATTENTION go on.
     * Returns NOT_FOUND if there is no such order, ABORTED if `etag` is set and no
     * longer current, and FAILED_PRECONDITION with the reason
     * ORDER_NEEDS_NO_ATTENTION if nobody has to see to it.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order resolveOrder(mesh.mercado.orders.v1.ResolveOrderRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResolveOrderMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service OrdersService.
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class OrdersServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<OrdersServiceBlockingStub> {
    private OrdersServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OrdersServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OrdersServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Says what products would cost together now, and whether there are enough.
     * Nothing is kept for anybody.
     * Returns NOT_FOUND if there is no such product, FAILED_PRECONDITION with the
     * reason PRODUCT_NOT_SOLD if one is deleted or free, CURRENCIES_DIFFER if their
     * prices are in different currencies, and TOTAL_TOO_LARGE if the sum is more
     * than an amount can be.
     * </pre>
     */
    public mesh.mercado.orders.v1.QuoteOrderResponse quoteOrder(mesh.mercado.orders.v1.QuoteOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getQuoteOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Places an order, and returns it as it then stands: usually CONFIRMED, or
     * CANCELLED with the reason.
     * A deadline that ends sooner than that gets the order as it stands, and the
     * order goes on; WatchOrder tells how. A request that is repeated with its
     * `request_id` never makes a second order: it returns the first, as it now
     * stands. The errors are those of QuoteOrder, FAILED_PRECONDITION with the
     * reason PRICE_CHANGED if the products cost another sum than
     * `expected_total`, and INVALID_ARGUMENT if `request_id` was used before with
     * another request.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order placeOrder(mesh.mercado.orders.v1.PlaceOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPlaceOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an order.
     * Returns NOT_FOUND if there is no such order, or it is somebody else's.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order getOrder(mesh.mercado.orders.v1.GetOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the caller's orders, or with the scope `orders:admin` everybody's, page
     * by page, the newest first.
     * A page may hold fewer orders than asked for; only an empty `next_page_token`
     * marks the end. Returns INVALID_ARGUMENT for a filter that cannot be
     * understood, and for a page token that was made by another query or changed on
     * its way.
     * </pre>
     */
    public mesh.mercado.orders.v1.ListOrdersResponse listOrders(mesh.mercado.orders.v1.ListOrdersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListOrdersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Cancels an order that has not been shipped: nothing is reserved any more, and
     * the money goes back.
     * Returns the order as it then stands: CANCELLED, or if the deadline ends
     * sooner CANCELLING, or PENDING while a step is under way that has to be
     * answered first; the cancellation goes on. One that NEEDS_ATTENTION is
     * cancelled as soon as staff has it go on. One that is cancelled already is
     * returned as it is. Returns NOT_FOUND if there is no such order, or it is
     * somebody else's, and FAILED_PRECONDITION with the reason ORDER_SHIPPED if the
     * parcel service was faster.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order cancelOrder(mesh.mercado.orders.v1.CancelOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends the order as it stands, and then each time that it changed, until it is
     * DELIVERED or CANCELLED.
     * Over REST it is newline-delimited JSON, or with `accept: text/event-stream`
     * server-sent events. The stream ends with the order, with the method's deadline,
     * or sooner, as when a replica is replaced; it is taken up again with the
     * `resume_token` of the last message. Returns NOT_FOUND if there is no such
     * order, or it is somebody else's.
     * </pre>
     */
    public java.util.Iterator<mesh.mercado.orders.v1.WatchOrderResponse> watchOrder(
        mesh.mercado.orders.v1.WatchOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchOrderMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an order that NEEDS_ATTENTION go on.
     * Returns NOT_FOUND if there is no such order, ABORTED if `etag` is set and no
     * longer current, and FAILED_PRECONDITION with the reason
     * ORDER_NEEDS_NO_ATTENTION if nobody has to see to it.
     * </pre>
     */
    public mesh.mercado.orders.v1.Order resolveOrder(mesh.mercado.orders.v1.ResolveOrderRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResolveOrderMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service OrdersService.
   * <pre>
   * Orders, which either come about as a whole or leave nothing behind.
   * Placing an order reserves its pieces, has its payment authorized, and when both
   * have worked makes it sure: from then on it is carried through, whatever
   * happens meanwhile. When either has not, what was done is undone. Whoever asks
   * sees the order at every moment as it stands.
   * An account sees its own orders only: for every other the answer is NOT_FOUND,
   * whether there is such an order or not. With the scope `orders:admin` it sees
   * them all.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class OrdersServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<OrdersServiceFutureStub> {
    private OrdersServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected OrdersServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new OrdersServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Says what products would cost together now, and whether there are enough.
     * Nothing is kept for anybody.
     * Returns NOT_FOUND if there is no such product, FAILED_PRECONDITION with the
     * reason PRODUCT_NOT_SOLD if one is deleted or free, CURRENCIES_DIFFER if their
     * prices are in different currencies, and TOTAL_TOO_LARGE if the sum is more
     * than an amount can be.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.QuoteOrderResponse> quoteOrder(
        mesh.mercado.orders.v1.QuoteOrderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getQuoteOrderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Places an order, and returns it as it then stands: usually CONFIRMED, or
     * CANCELLED with the reason.
     * A deadline that ends sooner than that gets the order as it stands, and the
     * order goes on; WatchOrder tells how. A request that is repeated with its
     * `request_id` never makes a second order: it returns the first, as it now
     * stands. The errors are those of QuoteOrder, FAILED_PRECONDITION with the
     * reason PRICE_CHANGED if the products cost another sum than
     * `expected_total`, and INVALID_ARGUMENT if `request_id` was used before with
     * another request.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.Order> placeOrder(
        mesh.mercado.orders.v1.PlaceOrderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPlaceOrderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns an order.
     * Returns NOT_FOUND if there is no such order, or it is somebody else's.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.Order> getOrder(
        mesh.mercado.orders.v1.GetOrderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetOrderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the caller's orders, or with the scope `orders:admin` everybody's, page
     * by page, the newest first.
     * A page may hold fewer orders than asked for; only an empty `next_page_token`
     * marks the end. Returns INVALID_ARGUMENT for a filter that cannot be
     * understood, and for a page token that was made by another query or changed on
     * its way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.ListOrdersResponse> listOrders(
        mesh.mercado.orders.v1.ListOrdersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListOrdersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Cancels an order that has not been shipped: nothing is reserved any more, and
     * the money goes back.
     * Returns the order as it then stands: CANCELLED, or if the deadline ends
     * sooner CANCELLING, or PENDING while a step is under way that has to be
     * answered first; the cancellation goes on. One that NEEDS_ATTENTION is
     * cancelled as soon as staff has it go on. One that is cancelled already is
     * returned as it is. Returns NOT_FOUND if there is no such order, or it is
     * somebody else's, and FAILED_PRECONDITION with the reason ORDER_SHIPPED if the
     * parcel service was faster.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.Order> cancelOrder(
        mesh.mercado.orders.v1.CancelOrderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelOrderMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Has an order that NEEDS_ATTENTION go on.
     * Returns NOT_FOUND if there is no such order, ABORTED if `etag` is set and no
     * longer current, and FAILED_PRECONDITION with the reason
     * ORDER_NEEDS_NO_ATTENTION if nobody has to see to it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.orders.v1.Order> resolveOrder(
        mesh.mercado.orders.v1.ResolveOrderRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResolveOrderMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_QUOTE_ORDER = 0;
  private static final int METHODID_PLACE_ORDER = 1;
  private static final int METHODID_GET_ORDER = 2;
  private static final int METHODID_LIST_ORDERS = 3;
  private static final int METHODID_CANCEL_ORDER = 4;
  private static final int METHODID_WATCH_ORDER = 5;
  private static final int METHODID_RESOLVE_ORDER = 6;

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
        case METHODID_QUOTE_ORDER:
          serviceImpl.quoteOrder((mesh.mercado.orders.v1.QuoteOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.QuoteOrderResponse>) responseObserver);
          break;
        case METHODID_PLACE_ORDER:
          serviceImpl.placeOrder((mesh.mercado.orders.v1.PlaceOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order>) responseObserver);
          break;
        case METHODID_GET_ORDER:
          serviceImpl.getOrder((mesh.mercado.orders.v1.GetOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order>) responseObserver);
          break;
        case METHODID_LIST_ORDERS:
          serviceImpl.listOrders((mesh.mercado.orders.v1.ListOrdersRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.ListOrdersResponse>) responseObserver);
          break;
        case METHODID_CANCEL_ORDER:
          serviceImpl.cancelOrder((mesh.mercado.orders.v1.CancelOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order>) responseObserver);
          break;
        case METHODID_WATCH_ORDER:
          serviceImpl.watchOrder((mesh.mercado.orders.v1.WatchOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.WatchOrderResponse>) responseObserver);
          break;
        case METHODID_RESOLVE_ORDER:
          serviceImpl.resolveOrder((mesh.mercado.orders.v1.ResolveOrderRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.orders.v1.Order>) responseObserver);
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
          getQuoteOrderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.QuoteOrderRequest,
              mesh.mercado.orders.v1.QuoteOrderResponse>(
                service, METHODID_QUOTE_ORDER)))
        .addMethod(
          getPlaceOrderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.PlaceOrderRequest,
              mesh.mercado.orders.v1.Order>(
                service, METHODID_PLACE_ORDER)))
        .addMethod(
          getGetOrderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.GetOrderRequest,
              mesh.mercado.orders.v1.Order>(
                service, METHODID_GET_ORDER)))
        .addMethod(
          getListOrdersMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.ListOrdersRequest,
              mesh.mercado.orders.v1.ListOrdersResponse>(
                service, METHODID_LIST_ORDERS)))
        .addMethod(
          getCancelOrderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.CancelOrderRequest,
              mesh.mercado.orders.v1.Order>(
                service, METHODID_CANCEL_ORDER)))
        .addMethod(
          getWatchOrderMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.WatchOrderRequest,
              mesh.mercado.orders.v1.WatchOrderResponse>(
                service, METHODID_WATCH_ORDER)))
        .addMethod(
          getResolveOrderMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.orders.v1.ResolveOrderRequest,
              mesh.mercado.orders.v1.Order>(
                service, METHODID_RESOLVE_ORDER)))
        .build();
  }

  private static abstract class OrdersServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    OrdersServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.orders.v1.OrdersServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("OrdersService");
    }
  }

  private static final class OrdersServiceFileDescriptorSupplier
      extends OrdersServiceBaseDescriptorSupplier {
    OrdersServiceFileDescriptorSupplier() {}
  }

  private static final class OrdersServiceMethodDescriptorSupplier
      extends OrdersServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    OrdersServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (OrdersServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new OrdersServiceFileDescriptorSupplier())
              .addMethod(getQuoteOrderMethod())
              .addMethod(getPlaceOrderMethod())
              .addMethod(getGetOrderMethod())
              .addMethod(getListOrdersMethod())
              .addMethod(getCancelOrderMethod())
              .addMethod(getWatchOrderMethod())
              .addMethod(getResolveOrderMethod())
              .build();
        }
      }
    }
    return result;
  }
}
