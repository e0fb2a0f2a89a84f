package mesh.mercado.catalog.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Products: reading, searching, and keeping them.
 * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
 * request that breaks a rule of its message, and UNAVAILABLE with
 * `google.rpc.RetryInfo` while its database cannot be reached. Every error
 * carries `google.rpc.ErrorInfo`.
 * A change that carries a `request_id` may be sent again after any failure: it
 * takes effect once, and every repeat gets the original response.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CatalogServiceGrpc {

  private CatalogServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mercado.catalog.v1.CatalogService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.GetProductRequest,
      mesh.mercado.catalog.v1.Product> getGetProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProduct",
      requestType = mesh.mercado.catalog.v1.GetProductRequest.class,
      responseType = mesh.mercado.catalog.v1.Product.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.GetProductRequest,
      mesh.mercado.catalog.v1.Product> getGetProductMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.GetProductRequest, mesh.mercado.catalog.v1.Product> getGetProductMethod;
    if ((getGetProductMethod = CatalogServiceGrpc.getGetProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getGetProductMethod = CatalogServiceGrpc.getGetProductMethod) == null) {
          CatalogServiceGrpc.getGetProductMethod = getGetProductMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.GetProductRequest, mesh.mercado.catalog.v1.Product>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProduct"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.GetProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.Product.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("GetProduct"))
              .build();
        }
      }
    }
    return getGetProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.BatchGetProductsRequest,
      mesh.mercado.catalog.v1.BatchGetProductsResponse> getBatchGetProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetProducts",
      requestType = mesh.mercado.catalog.v1.BatchGetProductsRequest.class,
      responseType = mesh.mercado.catalog.v1.BatchGetProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.BatchGetProductsRequest,
      mesh.mercado.catalog.v1.BatchGetProductsResponse> getBatchGetProductsMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.BatchGetProductsRequest, mesh.mercado.catalog.v1.BatchGetProductsResponse> getBatchGetProductsMethod;
    if ((getBatchGetProductsMethod = CatalogServiceGrpc.getBatchGetProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getBatchGetProductsMethod = CatalogServiceGrpc.getBatchGetProductsMethod) == null) {
          CatalogServiceGrpc.getBatchGetProductsMethod = getBatchGetProductsMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.BatchGetProductsRequest, mesh.mercado.catalog.v1.BatchGetProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetProducts"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.BatchGetProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.BatchGetProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("BatchGetProducts"))
              .build();
        }
      }
    }
    return getBatchGetProductsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ListProductsRequest,
      mesh.mercado.catalog.v1.ListProductsResponse> getListProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProducts",
      requestType = mesh.mercado.catalog.v1.ListProductsRequest.class,
      responseType = mesh.mercado.catalog.v1.ListProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ListProductsRequest,
      mesh.mercado.catalog.v1.ListProductsResponse> getListProductsMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ListProductsRequest, mesh.mercado.catalog.v1.ListProductsResponse> getListProductsMethod;
    if ((getListProductsMethod = CatalogServiceGrpc.getListProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getListProductsMethod = CatalogServiceGrpc.getListProductsMethod) == null) {
          CatalogServiceGrpc.getListProductsMethod = getListProductsMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.ListProductsRequest, mesh.mercado.catalog.v1.ListProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProducts"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.ListProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.ListProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ListProducts"))
              .build();
        }
      }
    }
    return getListProductsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.SearchProductsRequest,
      mesh.mercado.catalog.v1.SearchProductsResponse> getSearchProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SearchProducts",
      requestType = mesh.mercado.catalog.v1.SearchProductsRequest.class,
      responseType = mesh.mercado.catalog.v1.SearchProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.SearchProductsRequest,
      mesh.mercado.catalog.v1.SearchProductsResponse> getSearchProductsMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.SearchProductsRequest, mesh.mercado.catalog.v1.SearchProductsResponse> getSearchProductsMethod;
    if ((getSearchProductsMethod = CatalogServiceGrpc.getSearchProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getSearchProductsMethod = CatalogServiceGrpc.getSearchProductsMethod) == null) {
          CatalogServiceGrpc.getSearchProductsMethod = getSearchProductsMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.SearchProductsRequest, mesh.mercado.catalog.v1.SearchProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SearchProducts"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.SearchProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.SearchProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("SearchProducts"))
              .build();
        }
      }
    }
    return getSearchProductsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.CreateProductRequest,
      mesh.mercado.catalog.v1.Product> getCreateProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProduct",
      requestType = mesh.mercado.catalog.v1.CreateProductRequest.class,
      responseType = mesh.mercado.catalog.v1.Product.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.CreateProductRequest,
      mesh.mercado.catalog.v1.Product> getCreateProductMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.CreateProductRequest, mesh.mercado.catalog.v1.Product> getCreateProductMethod;
    if ((getCreateProductMethod = CatalogServiceGrpc.getCreateProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getCreateProductMethod = CatalogServiceGrpc.getCreateProductMethod) == null) {
          CatalogServiceGrpc.getCreateProductMethod = getCreateProductMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.CreateProductRequest, mesh.mercado.catalog.v1.Product>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProduct"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.CreateProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.Product.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("CreateProduct"))
              .build();
        }
      }
    }
    return getCreateProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UpdateProductRequest,
      mesh.mercado.catalog.v1.Product> getUpdateProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProduct",
      requestType = mesh.mercado.catalog.v1.UpdateProductRequest.class,
      responseType = mesh.mercado.catalog.v1.Product.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UpdateProductRequest,
      mesh.mercado.catalog.v1.Product> getUpdateProductMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UpdateProductRequest, mesh.mercado.catalog.v1.Product> getUpdateProductMethod;
    if ((getUpdateProductMethod = CatalogServiceGrpc.getUpdateProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getUpdateProductMethod = CatalogServiceGrpc.getUpdateProductMethod) == null) {
          CatalogServiceGrpc.getUpdateProductMethod = getUpdateProductMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.UpdateProductRequest, mesh.mercado.catalog.v1.Product>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProduct"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.UpdateProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.Product.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("UpdateProduct"))
              .build();
        }
      }
    }
    return getUpdateProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.DeleteProductRequest,
      mesh.mercado.catalog.v1.Product> getDeleteProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteProduct",
      requestType = mesh.mercado.catalog.v1.DeleteProductRequest.class,
      responseType = mesh.mercado.catalog.v1.Product.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.DeleteProductRequest,
      mesh.mercado.catalog.v1.Product> getDeleteProductMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.DeleteProductRequest, mesh.mercado.catalog.v1.Product> getDeleteProductMethod;
    if ((getDeleteProductMethod = CatalogServiceGrpc.getDeleteProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getDeleteProductMethod = CatalogServiceGrpc.getDeleteProductMethod) == null) {
          CatalogServiceGrpc.getDeleteProductMethod = getDeleteProductMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.DeleteProductRequest, mesh.mercado.catalog.v1.Product>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteProduct"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.DeleteProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.Product.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("DeleteProduct"))
              .build();
        }
      }
    }
    return getDeleteProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UndeleteProductRequest,
      mesh.mercado.catalog.v1.Product> getUndeleteProductMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UndeleteProduct",
      requestType = mesh.mercado.catalog.v1.UndeleteProductRequest.class,
      responseType = mesh.mercado.catalog.v1.Product.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UndeleteProductRequest,
      mesh.mercado.catalog.v1.Product> getUndeleteProductMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.UndeleteProductRequest, mesh.mercado.catalog.v1.Product> getUndeleteProductMethod;
    if ((getUndeleteProductMethod = CatalogServiceGrpc.getUndeleteProductMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getUndeleteProductMethod = CatalogServiceGrpc.getUndeleteProductMethod) == null) {
          CatalogServiceGrpc.getUndeleteProductMethod = getUndeleteProductMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.UndeleteProductRequest, mesh.mercado.catalog.v1.Product>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UndeleteProduct"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.UndeleteProductRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.Product.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("UndeleteProduct"))
              .build();
        }
      }
    }
    return getUndeleteProductMethod;
  }

  private static volatile io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ImportProductsRequest,
      mesh.mercado.catalog.v1.ImportProductsResponse> getImportProductsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ImportProducts",
      requestType = mesh.mercado.catalog.v1.ImportProductsRequest.class,
      responseType = mesh.mercado.catalog.v1.ImportProductsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ImportProductsRequest,
      mesh.mercado.catalog.v1.ImportProductsResponse> getImportProductsMethod() {
    io.grpc.MethodDescriptor<mesh.mercado.catalog.v1.ImportProductsRequest, mesh.mercado.catalog.v1.ImportProductsResponse> getImportProductsMethod;
    if ((getImportProductsMethod = CatalogServiceGrpc.getImportProductsMethod) == null) {
      synchronized (CatalogServiceGrpc.class) {
        if ((getImportProductsMethod = CatalogServiceGrpc.getImportProductsMethod) == null) {
          CatalogServiceGrpc.getImportProductsMethod = getImportProductsMethod =
              io.grpc.MethodDescriptor.<mesh.mercado.catalog.v1.ImportProductsRequest, mesh.mercado.catalog.v1.ImportProductsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ImportProducts"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.ImportProductsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  mesh.mercado.catalog.v1.ImportProductsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CatalogServiceMethodDescriptorSupplier("ImportProducts"))
              .build();
        }
      }
    }
    return getImportProductsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CatalogServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceStub>() {
        @java.lang.Override
        public CatalogServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceStub(channel, callOptions);
        }
      };
    return CatalogServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CatalogServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingV2Stub>() {
        @java.lang.Override
        public CatalogServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CatalogServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceBlockingStub>() {
        @java.lang.Override
        public CatalogServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceBlockingStub(channel, callOptions);
        }
      };
    return CatalogServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CatalogServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CatalogServiceFutureStub>() {
        @java.lang.Override
        public CatalogServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CatalogServiceFutureStub(channel, callOptions);
        }
      };
    return CatalogServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns one product, deleted ones included.
     * Returns NOT_FOUND if there is no such product.
     * </pre>
     */
    default void getProduct(mesh.mercado.catalog.v1.GetProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns several products, in the order of their names in the request.
     * Returns NOT_FOUND if any of them does not exist, and then no product at all.
     * </pre>
     */
    default void batchGetProducts(mesh.mercado.catalog.v1.BatchGetProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.BatchGetProductsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetProductsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists products, page by page.
     * A page may hold fewer products than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a filter or an
     * order that cannot be understood, and for a page token that was made by
     * another query or changed on its way.
     * </pre>
     */
    default void listProducts(mesh.mercado.catalog.v1.ListProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ListProductsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProductsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Finds products by words, the best match first, page by page.
     * Words are matched by their stems in the display name, the category, the tags
     * and the description, in this order of weight. Deleted products are never
     * found. A query of nothing but stop words finds nothing.
     * </pre>
     */
    default void searchProducts(mesh.mercado.catalog.v1.SearchProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.SearchProductsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSearchProductsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds a product.
     * Returns ALREADY_EXISTS if `product_id` is taken, by a deleted product too,
     * and INVALID_ARGUMENT if `request_id` was used before with another request.
     * </pre>
     */
    default void createProduct(mesh.mercado.catalog.v1.CreateProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Changes the fields of a product that `update_mask` names.
     * Returns NOT_FOUND if there is no such product, ABORTED if `product.etag` is
     * set and no longer current, and FAILED_PRECONDITION if the product is deleted.
     * Output-only fields cannot be named in the mask.
     * </pre>
     */
    default void updateProduct(mesh.mercado.catalog.v1.UpdateProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a product. It can be brought back with UndeleteProduct.
     * A deleted product is still returned by GetProduct, and by ListProducts when
     * `show_deleted` is set. Returns NOT_FOUND if there is no such product or it is
     * deleted already, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    default void deleteProduct(mesh.mercado.catalog.v1.DeleteProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted product back.
     * Returns NOT_FOUND if there is no such product, ALREADY_EXISTS if it is not
     * deleted, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    default void undeleteProduct(mesh.mercado.catalog.v1.UndeleteProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUndeleteProductMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds or replaces many products, streamed one by one.
     * Products are stored in batches as they arrive, and each on its own terms: a
     * product that breaks a rule is reported in the response and left out, and the
     * others are kept. A deleted product that is imported again is brought back.
     * An import that broke off may be sent again from its start: products that are
     * already as the import wants them are counted as unchanged.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ImportProductsRequest> importProducts(
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ImportProductsResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getImportProductsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CatalogService.
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public static abstract class CatalogServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CatalogServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CatalogService.
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public static final class CatalogServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CatalogServiceStub> {
    private CatalogServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one product, deleted ones included.
     * Returns NOT_FOUND if there is no such product.
     * </pre>
     */
    public void getProduct(mesh.mercado.catalog.v1.GetProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns several products, in the order of their names in the request.
     * Returns NOT_FOUND if any of them does not exist, and then no product at all.
     * </pre>
     */
    public void batchGetProducts(mesh.mercado.catalog.v1.BatchGetProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.BatchGetProductsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetProductsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists products, page by page.
     * A page may hold fewer products than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a filter or an
     * order that cannot be understood, and for a page token that was made by
     * another query or changed on its way.
     * </pre>
     */
    public void listProducts(mesh.mercado.catalog.v1.ListProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ListProductsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProductsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Finds products by words, the best match first, page by page.
     * Words are matched by their stems in the display name, the category, the tags
     * and the description, in this order of weight. Deleted products are never
     * found. A query of nothing but stop words finds nothing.
     * </pre>
     */
    public void searchProducts(mesh.mercado.catalog.v1.SearchProductsRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.SearchProductsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSearchProductsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds a product.
     * Returns ALREADY_EXISTS if `product_id` is taken, by a deleted product too,
     * and INVALID_ARGUMENT if `request_id` was used before with another request.
     * </pre>
     */
    public void createProduct(mesh.mercado.catalog.v1.CreateProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Changes the fields of a product that `update_mask` names.
     * Returns NOT_FOUND if there is no such product, ABORTED if `product.etag` is
     * set and no longer current, and FAILED_PRECONDITION if the product is deleted.
     * Output-only fields cannot be named in the mask.
     * </pre>
     */
    public void updateProduct(mesh.mercado.catalog.v1.UpdateProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a product. It can be brought back with UndeleteProduct.
     * A deleted product is still returned by GetProduct, and by ListProducts when
     * `show_deleted` is set. Returns NOT_FOUND if there is no such product or it is
     * deleted already, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public void deleteProduct(mesh.mercado.catalog.v1.DeleteProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Brings a deleted product back.
     * Returns NOT_FOUND if there is no such product, ALREADY_EXISTS if it is not
     * deleted, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public void undeleteProduct(mesh.mercado.catalog.v1.UndeleteProductRequest request,
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUndeleteProductMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds or replaces many products, streamed one by one.
     * Products are stored in batches as they arrive, and each on its own terms: a
     * product that breaks a rule is reported in the response and left out, and the
     * others are kept. A deleted product that is imported again is brought back.
     * An import that broke off may be sent again from its start: products that are
     * already as the import wants them are counted as unchanged.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ImportProductsRequest> importProducts(
        io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ImportProductsResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getImportProductsMethod(), getCallOptions()), responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CatalogService.
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public static final class CatalogServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingV2Stub> {
    private CatalogServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one product, deleted ones included.
     * Returns NOT_FOUND if there is no such product.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product getProduct(mesh.mercado.catalog.v1.GetProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns several products, in the order of their names in the request.
     * Returns NOT_FOUND if any of them does not exist, and then no product at all.
     * </pre>
     */
    public mesh.mercado.catalog.v1.BatchGetProductsResponse batchGetProducts(mesh.mercado.catalog.v1.BatchGetProductsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists products, page by page.
     * A page may hold fewer products than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a filter or an
     * order that cannot be understood, and for a page token that was made by
     * another query or changed on its way.
     * </pre>
     */
    public mesh.mercado.catalog.v1.ListProductsResponse listProducts(mesh.mercado.catalog.v1.ListProductsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Finds products by words, the best match first, page by page.
     * Words are matched by their stems in the display name, the category, the tags
     * and the description, in this order of weight. Deleted products are never
     * found. A query of nothing but stop words finds nothing.
     * </pre>
     */
    public mesh.mercado.catalog.v1.SearchProductsResponse searchProducts(mesh.mercado.catalog.v1.SearchProductsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSearchProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds a product.
     * Returns ALREADY_EXISTS if `product_id` is taken, by a deleted product too,
     * and INVALID_ARGUMENT if `request_id` was used before with another request.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product createProduct(mesh.mercado.catalog.v1.CreateProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields of a product that `update_mask` names.
     * Returns NOT_FOUND if there is no such product, ABORTED if `product.etag` is
     * set and no longer current, and FAILED_PRECONDITION if the product is deleted.
     * Output-only fields cannot be named in the mask.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product updateProduct(mesh.mercado.catalog.v1.UpdateProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a product. It can be brought back with UndeleteProduct.
     * A deleted product is still returned by GetProduct, and by ListProducts when
     * `show_deleted` is set. Returns NOT_FOUND if there is no such product or it is
     * deleted already, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product deleteProduct(mesh.mercado.catalog.v1.DeleteProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted product back.
     * Returns NOT_FOUND if there is no such product, ALREADY_EXISTS if it is not
     * deleted, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product undeleteProduct(mesh.mercado.catalog.v1.UndeleteProductRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUndeleteProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds or replaces many products, streamed one by one.
     * Products are stored in batches as they arrive, and each on its own terms: a
     * product that breaks a rule is reported in the response and left out, and the
     * others are kept. A deleted product that is imported again is brought back.
     * An import that broke off may be sent again from its start: products that are
     * already as the import wants them are counted as unchanged.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<mesh.mercado.catalog.v1.ImportProductsRequest, mesh.mercado.catalog.v1.ImportProductsResponse>
        importProducts() {
      return io.grpc.stub.ClientCalls.blockingClientStreamingCall(
          getChannel(), getImportProductsMethod(), getCallOptions());
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CatalogService.
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public static final class CatalogServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CatalogServiceBlockingStub> {
    private CatalogServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one product, deleted ones included.
     * Returns NOT_FOUND if there is no such product.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product getProduct(mesh.mercado.catalog.v1.GetProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns several products, in the order of their names in the request.
     * Returns NOT_FOUND if any of them does not exist, and then no product at all.
     * </pre>
     */
    public mesh.mercado.catalog.v1.BatchGetProductsResponse batchGetProducts(mesh.mercado.catalog.v1.BatchGetProductsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists products, page by page.
     * A page may hold fewer products than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a filter or an
     * order that cannot be understood, and for a page token that was made by
     * another query or changed on its way.
     * </pre>
     */
    public mesh.mercado.catalog.v1.ListProductsResponse listProducts(mesh.mercado.catalog.v1.ListProductsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Finds products by words, the best match first, page by page.
     * Words are matched by their stems in the display name, the category, the tags
     * and the description, in this order of weight. Deleted products are never
     * found. A query of nothing but stop words finds nothing.
     * </pre>
     */
    public mesh.mercado.catalog.v1.SearchProductsResponse searchProducts(mesh.mercado.catalog.v1.SearchProductsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSearchProductsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds a product.
     * Returns ALREADY_EXISTS if `product_id` is taken, by a deleted product too,
     * and INVALID_ARGUMENT if `request_id` was used before with another request.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product createProduct(mesh.mercado.catalog.v1.CreateProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Changes the fields of a product that `update_mask` names.
     * Returns NOT_FOUND if there is no such product, ABORTED if `product.etag` is
     * set and no longer current, and FAILED_PRECONDITION if the product is deleted.
     * Output-only fields cannot be named in the mask.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product updateProduct(mesh.mercado.catalog.v1.UpdateProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a product. It can be brought back with UndeleteProduct.
     * A deleted product is still returned by GetProduct, and by ListProducts when
     * `show_deleted` is set. Returns NOT_FOUND if there is no such product or it is
     * deleted already, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product deleteProduct(mesh.mercado.catalog.v1.DeleteProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteProductMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Brings a deleted product back.
     * Returns NOT_FOUND if there is no such product, ALREADY_EXISTS if it is not
     * deleted, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public mesh.mercado.catalog.v1.Product undeleteProduct(mesh.mercado.catalog.v1.UndeleteProductRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUndeleteProductMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CatalogService.
   * <pre>
   * Products: reading, searching, and keeping them.
   * Every method answers INVALID_ARGUMENT with `google.rpc.BadRequest` for a
   * request that breaks a rule of its message, and UNAVAILABLE with
   * `google.rpc.RetryInfo` while its database cannot be reached. Every error
   * carries `google.rpc.ErrorInfo`.
   * A change that carries a `request_id` may be sent again after any failure: it
   * takes effect once, and every repeat gets the original response.
   * </pre>
   */
  public static final class CatalogServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CatalogServiceFutureStub> {
    private CatalogServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CatalogServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CatalogServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns one product, deleted ones included.
     * Returns NOT_FOUND if there is no such product.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.Product> getProduct(
        mesh.mercado.catalog.v1.GetProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns several products, in the order of their names in the request.
     * Returns NOT_FOUND if any of them does not exist, and then no product at all.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.BatchGetProductsResponse> batchGetProducts(
        mesh.mercado.catalog.v1.BatchGetProductsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetProductsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists products, page by page.
     * A page may hold fewer products than asked for; only an empty
     * `next_page_token` marks the end. Returns INVALID_ARGUMENT for a filter or an
     * order that cannot be understood, and for a page token that was made by
     * another query or changed on its way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.ListProductsResponse> listProducts(
        mesh.mercado.catalog.v1.ListProductsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProductsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Finds products by words, the best match first, page by page.
     * Words are matched by their stems in the display name, the category, the tags
     * and the description, in this order of weight. Deleted products are never
     * found. A query of nothing but stop words finds nothing.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.SearchProductsResponse> searchProducts(
        mesh.mercado.catalog.v1.SearchProductsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSearchProductsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds a product.
     * Returns ALREADY_EXISTS if `product_id` is taken, by a deleted product too,
     * and INVALID_ARGUMENT if `request_id` was used before with another request.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.Product> createProduct(
        mesh.mercado.catalog.v1.CreateProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Changes the fields of a product that `update_mask` names.
     * Returns NOT_FOUND if there is no such product, ABORTED if `product.etag` is
     * set and no longer current, and FAILED_PRECONDITION if the product is deleted.
     * Output-only fields cannot be named in the mask.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.Product> updateProduct(
        mesh.mercado.catalog.v1.UpdateProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a product. It can be brought back with UndeleteProduct.
     * A deleted product is still returned by GetProduct, and by ListProducts when
     * `show_deleted` is set. Returns NOT_FOUND if there is no such product or it is
     * deleted already, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.Product> deleteProduct(
        mesh.mercado.catalog.v1.DeleteProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteProductMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Brings a deleted product back.
     * Returns NOT_FOUND if there is no such product, ALREADY_EXISTS if it is not
     * deleted, and ABORTED if `etag` is set and no longer current.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<mesh.mercado.catalog.v1.Product> undeleteProduct(
        mesh.mercado.catalog.v1.UndeleteProductRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUndeleteProductMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_PRODUCT = 0;
  private static final int METHODID_BATCH_GET_PRODUCTS = 1;
  private static final int METHODID_LIST_PRODUCTS = 2;
  private static final int METHODID_SEARCH_PRODUCTS = 3;
  private static final int METHODID_CREATE_PRODUCT = 4;
  private static final int METHODID_UPDATE_PRODUCT = 5;
  private static final int METHODID_DELETE_PRODUCT = 6;
  private static final int METHODID_UNDELETE_PRODUCT = 7;
  private static final int METHODID_IMPORT_PRODUCTS = 8;

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
        case METHODID_GET_PRODUCT:
          serviceImpl.getProduct((mesh.mercado.catalog.v1.GetProductRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product>) responseObserver);
          break;
        case METHODID_BATCH_GET_PRODUCTS:
          serviceImpl.batchGetProducts((mesh.mercado.catalog.v1.BatchGetProductsRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.BatchGetProductsResponse>) responseObserver);
          break;
        case METHODID_LIST_PRODUCTS:
          serviceImpl.listProducts((mesh.mercado.catalog.v1.ListProductsRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ListProductsResponse>) responseObserver);
          break;
        case METHODID_SEARCH_PRODUCTS:
          serviceImpl.searchProducts((mesh.mercado.catalog.v1.SearchProductsRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.SearchProductsResponse>) responseObserver);
          break;
        case METHODID_CREATE_PRODUCT:
          serviceImpl.createProduct((mesh.mercado.catalog.v1.CreateProductRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product>) responseObserver);
          break;
        case METHODID_UPDATE_PRODUCT:
          serviceImpl.updateProduct((mesh.mercado.catalog.v1.UpdateProductRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product>) responseObserver);
          break;
        case METHODID_DELETE_PRODUCT:
          serviceImpl.deleteProduct((mesh.mercado.catalog.v1.DeleteProductRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product>) responseObserver);
          break;
        case METHODID_UNDELETE_PRODUCT:
          serviceImpl.undeleteProduct((mesh.mercado.catalog.v1.UndeleteProductRequest) request,
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.Product>) responseObserver);
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
        case METHODID_IMPORT_PRODUCTS:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.importProducts(
              (io.grpc.stub.StreamObserver<mesh.mercado.catalog.v1.ImportProductsResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGetProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.GetProductRequest,
              mesh.mercado.catalog.v1.Product>(
                service, METHODID_GET_PRODUCT)))
        .addMethod(
          getBatchGetProductsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.BatchGetProductsRequest,
              mesh.mercado.catalog.v1.BatchGetProductsResponse>(
                service, METHODID_BATCH_GET_PRODUCTS)))
        .addMethod(
          getListProductsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.ListProductsRequest,
              mesh.mercado.catalog.v1.ListProductsResponse>(
                service, METHODID_LIST_PRODUCTS)))
        .addMethod(
          getSearchProductsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.SearchProductsRequest,
              mesh.mercado.catalog.v1.SearchProductsResponse>(
                service, METHODID_SEARCH_PRODUCTS)))
        .addMethod(
          getCreateProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.CreateProductRequest,
              mesh.mercado.catalog.v1.Product>(
                service, METHODID_CREATE_PRODUCT)))
        .addMethod(
          getUpdateProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.UpdateProductRequest,
              mesh.mercado.catalog.v1.Product>(
                service, METHODID_UPDATE_PRODUCT)))
        .addMethod(
          getDeleteProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.DeleteProductRequest,
              mesh.mercado.catalog.v1.Product>(
                service, METHODID_DELETE_PRODUCT)))
        .addMethod(
          getUndeleteProductMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.UndeleteProductRequest,
              mesh.mercado.catalog.v1.Product>(
                service, METHODID_UNDELETE_PRODUCT)))
        .addMethod(
          getImportProductsMethod(),
          io.grpc.stub.ServerCalls.asyncClientStreamingCall(
            new MethodHandlers<
              mesh.mercado.catalog.v1.ImportProductsRequest,
              mesh.mercado.catalog.v1.ImportProductsResponse>(
                service, METHODID_IMPORT_PRODUCTS)))
        .build();
  }

  private static abstract class CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CatalogServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return mesh.mercado.catalog.v1.CatalogServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CatalogService");
    }
  }

  private static final class CatalogServiceFileDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier {
    CatalogServiceFileDescriptorSupplier() {}
  }

  private static final class CatalogServiceMethodDescriptorSupplier
      extends CatalogServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CatalogServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CatalogServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CatalogServiceFileDescriptorSupplier())
              .addMethod(getGetProductMethod())
              .addMethod(getBatchGetProductsMethod())
              .addMethod(getListProductsMethod())
              .addMethod(getSearchProductsMethod())
              .addMethod(getCreateProductMethod())
              .addMethod(getUpdateProductMethod())
              .addMethod(getDeleteProductMethod())
              .addMethod(getUndeleteProductMethod())
              .addMethod(getImportProductsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
