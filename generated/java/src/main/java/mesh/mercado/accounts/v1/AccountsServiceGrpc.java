package mesh.mercado.accounts.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Accounts, the sessions of those who sign in, and the keys that sign their
 * tokens.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, and UNAVAILABLE with
 * `google.rpc.RetryInfo` while its database cannot be reached. Every error
 * carries `google.rpc.ErrorInfo`.
 * Whoever is not an administrator sees their own account only: for every other
 * name the answer is PERMISSION_DENIED, whether there is such an account or not.
 * What is secret in a message is marked with `debug_redact`. Nothing that is so
 * marked is stored or logged, nor a hash of it that could be guessed from.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AccountsServiceGrpc {

  private AccountsServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.accounts.v1.AccountsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.CreateAccountRequest,
      mesh.mercado.accounts.v1.Account> getCreateAccountMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateAccount",
      requestType = mesh.mercado.accounts.v1.CreateAccountRequest.class,
      responseType = mesh.mercado.accounts.v1.Account.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.CreateAccountRequest,
      mesh.mercado.accounts.v1.Account> getCreateAccountMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.CreateAccountRequest, mesh.mercado.accounts.v1.Account> getCreateAccountMethod;
    if ((getCreateAccountMethod = AccountsServiceGrpc.getCreateAccountMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getCreateAccountMethod = AccountsServiceGrpc.getCreateAccountMethod) == null) {
          AccountsServiceGrpc.getCreateAccountMethod = getCreateAccountMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.CreateAccountRequest, mesh.mercado.accounts.v1.Account>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateAccount"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.CreateAccountRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.Account.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("CreateAccount"))
              .build();
        }
      }
    }
    return getCreateAccountMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetAccountRequest,
      mesh.mercado.accounts.v1.Account> getGetAccountMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAccount",
      requestType = mesh.mercado.accounts.v1.GetAccountRequest.class,
      responseType = mesh.mercado.accounts.v1.Account.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetAccountRequest,
      mesh.mercado.accounts.v1.Account> getGetAccountMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetAccountRequest, mesh.mercado.accounts.v1.Account> getGetAccountMethod;
    if ((getGetAccountMethod = AccountsServiceGrpc.getGetAccountMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getGetAccountMethod = AccountsServiceGrpc.getGetAccountMethod) == null) {
          AccountsServiceGrpc.getGetAccountMethod = getGetAccountMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.GetAccountRequest, mesh.mercado.accounts.v1.Account>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAccount"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.GetAccountRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.Account.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("GetAccount"))
              .build();
        }
      }
    }
    return getGetAccountMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.UpdateAccountRequest,
      mesh.mercado.accounts.v1.Account> getUpdateAccountMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateAccount",
      requestType = mesh.mercado.accounts.v1.UpdateAccountRequest.class,
      responseType = mesh.mercado.accounts.v1.Account.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.UpdateAccountRequest,
      mesh.mercado.accounts.v1.Account> getUpdateAccountMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.UpdateAccountRequest, mesh.mercado.accounts.v1.Account> getUpdateAccountMethod;
    if ((getUpdateAccountMethod = AccountsServiceGrpc.getUpdateAccountMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getUpdateAccountMethod = AccountsServiceGrpc.getUpdateAccountMethod) == null) {
          AccountsServiceGrpc.getUpdateAccountMethod = getUpdateAccountMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.UpdateAccountRequest, mesh.mercado.accounts.v1.Account>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateAccount"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.UpdateAccountRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.Account.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("UpdateAccount"))
              .build();
        }
      }
    }
    return getUpdateAccountMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignInRequest,
      mesh.mercado.accounts.v1.Session> getSignInMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SignIn",
      requestType = mesh.mercado.accounts.v1.SignInRequest.class,
      responseType = mesh.mercado.accounts.v1.Session.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignInRequest,
      mesh.mercado.accounts.v1.Session> getSignInMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignInRequest, mesh.mercado.accounts.v1.Session> getSignInMethod;
    if ((getSignInMethod = AccountsServiceGrpc.getSignInMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getSignInMethod = AccountsServiceGrpc.getSignInMethod) == null) {
          AccountsServiceGrpc.getSignInMethod = getSignInMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.SignInRequest, mesh.mercado.accounts.v1.Session>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SignIn"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.SignInRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.Session.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("SignIn"))
              .build();
        }
      }
    }
    return getSignInMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RefreshSessionRequest,
      mesh.mercado.accounts.v1.Session> getRefreshSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RefreshSession",
      requestType = mesh.mercado.accounts.v1.RefreshSessionRequest.class,
      responseType = mesh.mercado.accounts.v1.Session.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RefreshSessionRequest,
      mesh.mercado.accounts.v1.Session> getRefreshSessionMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RefreshSessionRequest, mesh.mercado.accounts.v1.Session> getRefreshSessionMethod;
    if ((getRefreshSessionMethod = AccountsServiceGrpc.getRefreshSessionMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getRefreshSessionMethod = AccountsServiceGrpc.getRefreshSessionMethod) == null) {
          AccountsServiceGrpc.getRefreshSessionMethod = getRefreshSessionMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.RefreshSessionRequest, mesh.mercado.accounts.v1.Session>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RefreshSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.RefreshSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.Session.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("RefreshSession"))
              .build();
        }
      }
    }
    return getRefreshSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignOutRequest,
      com.google.protobuf.Empty> getSignOutMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SignOut",
      requestType = mesh.mercado.accounts.v1.SignOutRequest.class,
      responseType = com.google.protobuf.Empty.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignOutRequest,
      com.google.protobuf.Empty> getSignOutMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.SignOutRequest, com.google.protobuf.Empty> getSignOutMethod;
    if ((getSignOutMethod = AccountsServiceGrpc.getSignOutMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getSignOutMethod = AccountsServiceGrpc.getSignOutMethod) == null) {
          AccountsServiceGrpc.getSignOutMethod = getSignOutMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.SignOutRequest, com.google.protobuf.Empty>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SignOut"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.SignOutRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  com.google.protobuf.Empty.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("SignOut"))
              .build();
        }
      }
    }
    return getSignOutMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetJsonWebKeySetRequest,
      com.google.api.HttpBody> getGetJsonWebKeySetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetJsonWebKeySet",
      requestType = mesh.mercado.accounts.v1.GetJsonWebKeySetRequest.class,
      responseType = com.google.api.HttpBody.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetJsonWebKeySetRequest,
      com.google.api.HttpBody> getGetJsonWebKeySetMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetJsonWebKeySetRequest, com.google.api.HttpBody> getGetJsonWebKeySetMethod;
    if ((getGetJsonWebKeySetMethod = AccountsServiceGrpc.getGetJsonWebKeySetMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getGetJsonWebKeySetMethod = AccountsServiceGrpc.getGetJsonWebKeySetMethod) == null) {
          AccountsServiceGrpc.getGetJsonWebKeySetMethod = getGetJsonWebKeySetMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.GetJsonWebKeySetRequest, com.google.api.HttpBody>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetJsonWebKeySet"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.GetJsonWebKeySetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  com.google.api.HttpBody.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("GetJsonWebKeySet"))
              .build();
        }
      }
    }
    return getGetJsonWebKeySetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest,
      com.google.api.HttpBody> getGetOpenIdConfigurationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetOpenIdConfiguration",
      requestType = mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest.class,
      responseType = com.google.api.HttpBody.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest,
      com.google.api.HttpBody> getGetOpenIdConfigurationMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest, com.google.api.HttpBody> getGetOpenIdConfigurationMethod;
    if ((getGetOpenIdConfigurationMethod = AccountsServiceGrpc.getGetOpenIdConfigurationMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getGetOpenIdConfigurationMethod = AccountsServiceGrpc.getGetOpenIdConfigurationMethod) == null) {
          AccountsServiceGrpc.getGetOpenIdConfigurationMethod = getGetOpenIdConfigurationMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest, com.google.api.HttpBody>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetOpenIdConfiguration"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  com.google.api.HttpBody.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("GetOpenIdConfiguration"))
              .build();
        }
      }
    }
    return getGetOpenIdConfigurationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RotateSigningKeyRequest,
      mesh.mercado.accounts.v1.SigningKey> getRotateSigningKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateSigningKey",
      requestType = mesh.mercado.accounts.v1.RotateSigningKeyRequest.class,
      responseType = mesh.mercado.accounts.v1.SigningKey.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RotateSigningKeyRequest,
      mesh.mercado.accounts.v1.SigningKey> getRotateSigningKeyMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.accounts.v1.RotateSigningKeyRequest, mesh.mercado.accounts.v1.SigningKey> getRotateSigningKeyMethod;
    if ((getRotateSigningKeyMethod = AccountsServiceGrpc.getRotateSigningKeyMethod) == null) {
      synchronized (AccountsServiceGrpc.class) {
        if ((getRotateSigningKeyMethod = AccountsServiceGrpc.getRotateSigningKeyMethod) == null) {
          AccountsServiceGrpc.getRotateSigningKeyMethod = getRotateSigningKeyMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.accounts.v1.RotateSigningKeyRequest, mesh.mercado.accounts.v1.SigningKey>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateSigningKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.RotateSigningKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.accounts.v1.SigningKey.getDefaultInstance()))
              .setSchemaDescriptor(new AccountsServiceMethodDescriptorSupplier("RotateSigningKey"))
              .build();
        }
      }
    }
    return getRotateSigningKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AccountsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccountsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccountsServiceStub>() {
        @java.lang.Override
        public AccountsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccountsServiceStub(channel, callOptions);
        }
      };
    return AccountsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AccountsServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccountsServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccountsServiceBlockingV2Stub>() {
        @java.lang.Override
        public AccountsServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccountsServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AccountsServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AccountsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccountsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccountsServiceBlockingStub>() {
        @java.lang.Override
        public AccountsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccountsServiceBlockingStub(channel, callOptions);
        }
      };
    return AccountsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AccountsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccountsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccountsServiceFutureStub>() {
        @java.lang.Override
        public AccountsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccountsServiceFutureStub(channel, callOptions);
        }
      };
    return AccountsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes an account for oneself. Whoever makes one is a customer.
     * Returns ALREADY_EXISTS if there is an account with this e-mail address,
     * INVALID_ARGUMENT if `request_id` was used before with another request, and
     * RESOURCE_EXHAUSTED with RetryInfo while too many passwords are being hashed.
     * </pre>
     */
    default void createAccount(mesh.mercado.accounts.v1.CreateAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateAccountMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns an account. `accounts/me` is the caller's own.
     * Returns PERMISSION_DENIED for somebody else's without the scope
     * `accounts:admin`, and with it NOT_FOUND if there is no such account.
     * </pre>
     */
    default void getAccount(mesh.mercado.accounts.v1.GetAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAccountMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the fields of an account that `update_mask` names: `display_name`,
     * and `roles` with the scope `accounts:admin`.
     * Returns PERMISSION_DENIED for somebody else's account, and for other roles
     * than it has, without that scope; ABORTED if `account.etag` is set and no
     * longer current; FAILED_PRECONDITION if an administrator would take the role
     * from themselves, so that there is always one. Roles that are given as they are
     * need no scope: an account may be sent back as it was read.
     * </pre>
     */
    default void updateAccount(mesh.mercado.accounts.v1.UpdateAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateAccountMethod(), responseObserver);
    }

    /**
     * <pre>
     * Starts a session.
     * Returns UNAUTHENTICATED (BAD_CREDENTIALS) if there is no account with this
     * e-mail address or the password is not its own; which of both is not told, nor
     * to be seen from the time it takes. After five failures every further one locks
     * the address, for a second at first and for up to a quarter of an hour, and
     * every try is then answered with RESOURCE_EXHAUSTED (SIGN_IN_LOCKED) and
     * RetryInfo, unseen, whether there is such an account or not. Running sessions
     * go on meanwhile. Returns RESOURCE_EXHAUSTED (PASSWORDS_BUSY), too, while too
     * many passwords are being checked.
     * </pre>
     */
    default void signIn(mesh.mercado.accounts.v1.SignInRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSignInMethod(), responseObserver);
    }

    /**
     * <pre>
     * Exchanges a refresh token for a new pair of tokens. The account's roles are
     * looked up again for it.
     * A refresh token is good for one exchange. One that comes a second time is
     * taken for stolen, as either the thief or the owner sends it: the session is
     * ended, and the answer is UNAUTHENTICATED (REFRESH_TOKEN_REUSED). Only the
     * latest exchange may be repeated, with the `request_id` that it had, in case
     * its answer was lost: that gets the same refresh token again. Two exchanges of
     * one token at once are a reuse, too, unless they carry the same `request_id`.
     * Returns UNAUTHENTICATED (REFRESH_TOKEN_INVALID) for anything that is no
     * refresh token, and (SESSION_ENDED) if the session was signed out, ended by a
     * reuse, or is too old.
     * </pre>
     */
    default void refreshSession(mesh.mercado.accounts.v1.RefreshSessionRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRefreshSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends the session that a refresh token belongs to, also one that was exchanged
     * already. An access token stays good until it expires.
     * What is no refresh token is ignored (RFC 7009): there is nothing left to end.
     * </pre>
     */
    default void signOut(mesh.mercado.accounts.v1.SignOutRequest request,
        io.grpc.stub.StreamObserver<com.google.protobuf.Empty> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSignOutMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the keys that access tokens can be verified with, as a JSON Web Key
     * Set (RFC 7517, RFC 8037).
     * A new key is in it for a while before it signs, and an old one for as long as
     * a token that it signed may live: whoever fetches it every few minutes never
     * meets a token of an unknown key.
     * </pre>
     */
    default void getJsonWebKeySet(mesh.mercado.accounts.v1.GetJsonWebKeySetRequest request,
        io.grpc.stub.StreamObserver<com.google.api.HttpBody> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetJsonWebKeySetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns what a verifier of tokens has to know of their issuer, as OpenID
     * Connect Discovery has it.
     * There is no authorization endpoint: people sign in with SignIn.
     * </pre>
     */
    default void getOpenIdConfiguration(mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest request,
        io.grpc.stub.StreamObserver<com.google.api.HttpBody> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetOpenIdConfigurationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a new signing key, which takes over after a while.
     * Returns FAILED_PRECONDITION while the newest key does not sign yet.
     * </pre>
     */
    default void rotateSigningKey(mesh.mercado.accounts.v1.RotateSigningKeyRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.SigningKey> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateSigningKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AccountsService.
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public static abstract class AccountsServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AccountsServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AccountsService.
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public static final class AccountsServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AccountsServiceStub> {
    private AccountsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccountsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccountsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an account for oneself. Whoever makes one is a customer.
     * Returns ALREADY_EXISTS if there is an account with this e-mail address,
     * INVALID_ARGUMENT if `request_id` was used before with another request, and
     * RESOURCE_EXHAUSTED with RetryInfo while too many passwords are being hashed.
     * </pre>
     */
    public void createAccount(mesh.mercado.accounts.v1.CreateAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateAccountMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns an account. `accounts/me` is the caller's own.
     * Returns PERMISSION_DENIED for somebody else's without the scope
     * `accounts:admin`, and with it NOT_FOUND if there is no such account.
     * </pre>
     */
    public void getAccount(mesh.mercado.accounts.v1.GetAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAccountMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the fields of an account that `update_mask` names: `display_name`,
     * and `roles` with the scope `accounts:admin`.
     * Returns PERMISSION_DENIED for somebody else's account, and for other roles
     * than it has, without that scope; ABORTED if `account.etag` is set and no
     * longer current; FAILED_PRECONDITION if an administrator would take the role
     * from themselves, so that there is always one. Roles that are given as they are
     * need no scope: an account may be sent back as it was read.
     * </pre>
     */
    public void updateAccount(mesh.mercado.accounts.v1.UpdateAccountRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateAccountMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Starts a session.
     * Returns UNAUTHENTICATED (BAD_CREDENTIALS) if there is no account with this
     * e-mail address or the password is not its own; which of both is not told, nor
     * to be seen from the time it takes. After five failures every further one locks
     * the address, for a second at first and for up to a quarter of an hour, and
     * every try is then answered with RESOURCE_EXHAUSTED (SIGN_IN_LOCKED) and
     * RetryInfo, unseen, whether there is such an account or not. Running sessions
     * go on meanwhile. Returns RESOURCE_EXHAUSTED (PASSWORDS_BUSY), too, while too
     * many passwords are being checked.
     * </pre>
     */
    public void signIn(mesh.mercado.accounts.v1.SignInRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSignInMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Exchanges a refresh token for a new pair of tokens. The account's roles are
     * looked up again for it.
     * A refresh token is good for one exchange. One that comes a second time is
     * taken for stolen, as either the thief or the owner sends it: the session is
     * ended, and the answer is UNAUTHENTICATED (REFRESH_TOKEN_REUSED). Only the
     * latest exchange may be repeated, with the `request_id` that it had, in case
     * its answer was lost: that gets the same refresh token again. Two exchanges of
     * one token at once are a reuse, too, unless they carry the same `request_id`.
     * Returns UNAUTHENTICATED (REFRESH_TOKEN_INVALID) for anything that is no
     * refresh token, and (SESSION_ENDED) if the session was signed out, ended by a
     * reuse, or is too old.
     * </pre>
     */
    public void refreshSession(mesh.mercado.accounts.v1.RefreshSessionRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRefreshSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends the session that a refresh token belongs to, also one that was exchanged
     * already. An access token stays good until it expires.
     * What is no refresh token is ignored (RFC 7009): there is nothing left to end.
     * </pre>
     */
    public void signOut(mesh.mercado.accounts.v1.SignOutRequest request,
        io.grpc.stub.StreamObserver<com.google.protobuf.Empty> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSignOutMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the keys that access tokens can be verified with, as a JSON Web Key
     * Set (RFC 7517, RFC 8037).
     * A new key is in it for a while before it signs, and an old one for as long as
     * a token that it signed may live: whoever fetches it every few minutes never
     * meets a token of an unknown key.
     * </pre>
     */
    public void getJsonWebKeySet(mesh.mercado.accounts.v1.GetJsonWebKeySetRequest request,
        io.grpc.stub.StreamObserver<com.google.api.HttpBody> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetJsonWebKeySetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns what a verifier of tokens has to know of their issuer, as OpenID
     * Connect Discovery has it.
     * There is no authorization endpoint: people sign in with SignIn.
     * </pre>
     */
    public void getOpenIdConfiguration(mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest request,
        io.grpc.stub.StreamObserver<com.google.api.HttpBody> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetOpenIdConfigurationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a new signing key, which takes over after a while.
     * Returns FAILED_PRECONDITION while the newest key does not sign yet.
     * </pre>
     */
    public void rotateSigningKey(mesh.mercado.accounts.v1.RotateSigningKeyRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.SigningKey> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateSigningKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AccountsService.
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public static final class AccountsServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AccountsServiceBlockingV2Stub> {
    private AccountsServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccountsServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccountsServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an account for oneself. Whoever makes one is a customer.
     * Returns ALREADY_EXISTS if there is an account with this e-mail address,
     * INVALID_ARGUMENT if `request_id` was used before with another request, and
     * RESOURCE_EXHAUSTED with RetryInfo while too many passwords are being hashed.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account createAccount(mesh.mercado.accounts.v1.CreateAccountRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an account. `accounts/me` is the caller's own.
     * Returns PERMISSION_DENIED for somebody else's without the scope
     * `accounts:admin`, and with it NOT_FOUND if there is no such account.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account getAccount(mesh.mercado.accounts.v1.GetAccountRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields of an account that `update_mask` names: `display_name`,
     * and `roles` with the scope `accounts:admin`.
     * Returns PERMISSION_DENIED for somebody else's account, and for other roles
     * than it has, without that scope; ABORTED if `account.etag` is set and no
     * longer current; FAILED_PRECONDITION if an administrator would take the role
     * from themselves, so that there is always one. Roles that are given as they are
     * need no scope: an account may be sent back as it was read.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account updateAccount(mesh.mercado.accounts.v1.UpdateAccountRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a session.
     * Returns UNAUTHENTICATED (BAD_CREDENTIALS) if there is no account with this
     * e-mail address or the password is not its own; which of both is not told, nor
     * to be seen from the time it takes. After five failures every further one locks
     * the address, for a second at first and for up to a quarter of an hour, and
     * every try is then answered with RESOURCE_EXHAUSTED (SIGN_IN_LOCKED) and
     * RetryInfo, unseen, whether there is such an account or not. Running sessions
     * go on meanwhile. Returns RESOURCE_EXHAUSTED (PASSWORDS_BUSY), too, while too
     * many passwords are being checked.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Session signIn(mesh.mercado.accounts.v1.SignInRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSignInMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchanges a refresh token for a new pair of tokens. The account's roles are
     * looked up again for it.
     * A refresh token is good for one exchange. One that comes a second time is
     * taken for stolen, as either the thief or the owner sends it: the session is
     * ended, and the answer is UNAUTHENTICATED (REFRESH_TOKEN_REUSED). Only the
     * latest exchange may be repeated, with the `request_id` that it had, in case
     * its answer was lost: that gets the same refresh token again. Two exchanges of
     * one token at once are a reuse, too, unless they carry the same `request_id`.
     * Returns UNAUTHENTICATED (REFRESH_TOKEN_INVALID) for anything that is no
     * refresh token, and (SESSION_ENDED) if the session was signed out, ended by a
     * reuse, or is too old.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Session refreshSession(mesh.mercado.accounts.v1.RefreshSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRefreshSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends the session that a refresh token belongs to, also one that was exchanged
     * already. An access token stays good until it expires.
     * What is no refresh token is ignored (RFC 7009): there is nothing left to end.
     * </pre>
     */
    public com.google.protobuf.Empty signOut(mesh.mercado.accounts.v1.SignOutRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSignOutMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the keys that access tokens can be verified with, as a JSON Web Key
     * Set (RFC 7517, RFC 8037).
     * A new key is in it for a while before it signs, and an old one for as long as
     * a token that it signed may live: whoever fetches it every few minutes never
     * meets a token of an unknown key.
     * </pre>
     */
    public com.google.api.HttpBody getJsonWebKeySet(mesh.mercado.accounts.v1.GetJsonWebKeySetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetJsonWebKeySetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns what a verifier of tokens has to know of their issuer, as OpenID
     * Connect Discovery has it.
     * There is no authorization endpoint: people sign in with SignIn.
     * </pre>
     */
    public com.google.api.HttpBody getOpenIdConfiguration(mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetOpenIdConfigurationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new signing key, which takes over after a while.
     * Returns FAILED_PRECONDITION while the newest key does not sign yet.
     * </pre>
     */
    public mesh.mercado.accounts.v1.SigningKey rotateSigningKey(mesh.mercado.accounts.v1.RotateSigningKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateSigningKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AccountsService.
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public static final class AccountsServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AccountsServiceBlockingStub> {
    private AccountsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccountsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccountsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an account for oneself. Whoever makes one is a customer.
     * Returns ALREADY_EXISTS if there is an account with this e-mail address,
     * INVALID_ARGUMENT if `request_id` was used before with another request, and
     * RESOURCE_EXHAUSTED with RetryInfo while too many passwords are being hashed.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account createAccount(mesh.mercado.accounts.v1.CreateAccountRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an account. `accounts/me` is the caller's own.
     * Returns PERMISSION_DENIED for somebody else's without the scope
     * `accounts:admin`, and with it NOT_FOUND if there is no such account.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account getAccount(mesh.mercado.accounts.v1.GetAccountRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields of an account that `update_mask` names: `display_name`,
     * and `roles` with the scope `accounts:admin`.
     * Returns PERMISSION_DENIED for somebody else's account, and for other roles
     * than it has, without that scope; ABORTED if `account.etag` is set and no
     * longer current; FAILED_PRECONDITION if an administrator would take the role
     * from themselves, so that there is always one. Roles that are given as they are
     * need no scope: an account may be sent back as it was read.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Account updateAccount(mesh.mercado.accounts.v1.UpdateAccountRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateAccountMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a session.
     * Returns UNAUTHENTICATED (BAD_CREDENTIALS) if there is no account with this
     * e-mail address or the password is not its own; which of both is not told, nor
     * to be seen from the time it takes. After five failures every further one locks
     * the address, for a second at first and for up to a quarter of an hour, and
     * every try is then answered with RESOURCE_EXHAUSTED (SIGN_IN_LOCKED) and
     * RetryInfo, unseen, whether there is such an account or not. Running sessions
     * go on meanwhile. Returns RESOURCE_EXHAUSTED (PASSWORDS_BUSY), too, while too
     * many passwords are being checked.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Session signIn(mesh.mercado.accounts.v1.SignInRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSignInMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchanges a refresh token for a new pair of tokens. The account's roles are
     * looked up again for it.
     * A refresh token is good for one exchange. One that comes a second time is
     * taken for stolen, as either the thief or the owner sends it: the session is
     * ended, and the answer is UNAUTHENTICATED (REFRESH_TOKEN_REUSED). Only the
     * latest exchange may be repeated, with the `request_id` that it had, in case
     * its answer was lost: that gets the same refresh token again. Two exchanges of
     * one token at once are a reuse, too, unless they carry the same `request_id`.
     * Returns UNAUTHENTICATED (REFRESH_TOKEN_INVALID) for anything that is no
     * refresh token, and (SESSION_ENDED) if the session was signed out, ended by a
     * reuse, or is too old.
     * </pre>
     */
    public mesh.mercado.accounts.v1.Session refreshSession(mesh.mercado.accounts.v1.RefreshSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRefreshSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends the session that a refresh token belongs to, also one that was exchanged
     * already. An access token stays good until it expires.
     * What is no refresh token is ignored (RFC 7009): there is nothing left to end.
     * </pre>
     */
    public com.google.protobuf.Empty signOut(mesh.mercado.accounts.v1.SignOutRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSignOutMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the keys that access tokens can be verified with, as a JSON Web Key
     * Set (RFC 7517, RFC 8037).
     * A new key is in it for a while before it signs, and an old one for as long as
     * a token that it signed may live: whoever fetches it every few minutes never
     * meets a token of an unknown key.
     * </pre>
     */
    public com.google.api.HttpBody getJsonWebKeySet(mesh.mercado.accounts.v1.GetJsonWebKeySetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetJsonWebKeySetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns what a verifier of tokens has to know of their issuer, as OpenID
     * Connect Discovery has it.
     * There is no authorization endpoint: people sign in with SignIn.
     * </pre>
     */
    public com.google.api.HttpBody getOpenIdConfiguration(mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetOpenIdConfigurationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new signing key, which takes over after a while.
     * Returns FAILED_PRECONDITION while the newest key does not sign yet.
     * </pre>
     */
    public mesh.mercado.accounts.v1.SigningKey rotateSigningKey(mesh.mercado.accounts.v1.RotateSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateSigningKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AccountsService.
   * <pre>
   * Accounts, the sessions of those who sign in, and the keys that sign their
   * tokens.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * Whoever is not an administrator sees their own account only: for every other
   * name the answer is PERMISSION_DENIED, whether there is such an account or not.
   * What is secret in a message is marked with `debug_redact`. Nothing that is so
   * marked is stored or logged, nor a hash of it that could be guessed from.
   * </pre>
   */
  public static final class AccountsServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AccountsServiceFutureStub> {
    private AccountsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccountsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccountsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes an account for oneself. Whoever makes one is a customer.
     * Returns ALREADY_EXISTS if there is an account with this e-mail address,
     * INVALID_ARGUMENT if `request_id` was used before with another request, and
     * RESOURCE_EXHAUSTED with RetryInfo while too many passwords are being hashed.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.Account> createAccount(
        mesh.mercado.accounts.v1.CreateAccountRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateAccountMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns an account. `accounts/me` is the caller's own.
     * Returns PERMISSION_DENIED for somebody else's without the scope
     * `accounts:admin`, and with it NOT_FOUND if there is no such account.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.Account> getAccount(
        mesh.mercado.accounts.v1.GetAccountRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAccountMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the fields of an account that `update_mask` names: `display_name`,
     * and `roles` with the scope `accounts:admin`.
     * Returns PERMISSION_DENIED for somebody else's account, and for other roles
     * than it has, without that scope; ABORTED if `account.etag` is set and no
     * longer current; FAILED_PRECONDITION if an administrator would take the role
     * from themselves, so that there is always one. Roles that are given as they are
     * need no scope: an account may be sent back as it was read.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.Account> updateAccount(
        mesh.mercado.accounts.v1.UpdateAccountRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateAccountMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Starts a session.
     * Returns UNAUTHENTICATED (BAD_CREDENTIALS) if there is no account with this
     * e-mail address or the password is not its own; which of both is not told, nor
     * to be seen from the time it takes. After five failures every further one locks
     * the address, for a second at first and for up to a quarter of an hour, and
     * every try is then answered with RESOURCE_EXHAUSTED (SIGN_IN_LOCKED) and
     * RetryInfo, unseen, whether there is such an account or not. Running sessions
     * go on meanwhile. Returns RESOURCE_EXHAUSTED (PASSWORDS_BUSY), too, while too
     * many passwords are being checked.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.Session> signIn(
        mesh.mercado.accounts.v1.SignInRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSignInMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Exchanges a refresh token for a new pair of tokens. The account's roles are
     * looked up again for it.
     * A refresh token is good for one exchange. One that comes a second time is
     * taken for stolen, as either the thief or the owner sends it: the session is
     * ended, and the answer is UNAUTHENTICATED (REFRESH_TOKEN_REUSED). Only the
     * latest exchange may be repeated, with the `request_id` that it had, in case
     * its answer was lost: that gets the same refresh token again. Two exchanges of
     * one token at once are a reuse, too, unless they carry the same `request_id`.
     * Returns UNAUTHENTICATED (REFRESH_TOKEN_INVALID) for anything that is no
     * refresh token, and (SESSION_ENDED) if the session was signed out, ended by a
     * reuse, or is too old.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.Session> refreshSession(
        mesh.mercado.accounts.v1.RefreshSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRefreshSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends the session that a refresh token belongs to, also one that was exchanged
     * already. An access token stays good until it expires.
     * What is no refresh token is ignored (RFC 7009): there is nothing left to end.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<com.google.protobuf.Empty> signOut(
        mesh.mercado.accounts.v1.SignOutRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSignOutMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the keys that access tokens can be verified with, as a JSON Web Key
     * Set (RFC 7517, RFC 8037).
     * A new key is in it for a while before it signs, and an old one for as long as
     * a token that it signed may live: whoever fetches it every few minutes never
     * meets a token of an unknown key.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<com.google.api.HttpBody> getJsonWebKeySet(
        mesh.mercado.accounts.v1.GetJsonWebKeySetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetJsonWebKeySetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns what a verifier of tokens has to know of their issuer, as OpenID
     * Connect Discovery has it.
     * There is no authorization endpoint: people sign in with SignIn.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<com.google.api.HttpBody> getOpenIdConfiguration(
        mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetOpenIdConfigurationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a new signing key, which takes over after a while.
     * Returns FAILED_PRECONDITION while the newest key does not sign yet.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.accounts.v1.SigningKey> rotateSigningKey(
        mesh.mercado.accounts.v1.RotateSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateSigningKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ACCOUNT = 0;
  private static final int METHODID_GET_ACCOUNT = 1;
  private static final int METHODID_UPDATE_ACCOUNT = 2;
  private static final int METHODID_SIGN_IN = 3;
  private static final int METHODID_REFRESH_SESSION = 4;
  private static final int METHODID_SIGN_OUT = 5;
  private static final int METHODID_GET_JSON_WEB_KEY_SET = 6;
  private static final int METHODID_GET_OPEN_ID_CONFIGURATION = 7;
  private static final int METHODID_ROTATE_SIGNING_KEY = 8;

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
        case METHODID_CREATE_ACCOUNT:
          serviceImpl.createAccount((mesh.mercado.accounts.v1.CreateAccountRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account>) responseObserver);
          break;
        case METHODID_GET_ACCOUNT:
          serviceImpl.getAccount((mesh.mercado.accounts.v1.GetAccountRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account>) responseObserver);
          break;
        case METHODID_UPDATE_ACCOUNT:
          serviceImpl.updateAccount((mesh.mercado.accounts.v1.UpdateAccountRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Account>) responseObserver);
          break;
        case METHODID_SIGN_IN:
          serviceImpl.signIn((mesh.mercado.accounts.v1.SignInRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session>) responseObserver);
          break;
        case METHODID_REFRESH_SESSION:
          serviceImpl.refreshSession((mesh.mercado.accounts.v1.RefreshSessionRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.Session>) responseObserver);
          break;
        case METHODID_SIGN_OUT:
          serviceImpl.signOut((mesh.mercado.accounts.v1.SignOutRequest) request,
              (io.grpc.stub.StreamObserver<com.google.protobuf.Empty>) responseObserver);
          break;
        case METHODID_GET_JSON_WEB_KEY_SET:
          serviceImpl.getJsonWebKeySet((mesh.mercado.accounts.v1.GetJsonWebKeySetRequest) request,
              (io.grpc.stub.StreamObserver<com.google.api.HttpBody>) responseObserver);
          break;
        case METHODID_GET_OPEN_ID_CONFIGURATION:
          serviceImpl.getOpenIdConfiguration((mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest) request,
              (io.grpc.stub.StreamObserver<com.google.api.HttpBody>) responseObserver);
          break;
        case METHODID_ROTATE_SIGNING_KEY:
          serviceImpl.rotateSigningKey((mesh.mercado.accounts.v1.RotateSigningKeyRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.accounts.v1.SigningKey>) responseObserver);
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
          getCreateAccountMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.CreateAccountRequest,
              mesh.mercado.accounts.v1.Account>(
                service, METHODID_CREATE_ACCOUNT)))
        .addMethod(
          getGetAccountMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.GetAccountRequest,
              mesh.mercado.accounts.v1.Account>(
                service, METHODID_GET_ACCOUNT)))
        .addMethod(
          getUpdateAccountMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.UpdateAccountRequest,
              mesh.mercado.accounts.v1.Account>(
                service, METHODID_UPDATE_ACCOUNT)))
        .addMethod(
          getSignInMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.SignInRequest,
              mesh.mercado.accounts.v1.Session>(
                service, METHODID_SIGN_IN)))
        .addMethod(
          getRefreshSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.RefreshSessionRequest,
              mesh.mercado.accounts.v1.Session>(
                service, METHODID_REFRESH_SESSION)))
        .addMethod(
          getSignOutMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.SignOutRequest,
              com.google.protobuf.Empty>(
                service, METHODID_SIGN_OUT)))
        .addMethod(
          getGetJsonWebKeySetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.GetJsonWebKeySetRequest,
              com.google.api.HttpBody>(
                service, METHODID_GET_JSON_WEB_KEY_SET)))
        .addMethod(
          getGetOpenIdConfigurationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.GetOpenIdConfigurationRequest,
              com.google.api.HttpBody>(
                service, METHODID_GET_OPEN_ID_CONFIGURATION)))
        .addMethod(
          getRotateSigningKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.accounts.v1.RotateSigningKeyRequest,
              mesh.mercado.accounts.v1.SigningKey>(
                service, METHODID_ROTATE_SIGNING_KEY)))
        .build();
  }

  private static abstract class AccountsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AccountsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.accounts.v1.AccountsServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AccountsService");
    }
  }

  private static final class AccountsServiceFileDescriptorSupplier
      extends AccountsServiceBaseDescriptorSupplier {
    AccountsServiceFileDescriptorSupplier() {}
  }

  private static final class AccountsServiceMethodDescriptorSupplier
      extends AccountsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AccountsServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AccountsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AccountsServiceFileDescriptorSupplier())
              .addMethod(getCreateAccountMethod())
              .addMethod(getGetAccountMethod())
              .addMethod(getUpdateAccountMethod())
              .addMethod(getSignInMethod())
              .addMethod(getRefreshSessionMethod())
              .addMethod(getSignOutMethod())
              .addMethod(getGetJsonWebKeySetMethod())
              .addMethod(getGetOpenIdConfigurationMethod())
              .addMethod(getRotateSigningKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
