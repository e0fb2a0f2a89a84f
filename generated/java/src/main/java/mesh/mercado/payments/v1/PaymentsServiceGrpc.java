package mesh.mercado.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Payments by card, on a simulated card network. Other services call this one;
 * clients outside the mesh cannot.
 * There is no card number anywhere, only tokens, as a real card network's form
 * would hand them out. These are understood:
 * | token | what happens |
 * |---|---|
 * | `tok_approve` | it is approved |
 * | `tok_decline` | it is declined, with the reason `card_declined` |
 * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
 * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
 * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
 * | `tok_duplicate` | the network does it once and reports it as a duplicate |
 * Every change is made once: a repeat with the same `request_id` gets the
 * original result, also when that was a refusal. Every movement of money is a
 * posting in a double-entry ledger, and sums to zero.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, or whose `request_id` was used
 * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
 * database or the card network cannot be reached, and then what was done is not
 * known: the same request, sent again, finds out. Every error carries
 * `google.rpc.ErrorInfo`.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class PaymentsServiceGrpc {

  private PaymentsServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.payments.v1.PaymentsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.payments.v1.GetPaymentRequest,
      mesh.mercado.payments.v1.Payment> getGetPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPayment",
      requestType = mesh.mercado.payments.v1.GetPaymentRequest.class,
      responseType = mesh.mercado.payments.v1.Payment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.payments.v1.GetPaymentRequest,
      mesh.mercado.payments.v1.Payment> getGetPaymentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.payments.v1.GetPaymentRequest, mesh.mercado.payments.v1.Payment> getGetPaymentMethod;
    if ((getGetPaymentMethod = PaymentsServiceGrpc.getGetPaymentMethod) == null) {
      synchronized (PaymentsServiceGrpc.class) {
        if ((getGetPaymentMethod = PaymentsServiceGrpc.getGetPaymentMethod) == null) {
          PaymentsServiceGrpc.getGetPaymentMethod = getGetPaymentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.payments.v1.GetPaymentRequest, mesh.mercado.payments.v1.Payment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPayment"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.GetPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.Payment.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentsServiceMethodDescriptorSupplier("GetPayment"))
              .build();
        }
      }
    }
    return getGetPaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.payments.v1.AuthorizePaymentRequest,
      mesh.mercado.payments.v1.Payment> getAuthorizePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AuthorizePayment",
      requestType = mesh.mercado.payments.v1.AuthorizePaymentRequest.class,
      responseType = mesh.mercado.payments.v1.Payment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.payments.v1.AuthorizePaymentRequest,
      mesh.mercado.payments.v1.Payment> getAuthorizePaymentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.payments.v1.AuthorizePaymentRequest, mesh.mercado.payments.v1.Payment> getAuthorizePaymentMethod;
    if ((getAuthorizePaymentMethod = PaymentsServiceGrpc.getAuthorizePaymentMethod) == null) {
      synchronized (PaymentsServiceGrpc.class) {
        if ((getAuthorizePaymentMethod = PaymentsServiceGrpc.getAuthorizePaymentMethod) == null) {
          PaymentsServiceGrpc.getAuthorizePaymentMethod = getAuthorizePaymentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.payments.v1.AuthorizePaymentRequest, mesh.mercado.payments.v1.Payment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AuthorizePayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.AuthorizePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.Payment.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentsServiceMethodDescriptorSupplier("AuthorizePayment"))
              .build();
        }
      }
    }
    return getAuthorizePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.payments.v1.CapturePaymentRequest,
      mesh.mercado.payments.v1.Payment> getCapturePaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CapturePayment",
      requestType = mesh.mercado.payments.v1.CapturePaymentRequest.class,
      responseType = mesh.mercado.payments.v1.Payment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.payments.v1.CapturePaymentRequest,
      mesh.mercado.payments.v1.Payment> getCapturePaymentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.payments.v1.CapturePaymentRequest, mesh.mercado.payments.v1.Payment> getCapturePaymentMethod;
    if ((getCapturePaymentMethod = PaymentsServiceGrpc.getCapturePaymentMethod) == null) {
      synchronized (PaymentsServiceGrpc.class) {
        if ((getCapturePaymentMethod = PaymentsServiceGrpc.getCapturePaymentMethod) == null) {
          PaymentsServiceGrpc.getCapturePaymentMethod = getCapturePaymentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.payments.v1.CapturePaymentRequest, mesh.mercado.payments.v1.Payment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CapturePayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.CapturePaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.Payment.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentsServiceMethodDescriptorSupplier("CapturePayment"))
              .build();
        }
      }
    }
    return getCapturePaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.payments.v1.VoidPaymentRequest,
      mesh.mercado.payments.v1.Payment> getVoidPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "VoidPayment",
      requestType = mesh.mercado.payments.v1.VoidPaymentRequest.class,
      responseType = mesh.mercado.payments.v1.Payment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.payments.v1.VoidPaymentRequest,
      mesh.mercado.payments.v1.Payment> getVoidPaymentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.payments.v1.VoidPaymentRequest, mesh.mercado.payments.v1.Payment> getVoidPaymentMethod;
    if ((getVoidPaymentMethod = PaymentsServiceGrpc.getVoidPaymentMethod) == null) {
      synchronized (PaymentsServiceGrpc.class) {
        if ((getVoidPaymentMethod = PaymentsServiceGrpc.getVoidPaymentMethod) == null) {
          PaymentsServiceGrpc.getVoidPaymentMethod = getVoidPaymentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.payments.v1.VoidPaymentRequest, mesh.mercado.payments.v1.Payment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "VoidPayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.VoidPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.Payment.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentsServiceMethodDescriptorSupplier("VoidPayment"))
              .build();
        }
      }
    }
    return getVoidPaymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.payments.v1.RefundPaymentRequest,
      mesh.mercado.payments.v1.Payment> getRefundPaymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RefundPayment",
      requestType = mesh.mercado.payments.v1.RefundPaymentRequest.class,
      responseType = mesh.mercado.payments.v1.Payment.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.payments.v1.RefundPaymentRequest,
      mesh.mercado.payments.v1.Payment> getRefundPaymentMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.payments.v1.RefundPaymentRequest, mesh.mercado.payments.v1.Payment> getRefundPaymentMethod;
    if ((getRefundPaymentMethod = PaymentsServiceGrpc.getRefundPaymentMethod) == null) {
      synchronized (PaymentsServiceGrpc.class) {
        if ((getRefundPaymentMethod = PaymentsServiceGrpc.getRefundPaymentMethod) == null) {
          PaymentsServiceGrpc.getRefundPaymentMethod = getRefundPaymentMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.payments.v1.RefundPaymentRequest, mesh.mercado.payments.v1.Payment>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RefundPayment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.RefundPaymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.payments.v1.Payment.getDefaultInstance()))
              .setSchemaDescriptor(new PaymentsServiceMethodDescriptorSupplier("RefundPayment"))
              .build();
        }
      }
    }
    return getRefundPaymentMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static PaymentsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceStub>() {
        @java.lang.Override
        public PaymentsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentsServiceStub(channel, callOptions);
        }
      };
    return PaymentsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static PaymentsServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceBlockingV2Stub>() {
        @java.lang.Override
        public PaymentsServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentsServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return PaymentsServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static PaymentsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceBlockingStub>() {
        @java.lang.Override
        public PaymentsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentsServiceBlockingStub(channel, callOptions);
        }
      };
    return PaymentsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static PaymentsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<PaymentsServiceFutureStub>() {
        @java.lang.Override
        public PaymentsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new PaymentsServiceFutureStub(channel, callOptions);
        }
      };
    return PaymentsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns a payment.
     * Returns NOT_FOUND if there is no such payment.
     * </pre>
     */
    default void getPayment(mesh.mercado.payments.v1.GetPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Has an amount promised by the card network.
     * Returns FAILED_PRECONDITION with the reason PAYMENT_DECLINED (the metadata has
     * `decline_reason`), PAYMENT_VOIDED if the payment was voided before, perhaps
     * before this call arrived, and ALREADY_EXISTS if there is such a payment for
     * something else.
     * </pre>
     */
    default void authorizePayment(mesh.mercado.payments.v1.AuthorizePaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAuthorizePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes the whole amount that was promised.
     * One that is captured already is returned as it is. Returns NOT_FOUND if there
     * is no such payment, and FAILED_PRECONDITION with the reason PAYMENT_VOIDED,
     * PAYMENT_DECLINED, PAYMENT_REFUNDED or PAYMENT_NOT_AUTHORIZED if there is
     * nothing to take.
     * </pre>
     */
    default void capturePayment(mesh.mercado.payments.v1.CapturePaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCapturePaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a promise back. One that is voided or declined already is returned as
     * it is.
     * A payment that does not exist is made, and is void: an AuthorizePayment that
     * arrives later is refused. Returns FAILED_PRECONDITION with the reason
     * PAYMENT_CAPTURED if the money was taken: it can be refunded.
     * </pre>
     */
    default void voidPayment(mesh.mercado.payments.v1.VoidPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getVoidPaymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives captured money back, all that is left of it or a part.
     * Returns NOT_FOUND if there is no such payment, and FAILED_PRECONDITION with
     * the reason PAYMENT_NOT_CAPTURED if no money was taken, or
     * REFUND_EXCEEDS_CAPTURE if less is left than is asked for.
     * </pre>
     */
    default void refundPayment(mesh.mercado.payments.v1.RefundPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRefundPaymentMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service PaymentsService.
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static abstract class PaymentsServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return PaymentsServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service PaymentsService.
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class PaymentsServiceStub
      extends io.grpc.stub.AbstractAsyncStub<PaymentsServiceStub> {
    private PaymentsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a payment.
     * Returns NOT_FOUND if there is no such payment.
     * </pre>
     */
    public void getPayment(mesh.mercado.payments.v1.GetPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Has an amount promised by the card network.
     * Returns FAILED_PRECONDITION with the reason PAYMENT_DECLINED (the metadata has
     * `decline_reason`), PAYMENT_VOIDED if the payment was voided before, perhaps
     * before this call arrived, and ALREADY_EXISTS if there is such a payment for
     * something else.
     * </pre>
     */
    public void authorizePayment(mesh.mercado.payments.v1.AuthorizePaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAuthorizePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes the whole amount that was promised.
     * One that is captured already is returned as it is. Returns NOT_FOUND if there
     * is no such payment, and FAILED_PRECONDITION with the reason PAYMENT_VOIDED,
     * PAYMENT_DECLINED, PAYMENT_REFUNDED or PAYMENT_NOT_AUTHORIZED if there is
     * nothing to take.
     * </pre>
     */
    public void capturePayment(mesh.mercado.payments.v1.CapturePaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCapturePaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a promise back. One that is voided or declined already is returned as
     * it is.
     * A payment that does not exist is made, and is void: an AuthorizePayment that
     * arrives later is refused. Returns FAILED_PRECONDITION with the reason
     * PAYMENT_CAPTURED if the money was taken: it can be refunded.
     * </pre>
     */
    public void voidPayment(mesh.mercado.payments.v1.VoidPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getVoidPaymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives captured money back, all that is left of it or a part.
     * Returns NOT_FOUND if there is no such payment, and FAILED_PRECONDITION with
     * the reason PAYMENT_NOT_CAPTURED if no money was taken, or
     * REFUND_EXCEEDS_CAPTURE if less is left than is asked for.
     * </pre>
     */
    public void refundPayment(mesh.mercado.payments.v1.RefundPaymentRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRefundPaymentMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service PaymentsService.
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class PaymentsServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<PaymentsServiceBlockingV2Stub> {
    private PaymentsServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentsServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentsServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a payment.
     * Returns NOT_FOUND if there is no such payment.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment getPayment(mesh.mercado.payments.v1.GetPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an amount promised by the card network.
     * Returns FAILED_PRECONDITION with the reason PAYMENT_DECLINED (the metadata has
     * `decline_reason`), PAYMENT_VOIDED if the payment was voided before, perhaps
     * before this call arrived, and ALREADY_EXISTS if there is such a payment for
     * something else.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment authorizePayment(mesh.mercado.payments.v1.AuthorizePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAuthorizePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the whole amount that was promised.
     * One that is captured already is returned as it is. Returns NOT_FOUND if there
     * is no such payment, and FAILED_PRECONDITION with the reason PAYMENT_VOIDED,
     * PAYMENT_DECLINED, PAYMENT_REFUNDED or PAYMENT_NOT_AUTHORIZED if there is
     * nothing to take.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment capturePayment(mesh.mercado.payments.v1.CapturePaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCapturePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a promise back. One that is voided or declined already is returned as
     * it is.
     * A payment that does not exist is made, and is void: an AuthorizePayment that
     * arrives later is refused. Returns FAILED_PRECONDITION with the reason
     * PAYMENT_CAPTURED if the money was taken: it can be refunded.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment voidPayment(mesh.mercado.payments.v1.VoidPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getVoidPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives captured money back, all that is left of it or a part.
     * Returns NOT_FOUND if there is no such payment, and FAILED_PRECONDITION with
     * the reason PAYMENT_NOT_CAPTURED if no money was taken, or
     * REFUND_EXCEEDS_CAPTURE if less is left than is asked for.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment refundPayment(mesh.mercado.payments.v1.RefundPaymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRefundPaymentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service PaymentsService.
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class PaymentsServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<PaymentsServiceBlockingStub> {
    private PaymentsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a payment.
     * Returns NOT_FOUND if there is no such payment.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment getPayment(mesh.mercado.payments.v1.GetPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Has an amount promised by the card network.
     * Returns FAILED_PRECONDITION with the reason PAYMENT_DECLINED (the metadata has
     * `decline_reason`), PAYMENT_VOIDED if the payment was voided before, perhaps
     * before this call arrived, and ALREADY_EXISTS if there is such a payment for
     * something else.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment authorizePayment(mesh.mercado.payments.v1.AuthorizePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAuthorizePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the whole amount that was promised.
     * One that is captured already is returned as it is. Returns NOT_FOUND if there
     * is no such payment, and FAILED_PRECONDITION with the reason PAYMENT_VOIDED,
     * PAYMENT_DECLINED, PAYMENT_REFUNDED or PAYMENT_NOT_AUTHORIZED if there is
     * nothing to take.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment capturePayment(mesh.mercado.payments.v1.CapturePaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCapturePaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a promise back. One that is voided or declined already is returned as
     * it is.
     * A payment that does not exist is made, and is void: an AuthorizePayment that
     * arrives later is refused. Returns FAILED_PRECONDITION with the reason
     * PAYMENT_CAPTURED if the money was taken: it can be refunded.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment voidPayment(mesh.mercado.payments.v1.VoidPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getVoidPaymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives captured money back, all that is left of it or a part.
     * Returns NOT_FOUND if there is no such payment, and FAILED_PRECONDITION with
     * the reason PAYMENT_NOT_CAPTURED if no money was taken, or
     * REFUND_EXCEEDS_CAPTURE if less is left than is asked for.
     * </pre>
     */
    public mesh.mercado.payments.v1.Payment refundPayment(mesh.mercado.payments.v1.RefundPaymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRefundPaymentMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service PaymentsService.
   * <pre>
   * Payments by card, on a simulated card network. Other services call this one;
   * clients outside the mesh cannot.
   * There is no card number anywhere, only tokens, as a real card network's form
   * would hand them out. These are understood:
   * | token | what happens |
   * |---|---|
   * | `tok_approve` | it is approved |
   * | `tok_decline` | it is declined, with the reason `card_declined` |
   * | `tok_insufficient_funds` | it is declined, with the reason `insufficient_funds` |
   * | `tok_slow` | the answer comes after the deadline, and yet it is approved |
   * | `tok_flaky` | the first answer of each kind gets lost: it is done, and reported as failed |
   * | `tok_duplicate` | the network does it once and reports it as a duplicate |
   * Every change is made once: a repeat with the same `request_id` gets the
   * original result, also when that was a refusal. Every movement of money is a
   * posting in a double-entry ledger, and sums to zero.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, or whose `request_id` was used
   * before with another one, UNAVAILABLE with `google.rpc.RetryInfo` while the
   * database or the card network cannot be reached, and then what was done is not
   * known: the same request, sent again, finds out. Every error carries
   * `google.rpc.ErrorInfo`.
   * </pre>
   */
  public static final class PaymentsServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<PaymentsServiceFutureStub> {
    private PaymentsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected PaymentsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new PaymentsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns a payment.
     * Returns NOT_FOUND if there is no such payment.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.payments.v1.Payment> getPayment(
        mesh.mercado.payments.v1.GetPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Has an amount promised by the card network.
     * Returns FAILED_PRECONDITION with the reason PAYMENT_DECLINED (the metadata has
     * `decline_reason`), PAYMENT_VOIDED if the payment was voided before, perhaps
     * before this call arrived, and ALREADY_EXISTS if there is such a payment for
     * something else.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.payments.v1.Payment> authorizePayment(
        mesh.mercado.payments.v1.AuthorizePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAuthorizePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes the whole amount that was promised.
     * One that is captured already is returned as it is. Returns NOT_FOUND if there
     * is no such payment, and FAILED_PRECONDITION with the reason PAYMENT_VOIDED,
     * PAYMENT_DECLINED, PAYMENT_REFUNDED or PAYMENT_NOT_AUTHORIZED if there is
     * nothing to take.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.payments.v1.Payment> capturePayment(
        mesh.mercado.payments.v1.CapturePaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCapturePaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a promise back. One that is voided or declined already is returned as
     * it is.
     * A payment that does not exist is made, and is void: an AuthorizePayment that
     * arrives later is refused. Returns FAILED_PRECONDITION with the reason
     * PAYMENT_CAPTURED if the money was taken: it can be refunded.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.payments.v1.Payment> voidPayment(
        mesh.mercado.payments.v1.VoidPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getVoidPaymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives captured money back, all that is left of it or a part.
     * Returns NOT_FOUND if there is no such payment, and FAILED_PRECONDITION with
     * the reason PAYMENT_NOT_CAPTURED if no money was taken, or
     * REFUND_EXCEEDS_CAPTURE if less is left than is asked for.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.payments.v1.Payment> refundPayment(
        mesh.mercado.payments.v1.RefundPaymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRefundPaymentMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_PAYMENT = 0;
  private static final int METHODID_AUTHORIZE_PAYMENT = 1;
  private static final int METHODID_CAPTURE_PAYMENT = 2;
  private static final int METHODID_VOID_PAYMENT = 3;
  private static final int METHODID_REFUND_PAYMENT = 4;

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
        case METHODID_GET_PAYMENT:
          serviceImpl.getPayment((mesh.mercado.payments.v1.GetPaymentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment>) responseObserver);
          break;
        case METHODID_AUTHORIZE_PAYMENT:
          serviceImpl.authorizePayment((mesh.mercado.payments.v1.AuthorizePaymentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment>) responseObserver);
          break;
        case METHODID_CAPTURE_PAYMENT:
          serviceImpl.capturePayment((mesh.mercado.payments.v1.CapturePaymentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment>) responseObserver);
          break;
        case METHODID_VOID_PAYMENT:
          serviceImpl.voidPayment((mesh.mercado.payments.v1.VoidPaymentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment>) responseObserver);
          break;
        case METHODID_REFUND_PAYMENT:
          serviceImpl.refundPayment((mesh.mercado.payments.v1.RefundPaymentRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.payments.v1.Payment>) responseObserver);
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
          getGetPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.payments.v1.GetPaymentRequest,
              mesh.mercado.payments.v1.Payment>(
                service, METHODID_GET_PAYMENT)))
        .addMethod(
          getAuthorizePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.payments.v1.AuthorizePaymentRequest,
              mesh.mercado.payments.v1.Payment>(
                service, METHODID_AUTHORIZE_PAYMENT)))
        .addMethod(
          getCapturePaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.payments.v1.CapturePaymentRequest,
              mesh.mercado.payments.v1.Payment>(
                service, METHODID_CAPTURE_PAYMENT)))
        .addMethod(
          getVoidPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.payments.v1.VoidPaymentRequest,
              mesh.mercado.payments.v1.Payment>(
                service, METHODID_VOID_PAYMENT)))
        .addMethod(
          getRefundPaymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.payments.v1.RefundPaymentRequest,
              mesh.mercado.payments.v1.Payment>(
                service, METHODID_REFUND_PAYMENT)))
        .build();
  }

  private static abstract class PaymentsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    PaymentsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.payments.v1.PaymentsServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("PaymentsService");
    }
  }

  private static final class PaymentsServiceFileDescriptorSupplier
      extends PaymentsServiceBaseDescriptorSupplier {
    PaymentsServiceFileDescriptorSupplier() {}
  }

  private static final class PaymentsServiceMethodDescriptorSupplier
      extends PaymentsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    PaymentsServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (PaymentsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new PaymentsServiceFileDescriptorSupplier())
              .addMethod(getGetPaymentMethod())
              .addMethod(getAuthorizePaymentMethod())
              .addMethod(getCapturePaymentMethod())
              .addMethod(getVoidPaymentMethod())
              .addMethod(getRefundPaymentMethod())
              .build();
        }
      }
    }
    return result;
  }
}
